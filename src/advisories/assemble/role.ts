import type { AdvisoryIndicatorType, IndicatorRole } from '../advisory.ts'

const control =
  /\bc2s?\b|\bc&c\b|\bcnc\b|command[ -]and[ -]control|call(?:s|ed|ing)?[ -]?(?:home|back)|\bbeacon|\bcontrollers?\b|exfiltrat|\bphones? home|remote server|polls? for commands/i
const delivery =
  /download(?:s|ed|er)? (?:from|url|link|server|site)|downloaded? from|\bdelivery\b|\bdeliver(?:s|ed|ing)\b|phish|\blures?\b|staging|\bstages?d?\b|hosted (?:on|at)|hosting (?:the |a )?(?:payload|malware|malicious|file)|redirect|exploit kit|landing page|watering[ -]hole|dead[ -]drop|malicious (?:link|url|repository|site|website)|drive-by|distribut/i
const payload =
  /\bpayloads?\b|malware|backdoor|stealer|trojan|ransom|\bloaders?\b|dropper|implant|\brat\b|\bsamples?\b|malicious|shellcode|webshell|web shell|infect|\bmalicious (?:dll|file|library|installer|package)/i
const victim =
  /\bvictims?'? (?:site|website|server|domain|organi[sz]ation|ip)|compromised (?:site|website|wordpress|organi[sz]ation|router|legitimate)|targeted organi[sz]ations?/i
const benign =
  /\blegitimate (?:site|website|service|domain|file|application|binary|executable|tool|software|process|dll|library|version|copy)\b|\bbenign\b|\bnot malicious\b|\bdecoy\b|used as a front|\bclean (?:file|loader|version|copy)\b|false positive/i
const example = /\bfor example\b[^.]{0,20}example\.|\bplaceholder\b/i

const network = new Set<AdvisoryIndicatorType>(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])

/** What a value was to the attack, by the words nearest to it: its sentence or row, then the headings above. */
export function roleOf(type: AdvisoryIndicatorType, sentence: string, headings: readonly string[]): IndicatorRole {
  for (const text of [sentence, headings.at(-1) ?? '', headings.slice(0, -1).join(' ')]) {
    const role = network.has(type) ? networkRole(text) : fileRole(text)
    if (role !== 'unknown') return role
  }
  return 'unknown'
}

function networkRole(text: string): IndicatorRole {
  if (example.test(text)) return 'example'
  if (benign.test(text)) return 'benign'
  if (victim.test(text)) return 'victim'
  if (control.test(text)) return 'command-and-control'
  if (delivery.test(text)) return 'delivery'
  return /\bpayloads?\b/i.test(text) ? 'delivery' : 'unknown'
}

function fileRole(text: string): IndicatorRole {
  if (benign.test(text)) return 'benign'
  return payload.test(text) ? 'payload' : 'unknown'
}

const order: readonly IndicatorRole[] = ['command-and-control', 'delivery', 'payload', 'victim', 'unknown', 'benign', 'publisher', 'reference', 'example']

/** The role to show where a value has several: the one that asks for most attention. */
export function strongestRole(roles: readonly IndicatorRole[]): IndicatorRole {
  return order.find((role) => roles.includes(role)) ?? 'unknown'
}
