import type { VersionRange } from '../../advisory.ts'
import { groupsIn } from './groups.ts'
import { isGeneric, nameAfter, nameBefore, platformIn } from './product-name.ts'
import { type Status, statusOf } from './status.ts'

/** What a sentence says of versions of one product. */
export interface VersionClaim {
  /** Undefined where the sentence speaks of “version 1.2” and the name stands elsewhere. */
  readonly product?: string | undefined
  readonly platform?: string | undefined
  readonly ecosystem?: string | undefined
  readonly status: Status
  readonly versions: readonly string[]
  readonly ranges: readonly VersionRange[]
  readonly start: number
  readonly end: number
}

/** What follows versions and speaks of them, not of the next thing. */
const ownWords = /^(?:(?!\band\b(?!\s+(?:earlier|prior|below|older|later|newer|above|higher)))[^,;.)]){0,40}/i
const bounds = /[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}“"•-])|(?<=\p{Ll}{3})[.!?]\s+(?=\p{Ll})|\n\s*\n|\n(?=\s*(?:[-•*]|\d{1,2}[.)])\s)/gu

/** Claims about versions in prose. `under` is the heading above, which may say “Affected versions”. */
export function claimsIn(text: string, under: string): readonly VersionClaim[] {
  return sentences(text).flatMap(({ from, to }) =>
    claimsOfSentence(text.slice(from, to), under).map((claim) => ({ ...claim, start: claim.start + from, end: claim.end + from })),
  )
}

/** What was spoken of last in a sentence. */
interface Last {
  readonly product?: string | undefined
  readonly platform?: string | undefined
  readonly end: number
}

function claimsOfSentence(sentence: string, under: string): readonly VersionClaim[] {
  const ecosystem = ecosystemIn(sentence)
  let last: Last = { end: 0 }
  return groupsIn(sentence).flatMap((group): readonly VersionClaim[] => {
    const lead = sentence.slice(last.end, group.start)
    const rest = sentence.slice(group.end)
    const product = productOf(lead, rest, last, ecosystem)
    const platform = platformOf(lead, rest, last)
    last = { product, platform, end: group.end }
    // Who names packages of an ecosystem with their versions in a warning warns of them.
    const presumed = ecosystem !== undefined && product !== undefined ? 'affected' : undefined
    const status = statusOf(sentence, group.start, group.end) ?? statusOfHeading(under) ?? presumed
    if (status === undefined || (product === undefined && !speaksOfVersions(lead, rest)) || isOther(sentence, group.start)) return []
    const named = product && !isGeneric(product) ? product : undefined
    return [{ product: named, platform, ecosystem, status, versions: group.versions, ranges: group.ranges, start: group.start, end: group.end }]
  })
}

function productOf(lead: string, rest: string, last: Last, ecosystem: string | undefined): string | undefined {
  const after = nameAfter(rest)
  const before = nameBefore(lead, ecosystem !== undefined)
  // `Relay 4.1 for Windows` and `Relay 4.1 for the LTS line` are of Relay.
  return after !== undefined && isGeneric(after) ? (before ?? last.product ?? after) : (after ?? before ?? last.product)
}

/** `Relay for Windows 4.1 (fixed in 4.2) and Relay for macOS …` speaks of Windows in the parentheses, too. */
function platformOf(lead: string, rest: string, last: Last): string | undefined {
  return platformIn(lead) ?? (/\([^)]*$/.test(lead) ? last.platform : platformIn(ownWords.exec(rest)?.[0] ?? '', 'first'))
}

function speaksOfVersions(lead: string, rest: string): boolean {
  return (
    /\b(?:versions?|releases?|builds?|firmware|update|upgrade|[<>]=?|[≤≥]|beta)\b|[<>≤≥]|\bv$/i.test(lead.slice(-80)) ||
    /\b(?:fixed|patched|behoben|corrigée?|corregid[oa]) (?:in|dans|en)\s*$/i.test(lead) ||
    /^\s*(?:and|or)?\s*(?:earlier|later|prior|below|above|newer|older)/i.test(rest)
  )
}

function statusOfHeading(heading: string): Status | undefined {
  if (/\b(?:fixed|patched|solution|remediation|mitigation)\b/i.test(heading)) return 'fixed'
  if (/\b(?:unaffected|not affected)\b/i.test(heading)) return 'unaffected'
  return /\b(?:affected|vulnerable|impacted|compromised|malicious)\b/i.test(heading) ? 'affected' : undefined
}

/** Scores, addresses of pages and lengths look like versions, too. */
function isOther(sentence: string, start: number): boolean {
  return /(?:\bcvss[^.]{0,60}|\bscore[d]?(?: of)?|\bfigure|\bfig\.|\btable|\bsection|\bchapter|\bpage|\brated|\bport|\bserver|\bip(?: address)?|\byara version|\bsnort|[$€£])\s*[=:>]*\s*$/i.test(
    sentence.slice(Math.max(0, start - 70), start),
  )
}

function ecosystemIn(sentence: string): string | undefined {
  if (/\bnpm\b|\bnode\.?js package/i.test(sentence)) return 'npm'
  if (/\bpypi\b|\bpython package|\bpip (?:install|users?)/i.test(sentence)) return 'PyPI'
  if (/\brubygems\b|\bruby gem\b/i.test(sentence)) return 'RubyGems'
  if (/\bnuget\b/i.test(sentence)) return 'NuGet'
  return /\bcrates\.io\b/i.test(sentence) ? 'crates.io' : undefined
}

function sentences(text: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = []
  let from = 0
  for (const match of text.matchAll(bounds)) {
    found.push({ from, to: match.index + 1 })
    from = match.index + match[0].length
  }
  found.push({ from, to: text.length })
  return found
}
