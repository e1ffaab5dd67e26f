import { sharedHost } from '../demote/demote.ts'
import { before, type Found, type Scan } from '../extract/found.ts'
import { amongIndicators, amongReferences, nearest, standsAlone } from '../text/context.ts'
import { roleOf } from './role.ts'

const network = new Set(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])
const referenceWords =
  /\b(?:see (?:also|the|our|here)|read (?:more|the)|visit|refer(?:red)? to|reported|blog ?posts?|according to|available (?:at|here|on|from|via)|can be found|found here|learn more|more information|further information|for more|guidance|documentation|contact|article|our (?:github|blog|website)|knowledge base|hosted the (?:rules|script)|detection rules|advisory at|report at|published (?:at|on))\b/i
const badWords = /\bc2\b|command[ -]and[ -]control|malicious|attacker|payload|malware|beacon|exfiltrat|phish/i

/** The text calls it by its kind right before it: `the domain evil.com`, `C2: evil.com`. */
const calledSo =
  /\b(?:domains?(?: names?)?|hosts?(?:names?)?|c2s?|c&c|servers?|malicious urls?|payload urls?|ip(?: addresses)?)(?: (?:is|was|at|on|called|named))?[\s:="'“‘(]*$/i
/** The text calls it a service that others use, too. */
const calledShared =
  /\b(?:public|free|legitimate|popular|anonymous|common)\b[^.,;]{0,30}\b(?:file[- ]?(?:shar|host)\w+|hosting|storage|paste|cloud|tunnel\w*|upload\w*) (?:services?|sites?|platforms?|providers?)[\s:"'`“‘(]*$/i
const trafficWords =
  /\b(?:connect\w*|contact(?:s|ed|ing)|communicat\w+|resolv\w+|request(?:s|ed)?|fetch\w*|download\w*|retriev\w+|callback|call(?:s|ed) (?:home|back|out)|called|hosted|redirect\w*|drop(?:s|ped)|registered|used (?:by|for|as)|infrastructure|c&c|c2s?|exfil\w*|ransom\w*|stealer|trojan\w*|backdoor\w*|implant\w*|victims?|campaign|intrusion|suspicious|botnet|domains?|server)\b/i

const contactWords = /\b(?:contact|e-?mail us|reach (?:out|us)|report (?:to|incidents|any)|questions|inquir\w*|feedback|send)\b/i

/** Orders to those who defend: what stands there is to be looked for. */
const orders =
  /\b(?:block(?:s|ed|ing)?|blocklists?|blacklist\w*|den(?:y|ied)|sinkhol\w+|alert(?:s|ing)? on|hunt\w* for|monitor\w* for|search for|look for|egress)\b/i
/** Endings of what is fetched by programs and not by readers. */
const fetched =
  /\.(?:exe|dll|msi|ps1|vbs|js|jse|hta|bat|cmd|scr|jar|apk|sh|py|elf|bin|dat|so|dylib|dmg|pkg|iso|img|zip|rar|7z|gz|tgz|cab|lnk|doc[mx]?|xls[bmx]?|php)$/i
/** Headers of a mail that tell who sent it and from where, up to the server that took it. */
const mailHeader = /^\s*(?:(?:from|sender|x-sender|return-path|reply-to|envelope-from)\s*:|received\s*:\s*from\b(?!.*\sby\s))/i
const forReaders = 'written as a link, and nothing around it speaks of an attack'

/**
 * A name or URL that is written plain may be a link for the reader: why it is taken for one. `isGiven`: a hash stands near it, or the
 * whole text is a list.
 */
export function linkReason(scan: Scan, found: Found, sentence: string, isGiven: boolean): string | undefined {
  if (found.defanged || !network.has(found.type)) return undefined
  const { block, text } = scan
  if (found.partOf === undefined && calledShared.test(before(text, found.start))) return sharedHost
  if (amongReferences(block)) return 'stands among the references'
  if (block.kind === 'code' || isShownHeader(scan, found)) return undefined
  const alone = standsAlone(block, text, found.start, found.end)
  if (isLiteral(text, found.start, found.end)) return isTypedAsCode(scan, found, sentence, alone) ? forReaders : undefined
  if (found.type === 'email' && contactWords.test(sentence)) return 'written as an address to contact'
  if (amongIndicators(block) && (block.kind !== 'paragraph' || alone)) return undefined
  return proseReason(scan, found, sentence, alone, isGiven)
}

function proseReason(scan: Scan, found: Found, sentence: string, alone: boolean, isGiven: boolean): string | undefined {
  const { text, habits } = scan
  if (referenceWords.test(sentence) && !badWords.test(sentence)) return 'written as a link for the reader'
  if (found.type === 'url' && !found.value.includes('://')) return 'written as a path without a scheme, as modules and packages are'
  // Addresses are seldom links.
  if (found.type === 'ipv4' || found.type === 'ipv6' || found.type === 'cidr') return undefined
  if (attacks(found, sentence) || calledSo.test(text.slice(Math.max(0, found.start - 40), found.start))) return undefined
  if (habits.defangs) return 'written as a plain link in an advisory that defangs its indicators'
  if (alone) return !isGiven && isPage(text.slice(found.start, found.end)) && !speaksOfAttacks(scan, found, sentence) ? forReaders : undefined
  return badWords.test(sentence) || trafficWords.test(sentence) ? undefined : forReaders
}

function attacks({ type }: Found, words: string): boolean {
  const role = roleOf(type, words, [])
  return role === 'command-and-control' || role === 'delivery' || role === 'victim'
}

/** Its sentence without the links in it, or what announces it. */
function speaksOfAttacks({ block }: Scan, found: Found, sentence: string): boolean {
  const around = [sentence.replace(/\bhttps?:\/\/\S+/gi, ' '), ...nearest(block), ...(block.header ?? [])]
  return around.some((words) => attacks(found, words) || badWords.test(words) || trafficWords.test(words) || orders.test(words))
}

/** A page that a reader could go to: by name, and no program. */
function isPage(url: string): boolean {
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? []
  return host !== '' && !/^[\d.]+(?::\d+)?$|^\[|:\d+$/.test(host) && !fetched.test(path)
}

/** In a header of a mail that the text shows below a heading; those at the beginning are its own. */
function isShownHeader({ block, text }: Scan, { start }: Found): boolean {
  const lead = before(text, start, 300)
  return mailHeader.test(lead) && (block.section.length > 0 || /received/i.test(lead))
}

/** In quotation marks, as rules and queries have it: `domain = 'evil.com'`, `LIKE '%evil.com%'`. */
function isLiteral(text: string, start: number, end: number): boolean {
  return /['"`]%?\.?$/.test(text.slice(Math.max(0, start - 3), start)) && /^%?['"`]/.test(text.slice(end, end + 2))
}

/** A name of the software itself in the type of code: a group of an interface, a module. */
function isTypedAsCode(scan: Scan, found: Found, sentence: string, alone: boolean): boolean {
  const { block, text } = scan
  if (text[found.end] !== '`' || alone || block.kind === 'row' || amongIndicators(block)) return false
  return !speaksOfAttacks(scan, found, sentence)
}
