import type { TableName } from '../model/tables.ts'
import type { Sql } from './sql.ts'

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
