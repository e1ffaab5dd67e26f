import type { LineLoad, LinePlan } from '../base/line-plan.ts'
import { join, name, raw, type Sql, sql } from '../base/sql.ts'
import type { Chunk, ChunkResult } from './lake.ts'

/** Lines shown of those that nothing could read, per piece. */
const sampleLines = 5

/** One pass over a piece: how many lines there are, what each load takes, what none takes. */
export function countStatement(chunk: Chunk, plan: LinePlan): Sql {
  // A part of a file that fills no table: nothing in it is missed.
  if (plan.loads.length === 0) return sql`SELECT count() AS lines, count() AS ignored_lines, 0 AS skipped FROM file(${chunk.path}, 'LineAsString')`
  // Products, not AND: the engine takes a product at once, and an AND line by line.
  const counts = plan.loads.map((load, index) => sql`sum((NOT ignored) * ${kept(load)}) AS ${raw(`n${index}`)}`)
  return sql`SELECT count() AS lines, countIf(ignored) AS ignored_lines, sum((NOT ignored) * (NOT ${taken(plan)})) AS skipped, ${join(counts)}
    FROM (${parsed(chunk, plan)})`
}

/** Reads what `countStatement` answered. */
export function readCounts(counted: Readonly<Record<string, number>>, plan: LinePlan): ChunkResult {
  const rows: ChunkResult['rows'] = {}
  for (const [index, { table }] of plan.loads.entries()) {
    const count = counted[`n${index}`] ?? 0
    if (count > 0) rows[table] = (rows[table] ?? 0) + count
  }
  return { lines: counted.lines ?? 0, ignored: counted.ignored_lines ?? 0, rows, skipped: counted.skipped ?? 0, samples: [] }
}

export function insertStatement(chunk: Chunk, plan: LinePlan, load: LineLoad): Sql {
  const columns = Object.entries(load.columns)
  return sql`INSERT INTO ${name(load.table)} (${join(columns.map(([column]) => name(column)))}, source, line)
    SELECT ${join(columns.map(([, expression]) => expression))}, ${chunk.source}, ${chunk.linesBefore} + number
    FROM (${parsed(chunk, plan)}) WHERE (NOT ignored) * ${kept(load)}`
}

export function sampleStatement(chunk: Chunk, plan: LinePlan): Sql {
  return sql`SELECT ${chunk.linesBefore} + number AS line, substring(line, 1, 120) AS text
    FROM (${parsed(chunk, plan)}) WHERE (NOT ignored) * (NOT ${taken(plan)}) ORDER BY number LIMIT ${sampleLines}`
}

function parsed(chunk: Chunk, plan: LinePlan): Sql {
  return sql`SELECT line, _row_number + 1 AS number, ${plan.parse} AS row, ${plan.ignore} AS ignored FROM file(${chunk.path}, 'LineAsString')`
}

function kept(load: LineLoad): Sql {
  return load.keep ? sql`((${load.where}) * (${load.keep}))` : sql`(${load.where})`
}

function taken(plan: LinePlan): Sql {
  const each = plan.loads.map((load) => sql`(${load.where})`)
  return each.length === 1 ? join(each) : sql`greatest(${join(each)})`
}
