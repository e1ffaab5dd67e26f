/* Relay backdoor */
import "pe"
rule Relay_Backdoor : backdoor
{
  meta:
    description = "Loader of the Relay intrusion"
    author = "Example CERT"
    hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  strings:
    $host = "sync-relay.invalid" wide
    $mutex = "Global\\RelayOnce"
    $bytes = { 4D 5A ?? 00 }
  condition:
    any of them
}
