import type { Sql } from '../../base/sql.ts'
import type { TableName } from '../../model/tables.ts'
import type { Observable } from '../../patterns/observation.ts'

/** One row of the lake; times are microseconds UTC. */
export interface Row {
  readonly at: number
  /** A host's name, or an address to be resolved. */
  readonly who: string
  readonly source: number
  readonly line: number
  readonly [column: string]: unknown
}

/** A table as a source of STIX observations: which objects its rows make, and which columns their properties stand in. */
export interface PatternSource {
  readonly table: TableName
  readonly whoIsAddress: boolean
  /** Columns selected, with `who`. */
  readonly select: Sql
  readonly timed: boolean
  /** Types of the objects. */
  readonly types: readonly string[]
  /** `type:path` → columns any of which may hold it. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** `type:first key` of properties that no single column holds: they are only judged on the objects themselves. */
  readonly loose: readonly string[]
  readonly objects: (row: Row) => ReadonlyMap<string, Observable>
}

/** Empty where the row has no such text. */
export const text = (row: Row, column: string) => (typeof row[column] === 'string' ? row[column] : '')
export const count = (row: Row, column: string) => (typeof row[column] === 'number' ? row[column] : undefined)

/** By a name that is unique within the row. */
export type Objects = Map<string, Observable>

/** Adds an address; its name, undefined for none. */
export function address(objects: Objects, value: string): string | undefined {
  if (value === '') return undefined
  const id = `address ${value}`
  objects.set(id, { type: value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value })
  return id
}

/** Those properties that are known. */
export function known(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== '' && value !== undefined))
}

/** The `hashes` of a file. */
export function hashesOf(row: Row): Readonly<Record<string, unknown>> {
  return known({ MD5: text(row, 'md5'), 'SHA-1': text(row, 'sha1'), 'SHA-256': text(row, 'sha256') })
}

/** Columns of the hashes of a file at this path. */
export function hashColumns(path: string): Readonly<Record<string, readonly string[]>> {
  return { [`${path}.MD5`]: ['md5'], [`${path}.SHA-1`]: ['sha1'], [`${path}.SHA-256`]: ['sha256'] }
}
