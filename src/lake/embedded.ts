import { Session } from 'chdb'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { type LineLoad, type LinePlan, onlyLoad } from '../base/line-plan.ts'
import { join, name, raw, type Sql, sql } from '../base/sql.ts'
import type { Coverage } from '../model/status.ts'
import { evidenceTables, type Row, type TableName } from '../model/tables.ts'
import { coverageOf } from './coverage.ts'
import type { Chunk, ChunkResult, Lake } from './lake.ts'
import {
  type Counted,
  countStatement,
  insertStatement,
  type Lines,
  lengthStatement,
  linesOfChunk,
  linesOfFolder,
  linesStatement,
  readCounts,
  sampleStatement,
  sizeStatement,
} from './load.ts'
import { type ExistingTable, existing, jsonLines, schema } from './schema.ts'

export interface EmbeddedSettings {
  readonly folder: string
  /** Bytes one query may take before it spills or fails. */
  readonly memory: number
}

/** The ClickHouse engine in this process. One folder per process: a second lake has to wait for the first to close. */
export async function openEmbedded(settings: EmbeddedSettings): Promise<Lake> {
  const lake = new EmbeddedLake(settings)
  for (const statement of limits(settings.memory)) await lake.run(statement)
  for (const statement of schema(await lake.rows<ExistingTable>(existing))) await lake.run(statement)
  return lake
}

/** What keeps the process small: spill to disk early, and small blocks, so that inserts do not pile up in memory. */
function limits(memory: number): readonly Sql[] {
  const half = Math.floor(memory / 2)
  const values = {
    max_memory_usage: memory,
    max_bytes_before_external_group_by: half,
    max_bytes_before_external_sort: half,
    join_algorithm: 'grace_hash,hash',
    min_insert_block_size_bytes: 128 * 2 ** 20,
    use_uncompressed_cache: 0,
    output_format_json_quote_64bit_integers: 0,
    output_format_json_validate_utf8: 1,
    session_timezone: 'UTC',
    // `SELECT f(x) AS x … WHERE x` means the column, as in every other SQL.
    prefer_column_name_to_alias: 1,
  }
  return Object.entries(values).map(([setting, value]) => sql`SET ${raw(setting)} = ${value}`)
}

/** Lines that are taken apart together: with their fields they still fit into a processor's cache, which the engine's own 65,409 do not. */
const cachedLines = 16_384

const nothing: ChunkResult = { lines: 0, ignored: 0, rows: {}, skipped: 0, samples: [] }

class EmbeddedLake implements Lake {
  readonly #session: Session

  constructor({ folder }: EmbeddedSettings) {
    try {
      this.#session = new Session(folder)
    } catch (cause) {
      throw new GatehouseError('ENGINE_MISSING', `the embedded engine did not start: ${messageOf(cause)}`, {
        hint: 'It runs on Linux (glibc) and macOS, x64 and arm64. On Windows, use WSL 2.',
        cause,
      })
    }
  }

  async append<T extends TableName>(table: T, source: number, rows: readonly Row<T>[]): Promise<void> {
    if (rows.length === 0) return
    const values = jsonLines(table, source, rows)
    await this.#session.insert({ table, values, format: 'JSONEachRow' }).catch(fail)
  }

  async load(chunk: Chunk, plan: LinePlan): Promise<ChunkResult> {
    const loaded = await this.#load(linesOfChunk(chunk), plan, chunk.source)
    return loaded.get(chunk.source) ?? nothing
  }

  loadFolder(folder: string, plan: LinePlan): Promise<ReadonlyMap<number, ChunkResult>> {
    return this.#load(linesOfFolder(folder), plan)
  }

  async store(chunk: Chunk, plan: LinePlan, seconds: number): Promise<number> {
    const load = onlyLoad(plan)
    if (!load) throw new Error('a plan that needs more than one reading')
    const before = await this.#sizeOf(load.table)
    // Two parts are sorted and compressed side by side; more would only take more memory. Cutting text into lines is little beside unpacking it, which nothing
    // can do side by side: to spread it costs more than it brings.
    const settings = sql`max_execution_time = ${seconds}, max_insert_threads = 2, max_block_size = ${cachedLines}, input_format_parallel_parsing = 0`
    await this.run(sql`${insertStatement(linesOfChunk(chunk), plan, load)} SETTINGS ${settings}`)
    return (await this.#sizeOf(load.table)) - before
  }

  async count(chunk: Chunk, plan: LinePlan): Promise<ChunkResult> {
    return (await this.#count(linesOfChunk(chunk), plan)).get(chunk.source) ?? nothing
  }

  async #load(lines: Lines, plan: LinePlan, source?: number): Promise<ReadonlyMap<number, ChunkResult>> {
    const only = onlyLoad(plan)
    const whole = only && (await this.#loadWhole(lines, plan, only, source))
    if (whole) return whole
    const counted = await this.#count(lines, plan)
    for (const load of only ? [] : plan.loads) {
      if ([...counted.values()].some(({ rows }) => (rows[load.table] ?? 0) > 0)) await this.run(insertStatement(lines, plan, load))
    }
    return counted
  }

  async #count(lines: Lines, plan: LinePlan): Promise<ReadonlyMap<number, ChunkResult>> {
    const counted = await this.rows<Counted>(countStatement(lines, plan))
    const wanting = counted.some((one) => (one.skipped ?? 0) > 0)
    const samples = wanting ? await this.rows<{ source: number; line: number; text: string }>(sampleStatement(lines, plan)) : []
    const bySource = Map.groupBy(samples, (sample) => sample.source)
    return new Map(counted.map((one) => [one.source, { ...readCounts(one, plan), samples: bySource.get(one.source) ?? [] }]))
  }

  /**
   * Stores first and counts afterwards: when as many rows came as there are lines, none was skipped, and the records need
   * not be parsed a second time to be counted. Otherwise undefined: then the caller counts what was stored. A merge that
   * drops deleted rows meanwhile makes the number smaller, never larger, and so only costs the second look.
   */
  async #loadWhole(lines: Lines, plan: LinePlan, load: LineLoad, source?: number): Promise<ReadonlyMap<number, ChunkResult> | undefined> {
    const before = await this.#sizeOf(load.table)
    await this.run(insertStatement(lines, plan, load))
    const stored = (await this.#sizeOf(load.table)) - before
    // Most pieces of a log hold records and nothing else: then not even comments need be told from them.
    if (source !== undefined) {
      const [length] = await this.rows<{ lines: number }>(lengthStatement(lines))
      if (length?.lines === stored) return new Map([[source, readCounts({ source, lines: stored, n0: stored }, plan)]])
    }
    const counted = await this.rows<Counted>(linesStatement(lines, plan))
    const records = (one: Counted) => (one.lines ?? 0) - (one.ignored_lines ?? 0)
    if (counted.reduce((sum, one) => sum + records(one), 0) !== stored) return undefined
    return new Map(counted.map((one) => [one.source, readCounts({ ...one, n0: records(one) }, plan)]))
  }

  async #sizeOf(table: TableName): Promise<number> {
    const [found] = await this.rows<{ size: number | null }>(sizeStatement(table))
    return found?.size ?? 0
  }

  async forget(source: number, fromLine: number): Promise<void> {
    for (const table of evidenceTables) await this.run(sql`DELETE FROM ${name(table)} WHERE source = ${source} AND line >= ${fromLine}`)
  }

  async rowsOf(source: number): Promise<Readonly<Record<string, number>>> {
    const counts = evidenceTables.map((table) => sql`SELECT ${table} AS table, count() AS rows FROM ${name(table)} WHERE source = ${source}`)
    const rows = await this.rows<{ table: string; rows: number }>(join(counts, ' UNION ALL '))
    return Object.fromEntries(rows.filter((row) => row.rows > 0).map((row) => [row.table, row.rows]))
  }

  async rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]> {
    signal?.throwIfAborted()
    const result = await this.#session.queryAsync(query.text, { format: 'JSONEachRow', ...(signal && { signal }) }).catch(fail)
    const text = result.text()
    return text === '' ? [] : (JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as R[])
  }

  async run(statement: Sql): Promise<void> {
    await this.#session.queryAsync(statement.text, { format: 'Null' }).catch(fail)
  }

  coverage(sourceName: (source: number) => string): Promise<readonly Coverage[]> {
    return coverageOf(this, sourceName)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.close()
  }
}

/**
 * Errors that tell of bytes in a part which are not what was written, by the engine's numbers. Evidence read from a file can cause the same ones: those name
 * no part.
 */
const damage: ReadonlySet<number> = new Set([
  32, // ATTEMPT_TO_READ_AFTER_EOF
  33, // CANNOT_READ_ALL_DATA
  39, // TOO_LARGE_SIZE_COMPRESSED
  40, // CHECKSUM_DOESNT_MATCH
  89, // UNKNOWN_COMPRESSION_METHOD
  91, // SIZES_OF_MARKS_FILES_ARE_INCONSISTENT
  107, // FILE_DOESNT_EXIST
  128, // TOO_LARGE_ARRAY_SIZE
  131, // TOO_LARGE_STRING_SIZE
  226, // NO_FILE_IN_DATA_PART
  227, // UNEXPECTED_FILE_IN_DATA_PART
  228, // BAD_SIZE_OF_FILE_IN_DATA_PART
  246, // CORRUPTED_DATA
  271, // CANNOT_DECOMPRESS
  432, // UNKNOWN_CODEC
  740, // POTENTIALLY_BROKEN_DATA_PART
])

/** An engine error in our words; 241 is MEMORY_LIMIT_EXCEEDED, 243 NOT_ENOUGH_SPACE. */
function fail(cause: unknown): never {
  if (cause instanceof Error && cause.name === 'AbortError') throw cause
  const number = (cause as { clickhouseCode?: number }).clickhouseCode
  const message = messageOf(cause).slice(0, 500)
  if (number === 241) {
    throw new GatehouseError('ENGINE_MEMORY', `a query needed more memory than allowed: ${message}`, {
      hint: 'Raise lake.memory in gatehouse.yaml, or GATEHOUSE_LAKE_MEMORY.',
      cause,
    })
  }
  if (number === 243 || /No space left|NOT_ENOUGH_SPACE/.test(message)) {
    throw new GatehouseError('DISK_FULL', `no room left for the lake: ${message}`, {
      hint: 'Free disk space, then run again: it goes on where it stopped.',
      cause,
    })
  }
  if (number !== undefined && damage.has(number) && /\bpart\b/.test(messageOf(cause))) {
    throw new GatehouseError('LAKE_DAMAGED', `rows that are stored cannot be read: ${message}`, {
      hint: 'Assess again: what is damaged is set aside, and read again from the evidence where it is still there.',
      cause,
    })
  }
  throw new GatehouseError('ENGINE_FAILED', message, { cause })
}
