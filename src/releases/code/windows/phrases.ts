import type { Capability } from '../../capability.ts'
import type { SignSink } from '../signs.ts'

/** Words and calls that give a capability away, in lower-case text. */
export interface Phrase {
  readonly pattern: RegExp
  readonly capabilities: readonly Capability[]
}

export function phrase(pattern: RegExp, ...capabilities: readonly Capability[]): Phrase {
  return { pattern, capabilities }
}

/** `lower`: the text in lower case, obfuscation folded. */
export function tellPhrases(lower: string, phrases: readonly Phrase[], signs: SignSink): void {
  for (const { pattern, capabilities } of phrases) if (pattern.test(lower)) signs.can(...capabilities)
}

/** Programs of Windows that do something for whoever starts them; one table for every language. */
export const windowsPrograms: readonly Phrase[] = [
  phrase(/\b(?:powershell|pwsh)(?:\.exe)?\b/, 'execute', 'shell'),
  phrase(/\bcmd(?:\.exe)?\s{0,8}\/[ckr]\b|%comspec%/, 'execute', 'shell'),
  phrase(/\b(?:wscript|cscript|mshta|rundll32|regsvr32|msiexec|installutil|regasm|regsvcs|msbuild|forfiles|pcalua|control)(?:\.exe)?\s/, 'execute'),
  phrase(/\bcertutil(?:\.exe)?\b.{0,200}-(?:urlcache|verifyctl)/, 'network', 'file-write'),
  phrase(/\bcertutil(?:\.exe)?\b.{0,200}-decode/, 'decode'),
  phrase(/\b(?:bitsadmin|curl|ftp|tftp|nslookup|wget)(?:\.exe)?\s/, 'network'),
  phrase(/\bschtasks(?:\.exe)?\b.{0,400}\/(?:create|change)|\bsc(?:\.exe)?\s{1,8}(?:create|config)\b/, 'persistence'),
  phrase(/\breg(?:\.exe)?\s{1,8}add\b.{0,400}\\run(?:once)?\b/, 'persistence'),
  phrase(/\\currentversion\\run|\\start menu\\programs\\startup|\\winlogon\b/, 'persistence'),
  phrase(/\bwmic(?:\.exe)?\b.{0,200}process\s{1,8}call\s{1,8}create/, 'execute'),
  phrase(/\bwmic(?:\.exe)?\b|\bsysteminfo\b|\bwhoami\b|\bipconfig\b|\bnet\s{1,8}(?:user|group|localgroup|view)\b|\bnltest\b/, 'host-information'),
  phrase(/\bvssadmin\b.{0,200}delete|\bwbadmin\b.{0,200}delete|\bbcdedit\b/, 'file-write', 'anti-analysis'),
  phrase(/\bnetsh\b.{0,200}firewall|\bwevtutil\b.{0,100}\bcl\b/, 'anti-analysis'),
  phrase(/\battrib\b.{0,100}\+[hs]\b/, 'anti-analysis'),
]
