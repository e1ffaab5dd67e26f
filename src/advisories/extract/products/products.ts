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

const system = /^(?:windows|macos|mac|linux|android|ios)$/i
const bounds = /[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}“"•-])|(?<=\p{Ll}{3})[.!?]\s+(?=\p{Ll})|\n\s*\n|\n(?=\s*(?:[-•*]|\d{1,2}[.)])\s)/gu

/** Claims about versions in prose. `under` is the heading above, which may say “Affected versions”. */
export function claimsIn(text: string, under: string): readonly VersionClaim[] {
  return sentences(text).flatMap(({ from, to }) =>
    claimsOfSentence(text.slice(from, to), under).map((claim) => ({ ...claim, start: claim.start + from, end: claim.end + from })),
  )
}

function claimsOfSentence(sentence: string, under: string): readonly VersionClaim[] {
  const groups = groupsIn(sentence)
  let last: { product: string | undefined; end: number } = { product: undefined, end: 0 }
  return groups.flatMap((group): readonly VersionClaim[] => {
    const lead = sentence.slice(last.end, group.start)
    const rest = sentence.slice(group.end)
    const after = nameAfter(rest)
    // `Relay 4.1 for Windows` is of Relay.
    const product =
      (after !== undefined && system.test(after) ? (nameBefore(lead) ?? after) : after) ?? nameBefore(lead) ?? (last.end > 0 ? last.product : undefined)
    const speaksOfVersions =
      /\b(?:versions?|releases?|builds?|firmware|update|upgrade|[<>]=?|[≤≥]|beta)\b|[<>≤≥]|\bv$/i.test(lead.slice(-80)) ||
      /\b(?:fixed|patched|behoben|corrigée?|corregid[oa]) (?:in|dans|en)\s*$/i.test(lead) ||
      /^\s*(?:and|or)?\s*(?:earlier|later|prior|below|above|newer|older)/i.test(rest)
    const status = statusOf(sentence, group.start, group.end) ?? statusOfHeading(under)
    last = { product, end: group.end }
    if (status === undefined || (product === undefined && !speaksOfVersions) || isOther(sentence, group.start)) return []
    const platform = platformIn(lead) ?? platformIn(/^[^,;.]{0,40}/.exec(rest)?.[0] ?? '', 'first')
    return [
      {
        product: product && !isGeneric(product) ? product : undefined,
        platform,
        ecosystem: ecosystemIn(sentence),
        status,
        versions: group.versions,
        ranges: group.ranges,
        start: group.start,
        end: group.end,
      },
    ]
  })
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
  if (/\bpypi\b|\bpython package|\bpip install/i.test(sentence)) return 'PyPI'
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
