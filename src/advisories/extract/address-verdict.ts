import { amongIndicators, cellAround, standsAlone } from '../text/context.ts'
import { sentenceAround } from '../text/sentence.ts'
import { before, behind, type Scan } from './found.ts'

const versionBefore =
  /(?:\b(?:versions?|ver|v|builds?|releases?|rev(?:ision)?|firmware|update|patch|hotfix|sp|rollup|upgrad\w+ to|updat\w+ to|up to|prior to|before|earlier than|older than|later than|newer than|through|below|fixed in|since|product ?version|file ?version|assembly ?version)|[<>]=?|[≤≥]|=)[\s:=#("'“]*(?:and including|including|number|numbers|no\.?)?[\s:=#("'“v]*$/i
const versionBehind = /^[\s,)"']*(?:and|or)?\s*(?:earlier|later|below|above|prior|newer|older|before|onwards?|through|to \d|and up|and lower)\b/i
const addressWords =
  /\b(?:ips?|ipv4|address(?:es)?|servers?|hosts?|hosted|c2s?|c&c|cnc|command[- ]and[- ]control|port|connect\w*|resolv\w+|dns|network|traffic|beacon\w*|infrastructure|asn|proxy|vpn|scann\w+|inbound|outbound|remote|nodes?|tcp|udp|https?|ssh|rdp|smb|curl|wget|ping|download\w*|exfiltrat\w*|attacker\w*|logins?|logged in|from)\b/i
/** Between two versions of a list. */
const goesOn = /^[\s,;/&–-]*(?:and|or|to|through|until|before|up to|as well as)?[\s,v]*$/i
const versionHeader = /version|affected|fixed|patched|vulnerable|release|build|firmware/i
const addressHeader = /\bip|address|indicator|\bioc|value|host|c2|destination|source|network/i

export type AddressVerdict = 'address' | 'version' | 'section' | 'unclear'

/** What four plain numbers with dots are. `last` is the one before in the same text: lists of versions go on. */
export function addressVerdict(
  scan: Scan,
  value: string,
  start: number,
  end: number,
  last: { readonly end: number; readonly version: boolean } | undefined,
): AddressVerdict {
  const lead = before(scan.text, start)
  const rest = behind(scan.text, end)
  if (isSectionNumber(scan, value, start, end, lead, rest)) return 'section'
  if (versionBefore.test(lead) || versionBehind.test(rest) || /[\p{L}\p{N}]\/$/u.test(lead)) return 'version'
  if (last?.version && goesOn.test(scan.text.slice(last.end, start))) return 'version'
  return byPlace(scan, value, start, end, lead)
}

/** What the column, the line and the sentence make of it. */
function byPlace(scan: Scan, value: string, start: number, end: number, lead: string): AddressVerdict {
  const { column, text } = cellAround(scan.block, scan.text, start, end)
  const header = scan.block.header?.[column] ?? ''
  if (addressHeader.test(header)) return 'address'
  if (versionHeader.test(header) || /version/i.test(scan.block.section.at(-1) ?? '')) return 'version'
  if (standsAlone(scan.block, scan.text, start, end)) return amongIndicators(scan.block) || !allSmall(value) ? 'address' : 'unclear'
  if (namesProduct(scan, lead)) return 'version'
  const around = scan.block.kind === 'row' ? text : sentenceAround(scan.block, start, end)
  return addressWords.test(around) || amongIndicators(scan.block) || !allSmall(value) ? 'address' : 'version'
}

/** Few addresses, but most versions, have four small numbers. */
function allSmall(value: string): boolean {
  const octets = value.split('.').map(Number)
  return (octets[0] ?? 0) < 32 && octets.filter((octet) => octet < 32).length >= 3
}

/** `MagicLine4NX 1.0.0.26`: a product stands before it. */
function namesProduct(scan: Scan, lead: string): boolean {
  const words = lead.trimEnd().toLowerCase().split(/\s+/)
  return [1, 2, 3].some((count) => words.length >= count && scan.habits.products.has(words.slice(-count).join(' ')))
}

/** `1.2.3.4 Recommendations` at the beginning of a line that is a heading. */
function isSectionNumber(scan: Scan, value: string, start: number, end: number, lead: string, rest: string): boolean {
  if (!/^\s*$/.test(lead) || (start > 0 && scan.text[start - 1] !== '\n' && scan.text.slice(0, start).trim() !== '')) return false
  if (value.split('.').some((octet) => Number(octet) > 40) || !/^\.?\s+\p{Lu}\p{Ll}/u.test(rest)) return false
  return scan.block.kind === 'heading' || (!amongIndicators(scan.block) && end - start < 12)
}
