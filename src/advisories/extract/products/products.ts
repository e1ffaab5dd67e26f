import { compareIn } from '../../../base/versions/compare.ts'
import type { VersionRange } from '../../advisory.ts'
import { type Group, groupsIn } from './groups.ts'
import { isGeneric, type Naming, nameAfter, namesBefore, platformIn } from './product-name.ts'
import { type Status, statusOf, statusOfSection } from './status.ts'

/** What a sentence says of versions of one product. */
export interface VersionClaim {
  /** Undefined where the sentence speaks of “version 1.2” and the name stands elsewhere. */
  readonly product?: string | undefined
  readonly platform?: string | undefined
  readonly ecosystem?: string | undefined
  /** Undefined where it cannot be told what is said of them. */
  readonly status: Status | undefined
  readonly versions: readonly string[]
  readonly ranges: readonly VersionRange[]
  readonly start: number
  readonly end: number
}

/** What stands around a text. */
export interface Around {
  /** Headings and lead-ins above, outermost first: they may say “Affected versions”, or of what. */
  readonly section: readonly string[]
  /** What the whole is called; empty where the text is that itself. */
  readonly title: string
}

export const nowhere: Around = { section: [], title: '' }
/** What follows versions and speaks of them, not of the next thing. */
const ownWords = /^(?:(?!\band\b(?!\s+(?:earlier|prior|below|older|later|newer|above|higher)))[^,;.)]){0,40}/i
const bounds = /[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}“"•-])|(?<=\p{Ll}{3})[.!?]\s+(?=\p{Ll})|\n\s*\n|\n(?=\s*(?:[-•*]|\d{1,2}[.)])\s)/gu

/** Claims about versions in prose. */
export function claimsIn(text: string, around: Around = nowhere): readonly VersionClaim[] {
  return sentences(text).flatMap(({ from, to }) =>
    [...claimsOfSentence(text.slice(from, to), around), ...everyVersion(text.slice(from, to))].map((claim) => ({
      ...claim,
      start: claim.start + from,
      end: claim.end + from,
    })),
  )
}

/** What was spoken of last in a sentence. */
interface Last {
  readonly products: readonly string[]
  readonly platform?: string | undefined
  readonly end: number
}

function claimsOfSentence(sentence: string, around: Around): readonly VersionClaim[] {
  const ecosystem = ecosystemIn(sentence)
  let last: Last = { products: [], end: 0 }
  return groupsIn(sentence).flatMap((group): readonly VersionClaim[] => {
    const lead = sentence.slice(last.end, group.start)
    const rest = sentence.slice(group.end)
    const products = productsOf(lead, rest, last, { packages: ecosystem !== undefined, title: around.title })
    const platform = platformOf(lead, rest, last)
    last = { products, platform, end: group.end }
    if ((products.length === 0 && !speaksOfVersions(lead, rest, around)) || isOther(sentence, group.start)) return []
    const status = statusOfGroup(sentence, group, around, products.length > 0 && ecosystem !== undefined)
    const { versions, ranges, start, end } = group
    const named = products.filter((product) => !isGeneric(product))
    return (named.length === 0 ? [undefined] : named).map((product) => ({ product, platform, ecosystem, status, versions, ranges, start, end }))
  })
}

/** `isPackage`: who names packages of an ecosystem with their versions in a warning warns of them. */
function statusOfGroup(sentence: string, group: Group, { section, title }: Around, isPackage: boolean): Status | undefined {
  if (isOpenEnded(group) && remedy.test(sentence.slice(0, group.start))) return 'fixed'
  const own = statusOf(sentence, group.start, group.end)
  if (own !== undefined) return own
  const above = statusOfSection(section, title)
  if (above === 'either') return isOpenEnded(group) ? 'fixed' : isBoundedAbove(group) ? 'affected' : undefined
  return above ?? (isPackage || (isBoundedAbove(group) && !requirement.test(sentence)) ? 'affected' : undefined)
}

/** `install 8.8.9 or later` */
const remedy = /\b(?:install|use|run|deploy|get|obtain|download|apply)\b[^.;:]{0,60}$/i
/** What a product needs or gets along with is not what is wrong with it. */
const requirement = /\b(?:support(?:s|ed)?|requir\w+|compatib\w+|works? with|runs? on|tested (?:on|with))\b/i

function isOpenEnded({ versions, ranges }: Group): boolean {
  return versions.length === 0 && ranges.every(({ through, before }) => through === undefined && before === undefined)
}

/** Versions up to one: in a warning, those that are affected. */
function isBoundedAbove({ ranges }: Group): boolean {
  return ranges.some(({ from, after, through, before }) => {
    const [lower, upper] = [from ?? after, through ?? before]
    return upper !== undefined && (lower === undefined || (compareIn('', lower, upper) ?? 1) < 0)
  })
}

/** `All versions of Acme Relay are affected.` */
function everyVersion(sentence: string): readonly VersionClaim[] {
  const match = /\ball (?:known |released |published |previous |existing )?(?:versions?|releases?)(?= of\b)/i.exec(sentence)
  const rest = match === null ? '' : sentence.slice(match.index + match[0].length)
  const product = nameAfter(rest)
  if (match === null || product === undefined || isGeneric(product) || /\d\.\d/.test(rest)) return []
  const [start, end] = [match.index, match.index + match[0].length]
  return statusOf(sentence, start, end) === 'affected' ? [{ product, status: 'affected', versions: [], ranges: [{}], start, end }] : []
}

function productsOf(lead: string, rest: string, last: Last, naming: Naming): readonly string[] {
  const after = nameAfter(rest)
  const before = namesBefore(lead, naming)
  const known = before.length > 0 ? before : last.products
  // `Relay 4.1 for Windows` and `Relay 4.1 for the LTS line` are of Relay.
  return after === undefined || (isGeneric(after) && known.length > 0) ? known : [after]
}

/** `Relay for Windows 4.1 (fixed in 4.2) and Relay for macOS …` speaks of Windows in the parentheses, too. */
function platformOf(lead: string, rest: string, last: Last): string | undefined {
  return platformIn(lead) ?? (/\([^)]*$/.test(lead) ? last.platform : platformIn(ownWords.exec(rest)?.[0] ?? '', 'first'))
}

/** Where it is said that numbers are versions: before them, behind them, or in the line above a list of them. */
function speaksOfVersions(lead: string, rest: string, { section }: Around): boolean {
  return (
    /\b(?:versions?|releases?|builds?|firmware|update|upgrade|[<>]=?|[≤≥]|beta)\b|[<>≤≥]|\bv$/i.test(lead.slice(-80)) ||
    /\b(?:fixed|patched|behoben|corrigée?|corregid[oa]) (?:in|dans|en)\s*$/i.test(lead) ||
    /^\s*(?:and|or)?\s*(?:earlier|later|prior|below|above|newer|older)/i.test(rest) ||
    (/^[\s•*→-]*(?:prior to|before|up to|through|<=?|≤)?\s*$/i.test(lead) && /\b(?:versions?|releases?|builds?)\b/i.test(section.at(-1) ?? ''))
  )
}

/** Scores, addresses of pages and lengths look like versions, too. */
function isOther(sentence: string, start: number): boolean {
  return /(?:\bcvss[^.]{0,60}|\bscore[d]?(?: of)?|\bfigure|\bfig\.|\btable|\bsection|\bchapter|\bpage|\brated|\bport|\bserver|\bip(?: address)?|\byara version|\bsnort|\blicen[cs]e|\bcreative commons [^.]{0,60}|\bcc[ -]by(?:-\w+)*|\((?:was|formerly|previously)|[$€£])[\s`“"]*[=:>~^]*\s*$/i.test(
    sentence.slice(Math.max(0, start - 70), start),
  )
}

export function ecosystemIn(sentence: string): string | undefined {
  if (/\bnpm\b|\bnode\.?js package/i.test(sentence)) return 'npm'
  if (/\bpypi\b|\bpython package|\bpip (?:install|users?)/i.test(sentence)) return 'PyPI'
  if (/\brubygems\b|\bruby gem\b/i.test(sentence)) return 'RubyGems'
  if (/\bnuget (?:packages?|gallery|librar)|\b(?:on|from|to|in|via) nuget\b|\bnuget\.org\b/i.test(sentence)) return 'NuGet'
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
