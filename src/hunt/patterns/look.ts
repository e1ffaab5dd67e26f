import { raw, type Sql, sql } from '../../base/sql.ts'
import { number } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Lake } from '../../lake/lake.ts'
import type { Sighting } from '../../model/hunt.ts'
import { tables } from '../../model/tables.ts'
import { evaluatePattern, isObserved } from '../../patterns/evaluate.ts'
import type { Observation } from '../../patterns/observation.ts'
import type { Comparison, Pattern } from '../../patterns/pattern.ts'
import { PatternError } from '../../patterns/pattern-error.ts'
import { conditionOf } from './condition.ts'
import type { PatternContext } from './hunt-patterns.ts'
import type { PatternSource, Row } from './source.ts'
import { neededFor, patternSources } from './sources.ts'

/** Rows looked at for one observation expression and table. */
const mostRows = 20_000
const mostHosts = 500
const mostEvidence = 12

export interface Looked {
  readonly sightings: readonly Sighting[]
  /** What was cut off, in sentences. */
  readonly limits: readonly string[]
  /** Evidence that a part of the pattern would need; empty where all of it could be tested. */
  readonly missing: readonly string[]
}

/** A row as an observation, and where it came from. */
interface Seen extends Observation {
  readonly host: string
  readonly table: string
  readonly row: readonly [source: number, line: number]
}

/** Fetches the rows that may match, makes observations of them and evaluates the pattern in full. */
export async function lookFor(lake: Lake, pattern: Pattern, context: PatternContext): Promise<Looked> {
  const limits: string[] = []
  const seen = new Map<string, Seen>()
  for (const comparison of comparisonsOf(pattern)) {
    for (const source of patternSources) {
      const condition = conditionOf(comparison, source)
      if (condition === false) continue
      const rows = await lake.rows<Row>(question(source, condition === true ? raw('true') : condition), context.signal)
      if (rows.length >= mostRows)
        limits.push(
          `Of ${tables[source.table].title
            .replace(/[:(].*$/, '')
            .trim()
            .toLowerCase()} the first ${number(mostRows)} rows that may match were looked at.`,
        )
      await add(seen, source, rows, context)
    }
  }
  const observations = [...seen.values()]
  try {
    const matched = pattern.kind === 'observation' ? observations.filter((one) => isObserved(pattern.comparison, one)) : joined(pattern, observations)
    const missing = matched.length > 0 ? [] : missingOf(pattern, context)
    return { sightings: sightingsOf(matched), limits, missing }
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { sightings: [], limits, missing: [`a pattern that can be evaluated: ${error.message}`] }
  }
}

/** Observations that match together: over everything, and host by host, so that each host is named. */
function joined(pattern: Pattern, observations: readonly Seen[]): readonly Seen[] {
  const whole = evaluatePattern(pattern, observations)
  if (!whole) return []
  const matched = new Set(whole.observations.flatMap((index) => observations[index] ?? []))
  const hosts = [...Map.groupBy(observations, ({ host }) => host).values()].slice(0, mostHosts)
  for (const own of hosts) for (const index of evaluatePattern(pattern, own)?.observations ?? []) if (own[index]) matched.add(own[index])
  return [...matched]
}

function comparisonsOf(pattern: Pattern): readonly Comparison[] {
  if (pattern.kind === 'observation') return [pattern.comparison]
  return pattern.kind === 'qualified' ? comparisonsOf(pattern.pattern) : [...comparisonsOf(pattern.left), ...comparisonsOf(pattern.right)]
}

function question({ table, select, timed }: PatternSource, condition: Sql): Sql {
  const at = timed ? raw('toUnixTimestamp64Micro(time)') : raw("toUnixTimestamp64Micro(ifNull(since, toDateTime64(0, 6, 'UTC')))")
  return sql`SELECT ${select}, ${at} AS at, source, line FROM ${raw(table)} WHERE ${condition} ORDER BY at, source, line LIMIT ${mostRows}`
}

async function add(seen: Map<string, Seen>, source: PatternSource, rows: readonly Row[], { nameHost }: PatternContext): Promise<void> {
  const named = source.whoIsAddress && rows.length > 0 ? await nameHost(rows.map(({ who }) => who)) : undefined
  for (const row of rows) {
    const key = `${source.table} ${row.source} ${row.line} ${row.who}`
    if (seen.has(key)) continue
    const host = named ? named(row.who, new Date(row.at / 1000).toISOString().slice(0, 10)) : row.who
    seen.set(key, { first: row.at, last: row.at, objects: source.objects(row), host, table: source.table, row: [row.source, row.line] })
  }
}

function sightingsOf(matched: readonly Seen[]): readonly Sighting[] {
  return [...Map.groupBy(matched, ({ table }) => table)].map(([table, same]) => {
    const times = same.map(({ first }) => first).filter((time) => time > 0)
    return {
      way: 'pattern',
      relation: 'exact',
      met: [],
      hosts: [...new Set(same.map(({ host }) => host).filter((host) => host !== ''))].sort(),
      rows: same.length,
      blocked: 0,
      ...(times.length > 0 && {
        first: isoFromSeconds(times.reduce((a, b) => Math.min(a, b)) / 1e6),
        last: isoFromSeconds(times.reduce((a, b) => Math.max(a, b)) / 1e6),
      }),
      evidence: same.slice(0, mostEvidence).map(({ row }) => ({ table, source: row[0], line: row[1] })),
    } as const
  })
}

/** The evidence that the pattern's parts would need; none where what is there would have shown a match. */
function missingOf(pattern: Pattern, context: PatternContext): readonly string[] {
  switch (pattern.kind) {
    case 'observation':
      return missingFor(pattern.comparison, context)
    case 'qualified':
      return missingOf(pattern.pattern, context)
    default:
      return [...new Set([...missingOf(pattern.left, context), ...missingOf(pattern.right, context)])]
  }
}

/** Alternatives inside one object are tested as far as any of them can be. */
function missingFor(comparison: Comparison, { ground }: PatternContext): readonly string[] {
  const rows = (table: string) =>
    table === 'contact' ? (ground.rows.get('connection') ?? 0) : table === 'installed' ? (ground.rows.get('installation') ?? 0) : (ground.rows.get(table) ?? 0)
  if (patternSources.some((source) => rows(source.table) > 0 && conditionOf(comparison, source) !== false)) return []
  return [...new Set(typesOf(comparison))].map(neededFor)
}

function typesOf(comparison: Comparison): readonly string[] {
  return comparison.kind === 'test' ? [comparison.path.type] : [...typesOf(comparison.left), ...typesOf(comparison.right)]
}
