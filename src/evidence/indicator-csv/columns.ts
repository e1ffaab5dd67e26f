import { cellOf, columnsOf, csvHead } from '../csv.ts'
import type { Head } from '../format.ts'
import { readIndicators } from './read-indicators.ts'

export interface IndicatorColumns {
  readonly type?: number
  readonly value: number
  readonly role?: number
  readonly list?: number
  readonly detect?: number
}

const values = ['value', 'iocvalue', 'indicatorvalue', 'observablevalue', 'data', 'observable', 'ioc', 'indicator']
const kinds = ['type', 'entitytype', 'indicatortype', 'ioctype', 'observabletype', 'datatype', 'attributetype', 'kind', 'indicator']

/** Columns of an indicator list by their names; undefined when there is none with values. */
export function indicatorColumns(names: readonly string[]): IndicatorColumns | undefined {
  const { value, ...rest } = columnsOf(names, {
    value: values,
    role: ['role', 'description', 'comment', 'comments', 'note', 'notes', 'context', 'threat', 'malware', 'malwareprintable', 'tags'],
    list: ['sources', 'source', 'list', 'feed', 'provider', 'reporter', 'author', 'organisation', 'organization'],
    detect: ['toids'],
  })
  if (value === undefined) return undefined
  // Some write the kind under `Indicator` and the value under `Data`: the same column is never both.
  const type = kinds.map((name) => names.indexOf(name)).find((column) => column >= 0 && column !== value)
  return { value, ...rest, ...(type !== undefined && { type }) }
}

/** 0…1: the header must fit, and at least half of the first records must give an indicator. */
export function scoreOf(head: Head): number {
  const csv = csvHead(head)
  const columns = csv && indicatorColumns(csv.names)
  if (!csv || !columns || csv.sample.length === 0) return 0
  // Without a column of types, only a column that calls itself one of indicators will do.
  if (columns.type === undefined && !/ioc|indicator|observable/.test(csv.names[columns.value] ?? '')) return 0
  const good = csv.sample.filter((cells) => readIndicators(cellOf(cells, columns.type), cellOf(cells, columns.value)).found.length > 0)
  return good.length >= csv.sample.length / 2 ? 0.9 : 0
}
