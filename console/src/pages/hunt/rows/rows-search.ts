import type { LakeQuery } from '../../../../../src/contract/query.ts'
import { textsOf } from '../../../base/filters.ts'

type Filter = LakeQuery['filters'][number]

/** A condition as it stands in the address: column, operator, value. */
export type Condition = readonly [column: string, operator: Filter['operator'], value?: string]

/** Every operator and whether it takes a value. */
export const operators: Readonly<Record<Filter['operator'], boolean>> = {
  is: true,
  'is not': true,
  'one of': true,
  contains: true,
  begins: true,
  'at least': true,
  'at most': true,
  'in range': true,
  unknown: false,
  known: false,
}

export interface RowsSearch {
  readonly table?: string | undefined
  readonly where?: readonly Condition[] | undefined
  /** Count by this column instead of listing rows. */
  readonly by?: string | undefined
  readonly sort?: string | undefined
  /** A question that was saved, by its id: it is asked in place of the others. */
  readonly saved?: string | undefined
}

/** Reads the question out of an address, whoever wrote it; what is no condition is left out. */
export function rowsSearch(search: Record<string, unknown>): RowsSearch {
  const where = Array.isArray(search.where) ? search.where.filter(isCondition) : []
  return { ...textsOf(search, ['table', 'by', 'sort', 'saved']), ...(where.length > 0 && { where }) }
}

function isCondition(value: unknown): value is Condition {
  return Array.isArray(value) && value.length <= 3 && value.every((part) => typeof part === 'string') && String(value[1]) in operators
}

const most = 200

/** The question as the service takes it. `time` columns are given as ISO 8601 and numbers as numbers. */
export function lakeQueryOf({ table = '', where = [], by, sort }: RowsSearch, types: ReadonlyMap<string, string>): LakeQuery {
  const filters = where.map(([column, operator, value = '']): Filter => {
    if (!operators[operator]) return { column, operator }
    return {
      column,
      operator,
      value: operator === 'one of' ? value.split(',').map((one) => typed(one.trim(), types.get(column))) : typed(value, types.get(column)),
    }
  })
  const order = sort === undefined || by !== undefined ? {} : { sort: { column: sort, descending: true } }
  return { table, filters, limit: most, offset: 0, ...(by !== undefined && { groupBy: [by] }), ...order }
}

function typed(value: string, type: string | undefined): string | number | boolean {
  if (type?.startsWith('flag')) return value === 'yes' || value === 'true' || value === '1'
  const isNumber = /^(count|number|port)/.test(type ?? '')
  return isNumber && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
}

/** A question that was saved, as an address. */
export function searchOf({ table, filters, groupBy, sort }: LakeQuery): RowsSearch {
  const where = filters.map(({ column, operator, value }): Condition => (value === undefined ? [column, operator] : [column, operator, String(value)]))
  return { table, where, by: groupBy?.[0], sort: sort?.column }
}
