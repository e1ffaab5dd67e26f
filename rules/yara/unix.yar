// Shapes of programs, libraries and scripts of Linux and macOS.

rule launch_agent_written {
  meta:
    description = "writes a property list with which macOS starts programs"
    capability = "persistence file-write"
    technique = "T1543.001"
    class = "C"
    version = 1
  strings:
    $folder = /Library\/Launch(Agents|Daemons)/ ascii wide
    $key1 = "RunAtLoad" ascii wide
    $key2 = "ProgramArguments" ascii wide
  condition:
    $folder and all of ($key*)
}

rule preload_or_profile_written {
  meta:
    description = "adds itself to what is loaded or run in every session"
    capability = "persistence file-write"
    technique = "T1546.004"
    class = "C"
    version = 1
  strings:
    $preload = "/etc/ld.so.preload" ascii
    $append = />>\s{0,4}["']?(~|\$HOME|\$\{HOME\}|\/root)\/\.(bashrc|zshrc|profile|bash_profile|zprofile)/ ascii
    $keys = />>\s{0,4}["']?[^\s"']{1,80}\.ssh\/authorized_keys/ ascii
  condition:
    any of them
}

rule program_run_from_memory {
  meta:
    description = "runs a program that only lies in memory"
    capability = "execute native-code"
    technique = "T1620"
    class = "G"
    version = 1
  strings:
    $memory = "memfd_create" ascii
    $run1 = "fexecve" ascii
    $run2 = /\/proc\/(self|%d|%u)\/fd\/(%d|%u)/ ascii
    $mac1 = "NSCreateObjectFileImageFromMemory" ascii
    $mac2 = "NSLinkModule" ascii
  condition:
    (uint32(0) == 0x464c457f and $memory and any of ($run*)) or ($mac1 and $mac2)
}

rule audit_hook_in_library {
  meta:
    description = "a library that asks the dynamic linker to be told of every symbol, or replaces a function of cryptography while it is loaded"
    capability = "hook"
    technique = "T1574.006"
    class = "G"
    version = 1
  strings:
    $audit1 = "_dl_audit_symbind_alt" ascii
    $audit2 = "la_symbind64" ascii
    $target = "RSA_public_decrypt" ascii
    $resolver = "__get_cpuid" ascii
  condition:
    uint32(0) == 0x464c457f and ($audit1 or ($target and ($audit2 or $resolver)))
}

rule files_destroyed {
  meta:
    description = "deletes everything below the folder of the user or the system"
    capability = "file-write shell"
    technique = "T1485"
    class = "C"
    version = 1
  strings:
    $unix = /\brm\s{1,4}-[rRf]{1,3}\s{1,4}(--no-preserve-root\s{1,4})?["']?(\/\*?|~\/?\*?|\$HOME\/?\*?)["']?(\s|$|;|&)/ ascii
    $shred = /\bshred\s[^\r\n]{0,60}-u[^\r\n]{0,60}(\$HOME|~\/|\/home)/ ascii
    $windows = /\b(rd|rmdir)\s{1,4}\/s\s{1,4}\/q\s{1,4}["']?(c:\\?["']?(\s|$)|%userprofile%)/ ascii nocase
    $cipher = /\bcipher\s{1,4}\/w:/ ascii nocase
  condition:
    filesize < 20MB and any of them
}
