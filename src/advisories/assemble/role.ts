import type { AdvisoryIndicatorType, IndicatorRole } from '../advisory.ts'

const control =
  /\bc2s?\b|\bc&c\b|\bcnc\b|command[ -]and[ -]control|call(?:s|ed|ing)?[ -]?(?:home|back)|\bbeacon|\b(?:bot(?:net)?|malware|rat|trojan|backdoor|implant|stealer|attackers?'?s?) controllers?\b|exfiltrat|\bphones? home|remote server|polls? for commands/i
const delivery =
  /download(?:s|ed|er)? (?:from|url|link|server|site)|downloaded? from|\bdelivery\b|\bdeliver(?:s|ed|ing)\b|phish|\blures?\b|staging|\bstages?d?\b|hosted (?:on|at)|hosting (?:the |a )?(?:payload|malware|malicious|file)|redirect|exploit kit|landing page|watering[ -]hole|dead[ -]drop|malicious (?:link|url|repository|site|website)|drive-by|distribut/i
const payload =
  /\bpayloads?\b|malware|backdoor|stealer|trojan|ransom|\bloaders?\b|dropper|implant|\brat\b|\bsamples?\b|malicious|shellcode|webshell|web shell|infect|\bmalicious (?:dll|file|library|installer|package)/i
const victim =
  /\bvictims?'? (?:site|website|server|domain|organi[sz]ation|ip)|compromised (?:site|website|wordpress|organi[sz]ation|router|legitimate)|targeted organi[sz]ations?/i
const benign =
  /\blegitimate (?:site|website|service|domain|file|application|binary|executable|tool|software|process|dll|library|version|copy)\b|\bbenign\b|\bnot malicious\b|\bdecoy\b|used as a front|\bclean (?:file|loader|version|copy)\b|false positive/i
/** Words between `legitimate` and what it is: `legitimate signed binaries`. */
const benignProgram =
  /\blegitimate (?:[\w-]+ ){0,2}(?:files?|applications?|programs?|binar(?:y|ies)|executables?|tools?|software|process(?:es)?|dlls?|librar(?:y|ies)|cop(?:y|ies))\b/i
const example = /\bfor example\b[^.]{0,20}example\.|\bplaceholder\b/i

const network = new Set<AdvisoryIndicatorType>(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])

const runBy =
  /(?:\bdlls?|\blibrar(?:y|ies)|\bmodules?|\bcode|shellcode|\bpayloads?|\bmalware|\bbackdoor|\bimplant)\b[^.;]{0,60}\b(?:run|executed|launched|imported|(?:side-?)?loaded) by (?:the |an? )?((?:[\w-]+ ){0,3})["'`“‘(]*$/i
const loads = /^["'`”’)]*(?:\s?\([^()]{0,60}\))?,?\s(?:(?:which|that|then) )?(?:side-?)?load(?:s|ed|ing)?\b/i
const loaded = /\b(?:side-?)?load(?:s|ed|ing)?\s(?:(?:the|a|an|its|malicious|library|dll|file)\s){0,3}["'`“‘(]*$/i

/** What a file is where a harmless program and what it loads share a sentence. */
function hostRole(sentence: string, written: string): IndicatorRole | undefined {
  const at = written === '' ? -1 : sentence.indexOf(written)
  if (at < 0) return undefined
  const [before, after] = [sentence.slice(Math.max(0, at - 300), at), sentence.slice(at + written.length)]
  const [, words] = runBy.exec(before.slice(-120)) ?? []
  if (words !== undefined) return /legitimate|signed|genuine|benign|trusted/i.test(words) ? 'benign' : 'unknown'
  if (isBenign(sentence) && loaded.test(before.slice(-80))) return 'payload'
  return isBenign(before) && loads.test(after.slice(0, 120)) ? 'benign' : undefined
}

/** What a value was to the attack, by the words nearest to it: its sentence or row, then the headings above. */
export function roleOf(type: AdvisoryIndicatorType, sentence: string, headings: readonly string[], written = ''): IndicatorRole {
  const own = network.has(type) ? undefined : hostRole(sentence, written)
  if (own !== undefined) return own
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
  if (isBenign(text)) return 'benign'
  return payload.test(text) ? 'payload' : 'unknown'
}

function isBenign(text: string): boolean {
  return benign.test(text) || benignProgram.test(text)
}

const order: readonly IndicatorRole[] = ['command-and-control', 'delivery', 'payload', 'victim', 'unknown', 'benign', 'publisher', 'reference', 'example']

/** The role to show where a value has several: the one that asks for most attention. */
export function strongestRole(roles: readonly IndicatorRole[]): IndicatorRole {
  return order.find((role) => roles.includes(role)) ?? 'unknown'
}
