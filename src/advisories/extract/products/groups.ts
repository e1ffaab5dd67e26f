import { compareIn } from '../../../base/versions/compare.ts'
import type { VersionRange } from '../../advisory.ts'

const marker = '(?:alpha|beta|rc|build|update|hotfix|hf|patch|preview|snapshot|final|esr|lts|ga|sp|fp|cu|m|b|p|r|u|h|s)'
/** `14.1-43.56` is one version where a range would make no sense: behind `before` and the like; elsewhere it is two. */
const hyphenated = String.raw`(?<=\b(?:before|prior to|than|below)\s+(?:versions?\s+)?)\d{1,4}(?:\.\d{1,4}){1,3}-\d{1,4}(?:\.\d{1,4}){1,3}(?![\p{L}\p{N}._-]*\p{L}|\.\d)`
/** Two numbers or more with dots; one number alone is a version only after that word. */
const version = new RegExp(
  String.raw`${hyphenated}|(?:(?<![\p{L}\p{N}._/@#$€£%-]|\p{N}[,:])|(?<=(?<![\p{L}\p{N}.])\d{1,4}(?:\.\d{1,6}){1,3}-))(?:v(?=\d))?\d{1,8}(?:\.\d{1,10}){1,6}(?:\.[x*])?(?:[-_+ .]?${marker}[-. ]?\d{1,6}[a-z]?(?:-[sh]\d{1,3})?|[a-z](?![\p{L}\p{N}])|[-+](?!\d+(?:\.\d+)+(?![\w.-]))(?=[\w.]*\d)[\w.-]{1,60}\w)?(?![\p{L}\p{N}_%]|\.\d|:\d|\/\d)|(?<![\p{L}\p{N}.])\d{1,4} build \d{2,8}(?![\p{L}\p{N}.])|(?<=[<≤>≥]=?\s?)\d{1,4}(?=\s*(?:[,;)]|\.?$|\.\s|and\b|or\b))|(?<=\bversions? |\bv\. ?)\d{1,4}(?:\.[x*])?(?![\p{N}\p{L}.])|(?<![\p{L}\p{N}.])v?\d{1,4}(?:\.\d{1,5}){0,3}\.[x*](?![\p{L}\p{N}])`,
  'giu',
)

const and = String.raw`\s*(?:[,;/&+]|,?\s*\b(?:and|or|as well as)\b)\s*`
const filler = String.raw`(?:(?:the|both|also|final|beta|stable|versions?|version numbers?|releases?|builds?|v\.?)\s*){0,3}`
const listing = new RegExp(String.raw`^(?:${and}|\s*,\s*(?:and|or)\s*)${filler}$`, 'i')
const closedRange = new RegExp(
  String.raw`^\s*(?:\([^)]{0,40}\)\s*)?,?\s*(?:through(?: to)?|thru|to(?: and including)?|until|up to(?: and including)?|up through|and up to|[-–—])\s*${filler}$`,
  'i',
)
const openRange = new RegExp(
  String.raw`^(?:-[A-Z]{2,8}\b)?\s*(?:\([^)]{0,40}\)\s*)?,?\s*(?:and )?(?:but )?(?:(?:versions?|releases?|builds?) )?(?:before|prior to|up to but not including|and earlier than|earlier than|below|<)\s*${filler}$`,
  'i',
)
const listedUnder = new RegExp(String.raw`^\s*(?:[,;&]|,?\s*\b(?:and|or)\b)\s*(?:prior to|before|up to|earlier than|below|[<≤]=?)\s*${filler}$`, 'i')

/** `11.1 (all versions up to and including 11.1.2)` is what of 11.1 is meant. */
const narrowed = new RegExp(
  String.raw`^\s*\(\s*(?:all\s+)?(?:versions?\s+|releases?\s+|builds?\s+)?(?:up to(?:,? and including)?|through|(?<before>before|prior to|earlier than|up to but not including))\s*${filler}$`,
  'i',
)

const wildcard = /\.x$/
/** `6.0 all versions` */
const saysAll = /^\s*[,:(–-]?\s*\(?all\s+(?:versions?|releases?|builds?)\b(?!\s*(?:up|before|prior|through|below|earlier|from|until|[<≤>≥]))/i

/** Versions that stand together and are spoken of together. */
export interface Group {
  readonly start: number
  readonly end: number
  readonly versions: readonly string[]
  readonly ranges: readonly VersionRange[]
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** From such a step of the first number on, two versions with a hyphen between them are a release and a build of it. */
const leastStepOfBuild = 5

/** The same version by another count: `2021.0.6 (13.0.6)`. */
const alias = /(?<=(?<![\p{L}\p{N}.])(?<named>\d+(?:\.\d+)+)(?:\.x)?\s?)\(\s?(?!\k<named>)v?\d+(?:\.\d+)+\s?\)/gu
/** Behind a semicolon a version may be the subject of something new: `1.2 was changed; 1.3 fixes it`. */
const subject = /^\s*(?:is|are|was|were|has|have|fix(?:es)?|removes?|contains?)\b/i

/** Expressions of versions and ranges in a text: lists, `up to A`, `prior to A`, `A through B`, `A and earlier`, `>= A, < B`. */
export function groupsIn(written: string): readonly Group[] {
  const text = written.replaceAll(alias, (other) => ' '.repeat(other.length))
  const tokens = withBuilds(text, [...text.matchAll(version)])
  const groups: Token[][] = []
  for (const token of tokens) {
    const last = groups.at(-1)?.at(-1)
    const between = last ? text.slice(last.end, token.start) : ''
    const isNew = between.includes(';') && subject.test(text.slice(token.end))
    if (last && between.length < 60 && !isNew && [listing, closedRange, openRange, listedUnder, narrowed].some((pattern) => pattern.test(between)))
      groups.at(-1)?.push(token)
    else groups.push([token])
  }
  return groups.map((group) => parse(text, group))
}

/** `14.1-72.61` is release 14.1, build 72.61: what goes down, or up that far, is no range. */
function withBuilds(text: string, matches: readonly RegExpExecArray[]): readonly Token[] {
  const tokens: Token[] = []
  for (const { 0: found, index } of matches) {
    if (amount.test(found)) continue
    const last = tokens.at(-1)
    const isBuild =
      last !== undefined && last.end + 1 === index && text[last.end] === '-' && isDotted(last.text) && isDotted(found) && !isNear(last.text, found)
    if (isBuild) tokens.pop()
    const start = isBuild ? last.start : index
    const end = index + found.length
    tokens.push({ text: text.slice(start, end), start, end })
  }
  return tokens
}

/** `3.35M downloads` */
const amount = /^\d+\.\d+[KMB]$/

function isDotted(text: string): boolean {
  return /^v?\d+(?:\.\d+)+$/i.test(text)
}

function isNear(lower: string, upper: string): boolean {
  const step = Number.parseInt(plain(upper), 10) - Number.parseInt(plain(lower), 10)
  return step >= 0 && step < leastStepOfBuild
}

const lead = String.raw`\s*(?:(?:the|and|including|versions?|version numbers?|releases?|builds?|v\.?|number)\s*){0,3}["“'(]?\s*$`
const bounds: readonly { readonly kind: keyof VersionRange; readonly before: RegExp }[] = [
  {
    kind: 'before',
    before: new RegExp(
      String.raw`(?:\b(?:up to,? but not including|prior(?: to)?|(?<!\bas )before|earlier than|older than|lower than|less than|below|preceding)|(?<![=-])<)${lead}`,
      'i',
    ),
  },
  { kind: 'through', before: new RegExp(String.raw`(?:\b(?:up to(?:,? and including)?|through|until|no later than|or below)|<=|≤|=<)${lead}`, 'i') },
  { kind: 'from', before: new RegExp(String.raw`(?:\b(?:from|since|starting (?:with|from|in|at)|beginning (?:with|from))|>=|≥|=>)${lead}`, 'i') },
  { kind: 'after', before: new RegExp(String.raw`(?:\b(?:later than|newer than|after|greater than|higher than)|(?<![=-])>)${lead}`, 'i') },
]
const earlier =
  /^\s*\)?,?\s*(?:(?:\(?(?:and|or)\s+)?(?:all\s+)?(?:earlier|prior|below|older|lower|previous|preceding)\b(?!\s+(?:to|than)\b)|\(?(?:and|or)\s+before\b(?!\s+\S*\d))/i
const later = /^\s*(?:\)?,?\s*\(?(?:and|or)\s+(?:later|above|newer|higher|greater|onwards?|up|beyond|after)\b|\+(?!\w))/i

function parse(text: string, tokens: readonly Token[]): Group {
  const versions: string[] = []
  const ranges: VersionRange[] = []
  /** The last range ends before a version that a list may go on from. */
  let isOpenList = false
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]
    const next = tokens[index + 1]
    if (!token) continue
    const bound = boundOf(text, token)
    const range = next ? rangeBetween(text, token, next, bound) : undefined
    const name = plain(token.text)
    if (range) {
      ranges.push(range)
      isOpenList = range.before !== undefined
      index += 1
    } else if (bound) {
      ranges.push(bounded(bound, name))
      isOpenList = bound === 'before'
    } else if (wildcard.test(name) || saysAll.test(text.slice(token.end, token.end + 60))) {
      ranges.push(wholeBranch(name))
      isOpenList = false
    } else if (isOpenList && listed(text, tokens[index - 1], token)) ranges.push({ ...(branchOf(name) !== '' && { from: branchOf(name) }), before: name })
    else versions.push(name)
  }
  const first = tokens[0]
  const last = tokens.at(-1)
  return { start: first?.start ?? 0, end: last?.end ?? 0, versions, ranges }
}

/** The range that two versions make by the words between them, or undefined when they are two. */
function rangeBetween(text: string, token: Token, next: Token, bound: keyof VersionRange | undefined): VersionRange | undefined {
  const between = text.slice(token.end, next.start)
  const [name, upper] = [plain(token.text), plain(next.text)]
  const narrow = narrowed.exec(between)
  if (narrow) return rangeTo(name, bound, bounded(narrow.groups?.before === undefined ? 'through' : 'before', upper))
  if (openRange.test(between) && isRising(name, upper)) return rangeTo(name, bound, bounded('before', upper))
  if (closedRange.test(between) || isBetween(text, token, between)) return rangeTo(name, bound, bounded('through', upper))
  return (bound === 'from' || bound === 'after') && listedUnder.test(between)
    ? rangeTo(name, bound, bounded(boundOf(text, next) ?? 'through', upper))
    : undefined
}

/** `before 7.1.6, 7.2.4 and 7.3.1`: the list goes on, and each is the bound of its own branch. */
function listed(text: string, before: Token | undefined, token: Token): boolean {
  return before !== undefined && listing.test(text.slice(before.end, token.start))
}

/** `7.2` of `7.2.4` and of `7.2-61.3`; empty for a version of one number. */
export function branchOf(version: string): string {
  return /^(\d.*?)(?:-\d+(?:\.\d+)*|\.\d+)\D*$/.exec(version)?.[1] ?? ''
}

/** `7.0.x before 7.0.5` begins with the first 7.0; `after 2.0 through 2.4` does not. */
function rangeTo(name: string, bound: keyof VersionRange | undefined, upper: VersionRange): VersionRange {
  return { ...bounded(bound === 'after' ? 'after' : 'from', name), ...upper }
}

/** `through 5.x` ends before 6, `from 5.x` begins with 5. */
function bounded(bound: keyof VersionRange, version: string): VersionRange {
  if (!wildcard.test(version)) return { [bound]: version }
  const { from, before } = wholeBranch(version)
  if (bound === 'from' || bound === 'before') return { [bound]: from }
  return bound === 'through' ? { before } : { from: before }
}

/** `< 7.2.5 < 6.4.13` are two lines of a list. */
function isRising(lower: string, upper: string): boolean {
  return (compareIn('', lower.replace(wildcard, ''), upper) ?? -1) < 0
}

/** All of a branch: `8.4.x` is from 8.4 on and before 8.5. */
function wholeBranch(version: string): VersionRange {
  const from = version.replace(wildcard, '')
  return { from, before: from.replace(/\d+(?!.*\d)/, (last) => String(Number(last) + 1)) }
}

function isBetween(text: string, token: Token, between: string): boolean {
  return /\bbetween\s*(?:versions?\s*)?$/i.test(text.slice(Math.max(0, token.start - 30), token.start)) && /^\s*and\s*(?:versions?\s*)?$/i.test(between)
}

function boundOf(text: string, token: Token): keyof VersionRange | undefined {
  const after = text.slice(token.end, token.end + 40)
  if (earlier.test(after)) return 'through'
  if (later.test(after)) return 'from'
  const before = text.slice(Math.max(0, token.start - 60), token.start)
  return bounds.find((bound) => bound.before.test(before))?.kind
}

function plain(text: string): string {
  return text.replace(/^v/i, '').replace(/\s+/g, ' ').replace(/\*$/, 'x')
}
