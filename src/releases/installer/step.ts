import type { Capability } from '../capability.ts'
import { Signs } from '../code/signs.ts'
import { tellText } from '../code/telling.ts'
import type { Place, Unit } from '../reading.ts'
import { unitOf } from '../unit.ts'

interface Step {
  readonly kind: string
  /** What tells it from other steps; GUIDs, which every release makes anew, are taken out of it here. */
  readonly text: string
  readonly says?: string
  readonly place?: Place
  readonly capabilities?: readonly Capability[]
}

const guid = /\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?/gi

/** Programs of Windows that run what they are given, load it, fetch it, or make it start again. */
const programs: readonly (readonly [pattern: RegExp, capabilities: readonly Capability[]])[] = [
  [/\b(?:cmd|command|powershell|pwsh|wscript|cscript|mshta|bash)(?:\.exe|\.com)?\b/i, ['shell']],
  [/\b(?:rundll32|regsvr32|regasm|installutil)(?:\.exe)?\b/i, ['native-code']],
  [/\b(?:certutil|bitsadmin|curl|wget)(?:\.exe)?\b|\binetc\.dll|\bnsisdl\.dll|\bnscurl\.dll|\bnsisinetc?\b/i, ['network']],
  [/\bschtasks(?:\.exe)?\b|\bsc(?:\.exe)?\s+create\b/i, ['persistence']],
]

/** Keys and folders whose content Windows starts by itself. */
const startsItself =
  /\\currentversion\\(?:policies\\explorer\\)?run(?:once(?:ex)?|services(?:once)?)?(?:\\|\s|$)|\\winlogon(?:\\|\s|$)|\\image file execution options\\|\\currentcontrolset\\services\\|\\appinit_dlls|\$smstartup|startupfolder/i

/** A step of an installation with the capabilities and hosts that its text gives away. */
export function stepUnit({ kind, text, says, place, capabilities }: Step): Unit {
  const signs = new Signs()
  tellText(text, signs)
  signs.can(...(capabilities ?? []))
  for (const [pattern, found] of programs) if (pattern.test(text)) signs.can(...found)
  if (startsItself.test(text)) signs.can('persistence')
  return unitOf({
    kind,
    text: text.replace(guid, '{guid}').toLowerCase(),
    says: says ?? text,
    place: place ?? {},
    capabilities: signs.capabilities,
    hosts: signs.hosts,
  })
}
