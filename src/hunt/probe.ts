import { type Sql, sql } from '../base/sql.ts'
import type { SightingWay } from '../model/hunt.ts'
import type { TableName } from '../model/tables.ts'

/** How values of the evidence are paired with indicators: distinct values are joined, never rows. */
export interface Pairing {
  readonly probe: string
  /** Kinds of indicators that it needs. */
  readonly matches: readonly string[]
  /** Rows of `seen`, `id` and `relation`. */
  readonly pairs: Sql
}

/** Rows of the evidence that hold a paired value. */
export interface Rows {
  readonly probe: string
  readonly way: SightingWay
  readonly table: TableName
  /** From which rows; with `seen` in scope. */
  readonly from: Sql
  readonly seen: Sql
  /** The host by its name, or its address, which is resolved afterwards. */
  readonly who: { readonly host: Sql } | { readonly address: Sql } | 'nobody'
  readonly met: Sql
  readonly blocked?: Sql
}

/** Indicators of some kinds, as loaded. */
export const wanted = (...matches: readonly string[]) => sql`SELECT id, value, tail FROM hunt_wanted WHERE match IN ${matches}`
/** Values of the evidence that were paired. */
export const paired = (probe: string) => sql`(SELECT seen FROM hunt_pair WHERE probe = ${probe})`
