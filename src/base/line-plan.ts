import type { TableName } from '../model/tables.ts'
import { type Sql, sql } from './sql.ts'

/**
 * How the engine turns lines into rows by itself, given by a format. All pieces are ClickHouse expressions over
 * `line` (the raw line) and `row` (the value of `parse`); they are constants of the format or built with `sql`.
 */
export interface LinePlan {
  /** Expression that parses the line once, such as `splitByChar('\t', line)`. */
  readonly parse: Sql
  /** Lines that carry no record: comments, blank lines. */
  readonly ignore: Sql
  readonly loads: readonly LineLoad[]
  /** A cheaper `parse` that is right for the lines where `when` holds, which are nearly all. */
  readonly plain?: { readonly when: Sql; readonly parse: Sql }
}

export interface LineLoad {
  readonly table: TableName
  /** Which lines are records of this table, and whole: a line that no load accepts is counted as skipped. */
  readonly where: Sql
  /** Column → expression; a column that is absent stays empty or unknown. */
  readonly columns: Readonly<Record<string, Sql>>
  /** Among those lines, the ones worth a row; a line that is taken but not kept is not lost. */
  readonly keep?: Sql
}

/** The one load of a plan that keeps every record: then what is stored can be told from the number of lines. */
export function onlyLoad({ loads }: LinePlan): LineLoad | undefined {
  return loads.length === 1 && loads[0]?.keep === undefined ? loads[0] : undefined
}

/** The plan for the plain lines alone, and the one for the others; without a cheaper way the plan itself takes all. */
export function byPlainness(plan: LinePlan): { readonly first: LinePlan; readonly rest?: LinePlan } {
  const { plain, loads } = plan
  if (!plain) return { first: plan }
  const where = (condition: Sql) => loads.map((load) => ({ ...load, where: sql`(${condition}) * (${load.where})` }))
  return { first: { ...plan, parse: plain.parse, loads: where(plain.when) }, rest: { ...plan, loads: where(sql`NOT (${plain.when})`) } }
}
