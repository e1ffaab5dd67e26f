import { describe, expect, test } from 'vitest'
import { hourlyCoverage } from '../../test/support/assessment.ts'
import type { Coverage } from '../model/status.ts'
import { extentOf, summariseCoverage } from './coverage-summary.ts'

function span(source: string, first: string, last: string, gaps: Coverage['gaps'] = []): Coverage {
  return { table: 'connection', source, rows: 5, first: `2023-03-${first}:00Z`, last: `2023-03-${last}:00Z`, gaps }
}

const gap = { from: '2023-03-20T06:00:00Z', until: '2023-03-20T12:00:00Z' }

test('few sources keep a line each, with their own gaps', () => {
  const lines = summariseCoverage([span('a.log', '20T00:00', '21T00:00', [gap]), span('b.log', '22T00:00', '23T00:00')])
  expect(lines.map(({ source, gaps }) => [source, gaps])).toEqual([
    ['a.log', [gap]],
    ['b.log', []],
  ])
})

test('many files become a line for each folder, and a missing hour shows', () => {
  const lines = summariseCoverage(hourlyCoverage())
  expect(lines.map(({ source, rows }) => [source, rows])).toEqual([
    ['north/ (999 files)', 999_000],
    ['south/ (1,000 files)', 1_000_000],
  ])
  // Hour 499 ends at 20 March + 499 h + 3597 s, hour 501 begins at + 501 h + 2 s.
  expect(lines[0]?.gaps).toEqual([{ from: '2023-04-09T19:59:57Z', until: '2023-04-09T21:00:02Z' }])
  expect(lines[1]?.gaps).toEqual([])
})

test('many folders become a line for each table', () => {
  const coverage = Array.from({ length: 60 }, (_, index) => ({
    ...span(`day-${index}/conn.log`, '20T00:00', '21T00:00'),
    table: index % 2 ? 'connection' : 'dns_query',
  }))
  expect(summariseCoverage(coverage).map(({ table, source, rows }) => [table, source, rows])).toEqual([
    ['dns_query', '30 files', 150],
    ['connection', '30 files', 150],
  ])
})

describe('merging', () => {
  const merged = (coverage: readonly Coverage[]) => summariseCoverage(coverage, 1)[0]

  test("one source's gap that another covers is none", () => {
    expect(merged([span('x/a', '20T00:00', '21T00:00', [gap]), span('x/b', '20T05:00', '20T13:00')])?.gaps).toEqual([])
  })

  test('one that another covers in part is what is left of it', () => {
    expect(merged([span('x/a', '20T00:00', '21T00:00', [gap]), span('x/b', '20T05:00', '20T09:00')])?.gaps).toEqual([
      { from: '2023-03-20T09:00:00Z', until: gap.until },
    ])
  })

  test('sources without times add rows and no time', () => {
    const { first: _, last: __, ...timeless } = span('x/b', '20T00:00', '20T00:00')
    expect(merged([timeless, timeless])).toEqual({ table: 'connection', source: 'x/ (1 file)', rows: 10, gaps: [] })
  })
})

test('tables made from others are no evidence of their own', () => {
  const coverage = [span('a', '20T00:00', '21T00:00'), { ...span('a', '01T00:00', '30T00:00'), table: 'contact' }]
  expect(summariseCoverage(coverage)).toHaveLength(1)
  expect(extentOf(coverage)).toEqual({ rows: 5, first: '2023-03-20T00:00:00Z', last: '2023-03-21T00:00:00Z' })
})
