import { percentDecoded } from '../../../base/percent.ts'
import { isVersion } from '../../../base/versions/compare.ts'
import type { IntervalRange } from '../../../base/versions/ranges/range.ts'
import { parseVers, versRange } from '../../../base/versions/ranges/vers.ts'
import type { VersionRange } from '../../advisory.ts'
import { groupsIn } from '../../extract/products/groups.ts'

/** What the name of a branch says of versions. */
export interface StatedVersions {
  readonly versions: readonly string[]
  readonly ranges: readonly VersionRange[]
  /** Versions that are taken out of the ranges. */
  readonly except: readonly string[]
  /** It says more than could be read. */
  readonly unclear?: true | undefined
}

const nothing: StatedVersions = { versions: [], ranges: [], except: [], unclear: true }
const longestText = 4000

const everyVersion = /^(?:\*|any|all(?:\s+(?:known|released|supported|previous))?)?\s*(?:versions?|releases?)?$/i
const operators: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '=<': '<=', '=>': '>=', '==': '=' }
const constraint = /^(!=|<=|>=|=<|=>|==|<|>|=|≤|≥)?\s*v?(\d[^\s<>=≤≥!]*)$/i
/** A version with a word of this length in it is prose, but for those that releases are called by. */
const prose = /(?:(?!snapshot|incubating|milestone|candidate|preview)\p{L}){8}/iu
const wildcard = /\.[x*](?![\p{L}\p{N}])/iu
/** Words that ranges are put into, all of which `groupsIn` understands. */
const known =
  /\b(?:all|and|or|the|an?|of|in|to|up|from|since|starting|beginning|with|through|thru|until|before|prior|below|earlier|older|lower|less|than|later|newer|higher|greater|above|after|onwards?|previous|preceding|including|included|inclusive|between|versions?|releases?|builds?|firmware|v|x|fixed|affected)\b/gi

/** The versions of a `product_version_range`: a vers URI, `<2.0` and `>= 5.0, < 5.3` as older documents have it, or words (`V4.00 and earlier`). What cannot be read is no range, and unclear. */
export function rangeVersions(written: string): StatedVersions {
  const text = written.trim().slice(0, longestText)
  const [, scheme = '', rest = text] = /^vers:([a-z0-9.+-]{1,60})\/(.*)$/is.exec(text) ?? []
  const vers = wildcard.test(text) ? undefined : parseVers(text)
  if (vers) return fromIntervals(versRange(vers))
  if (rest.trim() !== '' && everyVersion.test(rest.trim())) return { versions: [], ranges: [{}], except: [] }
  const bare = scheme === '' ? rest : percentDecoded(rest)
  return fromConstraints(bare) ?? fromWords(bare)
}

/** The version of a `product_version`, which some documents fill with a range. */
export function singleVersion(written: string): StatedVersions {
  const text = written.trim()
  if (/^(?:vers:|[<>=≤≥!])/i.test(text) || everyVersion.test(text)) return rangeVersions(text)
  const isRange = groupsIn(text.slice(0, longestText)).some(({ ranges }) => ranges.length > 0)
  if (isRange) return rangeVersions(text)
  return isVersion(text) ? { versions: [text], ranges: [], except: [] } : nothing
}

/** Words that take something out of what stands before them. */
const exception = /\b(?:except|excluding|not|other than|unless|without|only)\b/i

/** Constraints without words between them, in any order. */
function fromConstraints(text: string): StatedVersions | undefined {
  if (wildcard.test(text)) return undefined
  const parts = text.split(/[|,;]|\s(?=[<>=≤≥!])/).filter((part) => part.trim() !== '')
  const constraints = parts.map((part) => constraint.exec(part.trim()))
  const read = constraints.map((match) => (match && !prose.test(match[2] ?? '') && !isSpan(match) ? match : undefined))
  if (read.includes(undefined)) return undefined
  const list = read.map((match) => (operators[match?.[1] ?? ''] ?? match?.[1] ?? '') + encodeURIComponent((match?.[2] ?? '').toWellFormed())).join('|')
  const vers = parseVers(`vers:generic/${list}`)
  return vers && fromIntervals(versRange(vers))
}

/** `1.0-1.5` is a range as long as nothing else says that it is a version. */
function isSpan([, operator = '', version = '']: RegExpExecArray): boolean {
  return operator === '' && /^\d+(?:\.\d+)+-v?\d+(?:\.\d+)+$/.test(version)
}

function fromIntervals({ intervals, except = [] }: IntervalRange): StatedVersions {
  const single = intervals.filter(({ from, through }) => from !== undefined && from === through)
  return {
    versions: single.flatMap(({ from }) => from ?? []),
    ranges: intervals.filter((interval) => !single.includes(interval)),
    except,
  }
}

function fromWords(written: string): StatedVersions {
  const text = written.replaceAll('|', ', ').replaceAll(/(?<![\p{L}\p{N}])v(?=\d)/giu, '')
  // A number alone is a version here, though not elsewhere.
  const found = groupsIn(text)
  const numbered = text.replaceAll(/(?<![\p{L}\p{N}.])\d{1,6}(?![\p{L}\p{N}.])/gu, 'version $&')
  const [groups, searched] = found.length > 0 ? [found, text] : [groupsIn(numbered), numbered]
  const [versions, ranges] = [groups.flatMap((group) => group.versions), groups.flatMap((group) => group.ranges)]
  if (groups.length === 0 || exception.test(text) || versions.some((version) => !isVersion(version))) return nothing
  const rest = groups.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), searched)
  const isRead = !/[\p{L}\p{N}]/u.test(rest.replaceAll(known, ''))
  return { versions, ranges, except: [], unclear: isRead ? undefined : true }
}
