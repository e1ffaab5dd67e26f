import { GatehouseError } from '../errors.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { inRanges, rangesOf } from './addresses.ts'
import { parentsOf } from './names.ts'

/** Whatever answers questions about the lake. */
interface Questions {
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
}

const perChunk = 500
/** Patterns tried at most: each is a question of its own, because one that is not valid must not spoil the others. */
const mostPatterns = 500

/**
 * Values that a list of everyday values names, and the list: exact (string), itself or a parent (hostname, or a string that
 * begins with a dot), part of it (substring), a pattern (regex; the engine's RE2 runs in linear time), or its range (cidr).
 */
export async function everyday(lake: Questions, values: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const lists = new Map<string, string>()
  const all = [...new Set(values)]
  for (let from = 0; from < all.length; from += perChunk) {
    const chunk = all.slice(from, from + perChunk)
    for (const found of [
      await byRange(lake, chunk, signal),
      await byPattern(lake, chunk, signal),
      await byPart(lake, chunk, signal),
      await byName(lake, chunk, signal),
    ]) {
      for (const { asked, list } of found) lists.set(asked, list)
    }
  }
  return lists
}

interface Listed {
  readonly asked: string
  readonly list: string
}

function byName(lake: Questions, values: readonly string[], signal: AbortSignal): Promise<Listed[]> {
  return lake.rows<Listed>(
    sql`SELECT asked, min(list) AS list FROM (SELECT arrayJoin(${values}) AS asked, arrayJoin(${parentsOf(raw('lower(asked)'))}) AS parent) AS each
      INNER JOIN (SELECT trim(LEADING '.' FROM value) AS known, type = 'hostname' OR startsWith(value, '.') AS below, toString(list) AS list
        FROM warning_value WHERE type IN ('hostname', 'string')) AS listed ON each.parent = listed.known
      WHERE below OR parent = lower(asked) GROUP BY asked`,
    signal,
  )
}

function byPart(lake: Questions, values: readonly string[], signal: AbortSignal): Promise<Listed[]> {
  return lake.rows<Listed>(
    sql`SELECT arrayJoin(arrayFilter(one -> position(lower(one), value) > 0, ${values})) AS asked, min(toString(list)) AS list
      FROM warning_value WHERE type = 'substring' AND value != '' GROUP BY asked`,
    signal,
  )
}

async function byPattern(lake: Questions, values: readonly string[], signal: AbortSignal): Promise<Listed[]> {
  const patterns = await lake.rows<{ value: string; list: string }>(
    sql`SELECT value, min(toString(list)) AS list FROM warning_value WHERE type = 'regex' AND value != '' GROUP BY value ORDER BY value LIMIT ${mostPatterns}`,
    signal,
  )
  const found: Listed[] = []
  for (const { value, list } of patterns) {
    const matched = await matching(lake, re2(value), values, signal)
    found.push(...matched.map((asked) => ({ asked, list })))
  }
  return found
}

/** Values that match; none when the engine refuses the pattern. */
async function matching(lake: Questions, pattern: string, values: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  try {
    const [answer] = await lake.rows<{ found: readonly string[] }>(sql`SELECT arrayFilter(one -> match(one, ${pattern}), ${values}) AS found`, signal)
    return answer?.found ?? []
  } catch (error) {
    if (error instanceof GatehouseError && error.code === 'ENGINE_FAILED') return []
    throw error
  }
}

/** `/pattern/flags`, as MISP writes it, in RE2's writing; a bare pattern stays. */
export function re2(written: string): string {
  const match = /^\/(?<pattern>.*)\/(?<flags>[a-z]*)$/s.exec(written)
  const flags = [...new Set(match?.groups?.flags ?? '')].filter((flag) => 'ims'.includes(flag)).join('')
  const pattern = match?.groups?.pattern ?? written
  return flags === '' ? pattern : `(?${flags})${pattern}`
}

function byRange(lake: Questions, values: readonly string[], signal: AbortSignal): Promise<Listed[]> {
  const addresses = sql`SELECT asked, toIPv6(asked) AS address FROM (SELECT arrayJoin(${values}) AS asked) WHERE isIPv4String(asked) OR isIPv6String(asked)`
  const ranges = rangesOf(sql`SELECT value, toString(list) AS list FROM warning_value WHERE type = 'cidr'`)
  return lake.rows<Listed>(sql`SELECT asked, min(list) AS list FROM (${inRanges(addresses, ranges)}) GROUP BY asked`, signal)
}
