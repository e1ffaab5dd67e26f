import { describe, expect, it } from 'vitest'
import { lakeQueryOf, rowsSearch, searchOf } from './rows-search.ts'

const types = new Map([
  ['dst_port', 'port'],
  ['denied', 'flag'],
  ['bytes_out', 'count?'],
])

describe('a question in the address', () => {
  it('keeps what is a condition and drops what is none', () => {
    const where = [['host', 'is', 'pc-7'], ['host', 'drop table'], ['host', 'is', 7], 'host', ['user', 'unknown'], ['a', 'is', 'b', 'c']]
    expect(rowsSearch({ table: 'contact', where, by: 'host', more: 1 })).toEqual({
      table: 'contact',
      by: 'host',
      where: [
        ['host', 'is', 'pc-7'],
        ['user', 'unknown'],
      ],
    })
    expect(rowsSearch({ where: 'x' })).toEqual({})
  })

  it('gives values the type of their column', () => {
    const { filters } = lakeQueryOf(
      {
        table: 'contact',
        where: [
          ['dst_port', 'one of', '443, 8443'],
          ['denied', 'is', 'yes'],
          ['bytes_out', 'at least', '1000'],
          ['host', 'is', '12'],
          ['bytes_out', 'unknown'],
        ],
      },
      types,
    )
    expect(filters.map(({ value }) => value)).toEqual([[443, 8443], true, 1000, '12', undefined])
  })

  it('sorts rows, and not counts', () => {
    expect(lakeQueryOf({ table: 'contact', sort: 'time' }, types).sort).toEqual({ column: 'time', descending: true })
    expect(lakeQueryOf({ table: 'contact', sort: 'time', by: 'host' }, types)).toMatchObject({ groupBy: ['host'] })
    expect(lakeQueryOf({ table: 'contact', sort: 'time', by: 'host' }, types).sort).toBeUndefined()
  })

  it('comes back as it was saved', () => {
    const search = {
      table: 'contact',
      where: [
        ['host', 'is', 'pc-7'],
        ['name', 'unknown'],
      ] as const,
      by: 'destination',
    }
    expect(searchOf(lakeQueryOf(search, types))).toEqual({ ...search, sort: undefined })
  })
})
