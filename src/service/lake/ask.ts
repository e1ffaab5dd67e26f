import { isAddress, isRange } from '../../base/net.ts'
import { join, name, raw, type Sql, type SqlValue, sql } from '../../base/sql.ts'
import type { LakeQuery } from '../../contract/query.ts'
import { type TableName, tables } from '../../model/tables.ts'
import type { Engine } from '../engine/engine.ts'
import { Refused } from '../problem.ts'
import { type Cell, cellOf, columnsOf } from './rows.ts'

type Filter = LakeQuery['filters'][number]
type Columns = ReturnType<typeof columnsOf>

/** Seconds and rows that one question may cost. */
const limits = raw('SETTINGS max_execution_time = 20, max_rows_to_read = 2000000000, max_result_rows = 10000')

/** Answers a question in the query language of the API. Names are held to the tables that there are, values are written as literals: no text of the caller is SQL. */
export async function answerOf(engine: Engine, query: LakeQuery, signal: AbortSignal) {
  const started = performance.now()
  const { columns, text } = statementOf(query)
  const found = await engine.ask<readonly Record<string, unknown>[]>('rows', { text: text.text }, { signal })
  const rows = found.slice(0, query.limit).map((row) => columns.map(({ name: column, type }): Cell => cellOf(row[column], type)))
  return { columns: [...columns], rows, more: found.length > query.limit, seconds: (performance.now() - started) / 1000 }
}

/** The statement, and the columns that it gives. Throws `invalid-request` for names and values that do not fit. */
function statementOf({ table, filters, columns, groupBy, sort, limit, offset }: LakeQuery) {
  if (!(table in tables)) throw refused(`There is no table ${table}.`)
  const known = columnsOf(table as TableName)
  const conditions = filters.map((filter) => conditionOf(filter, known))
  const where = conditions.length > 0 ? sql`WHERE ${join(conditions, ' AND ')}` : raw('')
  const shown = groupBy ?? columns ?? Object.keys(known)
  for (const column of shown) typeOf(column, known)
  const listed = shown.map((column) => ({ name: column, type: typeOf(column, known), doc: known[column]?.doc ?? '' }))
  const given = groupBy ? [...listed, { name: 'rows', type: 'count', doc: 'how many rows' }] : listed
  if (sort && !given.some((column) => column.name === sort.column)) throw refused(`It cannot be sorted by ${sort.column}: that is not among its columns.`)
  const order = sort
    ? sql`ORDER BY ${name(sort.column)} ${raw(sort.descending ? 'DESC' : 'ASC')}`
    : groupBy
      ? raw('ORDER BY `rows` DESC')
      : raw('ORDER BY source, line')
  const selected = join([...shown.map((column) => name(column)), ...(groupBy ? [raw('count() AS `rows`')] : [])])
  const grouped = groupBy ? sql`GROUP BY ${join(groupBy.map((column) => name(column)))}` : raw('')
  const text = sql`SELECT ${selected} FROM ${name(table)} ${where} ${grouped} ${order} LIMIT ${limit + 1} OFFSET ${offset} ${limits}`
  return { columns: given, text }
}

function typeOf(column: string, known: Columns): string {
  const found = Object.hasOwn(known, column) ? known[column] : undefined
  if (!found) throw refused(`There is no column ${column}.`)
  return found.type
}

function conditionOf({ column, operator, value }: Filter, known: Columns): Sql {
  const type = typeOf(column, known)
  const at = name(column)
  const empty = type.endsWith('?') ? sql`isNull(${at})` : type === 'texts' ? sql`empty(${at})` : isText(type) ? sql`${at} = ''` : raw('false')
  if (operator === 'unknown') return empty
  if (operator === 'known') return sql`NOT (${empty})`
  if (value === undefined) throw refused(`Say what ${column} is held against.`)
  if (operator === 'one of') return sql`${at} IN ${[value].flat().map((one) => literalOf(one, type, column))}`
  if (Array.isArray(value)) throw refused(`${operator} takes one value.`)
  if (operator === 'is' && type === 'texts') return sql`has(${at}, ${String(value)})`
  if (operator === 'is') return sql`${at} = ${literalOf(value, type, column)}`
  if (operator === 'is not') return sql`${at} != ${literalOf(value, type, column)}`
  if (operator === 'at least') return sql`${at} >= ${literalOf(value, type, column)}`
  if (operator === 'at most') return sql`${at} <= ${literalOf(value, type, column)}`
  if (!isText(type) && type !== 'texts') throw refused(`${operator} is for texts, and ${column} is none.`)
  return textCondition(type === 'texts' ? sql`arrayStringConcat(${at}, '\n')` : sql`toString(${at})`, operator, String(value))
}

function textCondition(text: Sql, operator: 'contains' | 'begins' | 'in range', value: string): Sql {
  if (operator === 'contains') return sql`positionCaseInsensitiveUTF8(${text}, ${value}) > 0`
  if (operator === 'begins') return sql`startsWith(${text}, ${value})`
  if (!isRange(value) && !isAddress(value)) throw refused('A range is written as 10.0.0.0/8.')
  const range = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`
  return sql`(isIPv4String(${text}) OR isIPv6String(${text})) AND isIPAddressInRange(if(isIPv4String(${text}) OR isIPv6String(${text}), ${text}, '::'), ${range})`
}

function isText(type: string): boolean {
  return type === 'text' || type === 'category'
}

/** A value as a literal of the column's type. */
function literalOf(value: string | number | boolean, type: string, column: string): SqlValue {
  const base = type.replace('?', '')
  if (base === 'time') {
    const time = Date.parse(String(value))
    if (Number.isNaN(time)) throw refused(`${column} is a time: write it as 2024-01-31T12:00:00Z.`)
    return sql`fromUnixTimestamp64Milli(toInt64(${time}), 'UTC')`
  }
  if (base === 'flag') return value === true || value === 'true' || value === 1 || value === 'yes'
  if (base === 'text' || base === 'category' || base === 'texts') return String(value)
  const number = Number(value)
  if (!Number.isFinite(number)) throw refused(`${column} is a number.`)
  return number
}

function refused(detail: string): Refused {
  return new Refused('invalid-request', detail)
}
