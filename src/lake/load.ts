import type { LineLoad, LinePlan } from '../base/line-plan.ts'
import { join, name, raw, type Sql, sql } from '../base/sql.ts'
import type { TableName } from '../model/tables.ts'
import type { Chunk, ChunkResult } from './lake.ts'

/** Lines shown of those that nothing could read, per piece. */
const sampleLines = 5

/** Lines that the engine can reach as files, and which source they are of. */
export interface Lines {
  readonly path: string
  readonly compression: 'none' | 'gzip' | 'zstd'
  readonly source: Sql
  readonly linesBefore: number
}

/** A piece of one source. */
export function linesOfChunk(chunk: Chunk): Lines {
  return { path: chunk.path, compression: chunk.compression ?? 'none', source: sql`${chunk.source}`, linesBefore: chunk.linesBefore }
}

/** All files of a folder, each a whole source whose number is the file's name. */
export function linesOfFolder(folder: string): Lines {
  return { path: `${folder}/*`, compression: 'none', source: raw('toUInt64(_file)'), linesBefore: 0 }
}

/** Lines and comments by source, without a look at the records: cheap. */
export function linesStatement(lines: Lines, plan: LinePlan): Sql {
  return sql`SELECT ${lines.source} AS source, count() AS lines, countIf(${plan.ignore}) AS ignored_lines FROM ${linesIn(lines)} GROUP BY source`
}

/** Lines alone: the engine counts them without making anything of them. */
export function lengthStatement(lines: Lines): Sql {
  return sql`SELECT count() AS lines FROM ${linesIn(lines)}`
}

/** Rows of a table, off its list of parts: no row is read. */
export function sizeStatement(table: TableName): Sql {
  return sql`SELECT total_rows AS size FROM system.tables WHERE database = currentDatabase() AND name = ${table}`
}

export interface Counted extends Readonly<Record<string, number>> {
  readonly source: number
}

/** One pass over the lines, by source: how many there are, what each load takes, what none takes. */
export function countStatement(lines: Lines, plan: LinePlan): Sql {
  // A part of a file that fills no table: nothing in it is missed.
  if (plan.loads.length === 0) {
    return sql`SELECT ${lines.source} AS source, count() AS lines, count() AS ignored_lines, 0 AS skipped FROM ${linesIn(lines)} GROUP BY source`
  }
  // Products, not AND: the engine takes a product at once, and an AND line by line.
  const counts = plan.loads.map((load, index) => sql`sum((NOT ignored) * ${kept(load)}) AS ${raw(`n${index}`)}`)
  return sql`SELECT source, count() AS lines, countIf(ignored) AS ignored_lines, sum((NOT ignored) * (NOT ${taken(plan)})) AS skipped, ${join(counts)}
    FROM (${parsed(lines, plan)}) GROUP BY source`
}

/** Reads one row of what `countStatement` answered. */
export function readCounts(counted: Counted, plan: LinePlan): ChunkResult {
  const rows: Partial<Record<TableName, number>> = {}
  for (const [index, { table }] of plan.loads.entries()) {
    const count = counted[`n${index}`] ?? 0
    if (count > 0) rows[table] = (rows[table] ?? 0) + count
  }
  return { lines: counted.lines ?? 0, ignored: counted.ignored_lines ?? 0, rows, skipped: counted.skipped ?? 0, samples: [] }
}

export function insertStatement(lines: Lines, plan: LinePlan, load: LineLoad): Sql {
  const columns = Object.entries(load.columns)
  return sql`INSERT INTO ${name(load.table)} (${join(columns.map(([column]) => name(column)))}, source, line)
    SELECT ${join(columns.map(([, expression]) => expression))}, source, ${lines.linesBefore} + number
    FROM (${parsed(lines, plan)}) WHERE (NOT ignored) * ${kept(load)}`
}

export function sampleStatement(lines: Lines, plan: LinePlan): Sql {
  return sql`SELECT source, ${lines.linesBefore} + number AS line, substring(line, 1, 120) AS text
    FROM (${parsed(lines, plan)}) WHERE (NOT ignored) * (NOT ${taken(plan)}) ORDER BY source, number LIMIT ${sampleLines} BY source`
}

function parsed(lines: Lines, plan: LinePlan): Sql {
  return sql`SELECT line, _row_number + 1 AS number, ${lines.source} AS source, ${plan.parse} AS row, ${plan.ignore} AS ignored FROM ${linesIn(lines)}`
}

function kept(load: LineLoad): Sql {
  return load.keep ? sql`((${load.where}) * (${load.keep}))` : sql`(${load.where})`
}

function taken(plan: LinePlan): Sql {
  const each = plan.loads.map((load) => sql`(${load.where})`)
  return each.length === 1 ? join(each) : sql`greatest(${join(each)})`
}

/** The table of lines; what a file is compressed with is told by its bytes, not by its name. */
function linesIn({ path, compression }: Lines): Sql {
  return sql`file(${path}, 'LineAsString', 'line String', ${compression})`
}
