import type { RangeEvents } from '../../base/affected/ranges.ts'
import { isVersion } from '../../base/versions/compare.ts'
import type { OsvEvent } from '../../base/versions/ranges/osv.ts'
import { elements, members, textOf } from '../json-text.ts'

/** What the versions of one product state. */
export interface Stated {
  readonly versions: string[]
  readonly ranges: RangeEvents[]
  readonly unaffected: RangeEvents[]
  readonly fixed: string[]
  /** Something is stated in commits. */
  commits: boolean
  /** Something is stated in words that cannot be read: then nothing follows for versions that are not named. */
  unread: boolean
}

const start = /^(?:|0|0\.0|\*|unspecified|unknown|all|all versions|any|n\/?a|-|initial|first)$/i
const nothing = /^(?:|n\/?a|unspecified|unknown|-|not applicable)$/i

/** https://github.com/CVEProject/cve-schema/blob/main/schema/docs/versions.md */
export function statedVersions(list: unknown): Stated {
  const stated: Stated = { versions: [], ranges: [], unaffected: [], fixed: [], commits: false, unread: false }
  for (const entry of elements(list)) take(members(entry) ?? {}, stated)
  return stated
}

function take(entry: Readonly<Record<string, unknown>>, stated: Stated): void {
  const status = textOf(entry.status).toLowerCase()
  if (textOf(entry.versionType).toLowerCase() === 'git') {
    stated.commits = true
    return
  }
  if (status !== 'affected' && status !== 'unaffected') {
    stated.unread ||= status !== ''
    return
  }
  const [version, before, through] = [textOf(entry.version), textOf(entry.lessThan), textOf(entry.lessThanOrEqual)]
  const events = before === '' && through === '' ? fromWords(version) : bounded(version, before, through)
  if (events === 'single') single(version, status, stated)
  else if (events === 'unread') stated.unread = true
  else if (events.length > 0) {
    const changes = elements(entry.changes).flatMap((change) => changeEvent(members(change) ?? {}, status))
    ;(status === 'affected' ? stated.ranges : stated.unaffected).push([...events, ...changes])
    if (status === 'affected') stated.fixed.push(...[...events, ...changes].flatMap(({ fixed }) => fixed ?? []))
  }
}

function single(version: string, status: string, { versions, unaffected }: Stated): void {
  if (status === 'affected') versions.push(version)
  else unaffected.push([{ introduced: version }, { last_affected: version }])
}

function bounded(version: string, before: string, through: string): RangeEvents | 'unread' {
  const bound = before || through
  if (/\s/.test(version) || /\s/.test(bound)) return 'unread'
  // Some publishers write the repaired version twice, and mean everything before it.
  const from = start.test(version) || version === before ? '0' : version
  if (bound === '*' || nothing.test(bound)) return [{ introduced: from }]
  return [{ introduced: from }, before === '' ? { last_affected: through } : { fixed: before }]
}

/** One version, or a range in the words that publishers use: `< 2.3.1`, `>= 1.0, < 2.0`, `before 2.3`, `2.3 and earlier`, `all versions`. */
function fromWords(text: string): RangeEvents | 'single' | 'unread' {
  if (/^(?:\*|all|any|all versions|every version)$/i.test(text)) return [{ introduced: '0' }]
  if (nothing.test(text)) return []
  const upTo =
    /^(?:(?:versions? )?(?:up to|through|until)(?: and including)?|<=|≤) ?v?(\d\S*)$/i.exec(text) ??
    /^v?(\d\S*) (?:and|or) (?:earlier|below|prior|lower|older)(?: versions?)?$/i.exec(text)
  if (upTo?.[1]) return [{ introduced: '0' }, { last_affected: upTo[1] }]
  const before = /^(?:(?:versions? )?(?:before|prior to|earlier than|below)|<) ?v?(\d\S*)$/i.exec(text)?.[1]
  if (before !== undefined) return [{ introduced: '0' }, { fixed: before }]
  const [, from, sign, bound] = /^(?:>=|≥) ?v?(\d[^\s,]*)(?:,? (<=|<) ?v?(\d\S*))?$/.exec(text) ?? []
  if (from !== undefined) return [{ introduced: from }, ...(bound === undefined ? [] : [sign === '<' ? { fixed: bound } : { last_affected: bound }])]
  const exact = text.replace(/^= ?/, '')
  return isVersion(exact) && !/[\s<>=,]/.test(exact) && exact === text ? 'single' : 'unread'
}

/** Where inside a range the status turns. */
function changeEvent(change: Readonly<Record<string, unknown>>, status: string): readonly OsvEvent[] {
  const [at, becomes] = [textOf(change.at), textOf(change.status).toLowerCase()]
  if (!isVersion(at)) return []
  return becomes === status ? [{ introduced: at }] : [{ fixed: at }]
}
