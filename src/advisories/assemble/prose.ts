import type { Found, Habits, Scan } from '../extract/found.ts'
import { scanOf, search } from '../extract/search.ts'
import type { Draft, ReadContext } from '../format.ts'
import type { Block } from '../text/block.ts'
import { placeIn } from '../text/block.ts'
import { amongIndicators, amongReferences, standsAlone } from '../text/context.ts'
import { sentenceAround } from '../text/sentence.ts'
import { canonicalOf } from './canonical.ts'
import { roleOf } from './role.ts'

const network = new Set(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])
const referenceWords =
  /\b(?:see (?:also|the|our|here)|read (?:more|the)|visit|refer(?:red)? to|reported|blog ?posts?|according to|available (?:at|here|on|from|via)|can be found|found here|learn more|more information|further information|for more|guidance|documentation|contact|article|our (?:github|blog|website)|knowledge base|hosted the (?:rules|script)|detection rules|advisory at|report at|published (?:at|on))\b/i
const badWords = /\bc2\b|command[ -]and[ -]control|malicious|attacker|payload|malware|beacon|exfiltrat|phish/i

/** The text calls it by its kind right before it: `the domain evil.com`, `C2: evil.com`. */
const calledSo =
  /\b(?:domains?(?: names?)?|hosts?(?:names?)?|c2s?|c&c|servers?|malicious urls?|payload urls?|ip(?: addresses)?)(?: (?:is|was|at|on|called|named))?[\s:="'“‘(]*$/i
const trafficWords =
  /\b(?:connect\w*|contact(?:s|ed|ing)|communicat\w+|resolv\w+|request(?:s|ed)?|fetch\w*|download\w*|retriev\w+|callback|call(?:s|ed) (?:home|back|out)|called|hosted|redirect\w*|drop(?:s|ped)|registered|used (?:by|for|as)|infrastructure|c&c|c2s?|exfil\w*|ransom\w*|stealer|trojan\w*|backdoor\w*|implant\w*|victims?|campaign|intrusion|suspicious|botnet|domains?|server)\b/i

const contactWords = /\b(?:contact|e-?mail us|reach (?:out|us)|report (?:to|incidents|any)|questions|inquir\w*|feedback|send)\b/i

/** Indicators from the blocks, each with its sentence, place and role. */
export function* draftsOf(blocks: readonly Block[], habits: Habits, context: ReadContext): Generator<Draft | 'late'> {
  for (const block of blocks) {
    context.signal.throwIfAborted()
    if (context.late()) {
      yield 'late'
      return
    }
    if (block.take !== 'all') continue
    const scan = scanOf(block, habits)
    for (const found of search(scan)) yield draftOf(scan, found)
  }
}

function draftOf(scan: Scan, found: Found): Draft {
  const { block, refanged } = scan
  const from = refanged.at[found.start] ?? 0
  const to = refanged.at[found.end] ?? block.text.length
  const sentence = sentenceAround(block, from, to)
  const headings = block.header ? [...block.section, block.header.join(' ')] : block.section
  const demoted = found.demoted ?? linkReason(scan, found, sentence)
  const canonical = canonicalOf(found.type, found.value) ?? found
  return {
    type: canonical.type,
    value: canonical.value,
    asWritten: block.text.slice(from, to).trim(),
    place: placeIn(block, from),
    sentence,
    role: demoted?.startsWith('stands among') || demoted?.startsWith('written as') ? 'reference' : roleOf(found.type, sentence, headings),
    partOf: found.partOf,
    demoted,
  }
}

/** A name or URL that is written plain may be a link for the reader. */
function linkReason(scan: Scan, found: Found, sentence: string): string | undefined {
  if (found.defanged || !network.has(found.type)) return undefined
  const { block, text } = scan
  if (amongReferences(block)) return 'stands among the references'
  if (block.kind === 'code' || isLiteral(text, found.start, found.end)) return undefined
  if (found.type === 'email' && contactWords.test(sentence)) return 'written as an address to contact'
  const alone = standsAlone(block, text, found.start, found.end)
  if (amongIndicators(block) && (block.kind !== 'paragraph' || alone)) return undefined
  return proseReason(scan, found, sentence, alone)
}

function proseReason({ text, habits }: Scan, found: Found, sentence: string, alone: boolean): string | undefined {
  if (referenceWords.test(sentence) && !badWords.test(sentence)) return 'written as a link for the reader'
  if (found.type === 'url' && !found.value.includes('://')) return 'written as a path without a scheme, as modules and packages are'
  // Addresses are seldom links.
  if (found.type === 'ipv4' || found.type === 'ipv6' || found.type === 'cidr') return undefined
  const role = roleOf(found.type, sentence, [])
  const attacks = role === 'command-and-control' || role === 'delivery' || role === 'victim'
  if (attacks || calledSo.test(text.slice(Math.max(0, found.start - 40), found.start))) return undefined
  if (habits.defangs) return 'written as a plain link in an advisory that defangs its indicators'
  if (alone || badWords.test(sentence) || trafficWords.test(sentence)) return undefined
  return 'written as a link, and nothing in its sentence speaks of an attack'
}

/** In straight quotation marks, as rules and queries have it: `domain = 'evil.com'`, `LIKE '%evil.com%'`. */
function isLiteral(text: string, start: number, end: number): boolean {
  return /['"`]%?\.?$/.test(text.slice(Math.max(0, start - 3), start)) && /^%?['"`]/.test(text.slice(end, end + 2))
}
