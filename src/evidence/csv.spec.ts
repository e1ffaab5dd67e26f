import { describe, expect, it } from 'vitest'
import { headOfText, sourceOfText } from '../../test/support/source.ts'
import { type CsvRecord, cellOf, columnsOf, csvHead, csvRecords } from './csv.ts'

async function read(content: string) {
  const skipped: { line: number; why: string }[] = []
  const source = sourceOfText(content)
  const head = csvHead(source.head)
  const records: CsvRecord[] = []
  const notes = { skip: (line: number, why: string) => skipped.push({ line, why }), say: () => undefined }
  if (head) for await (const record of csvRecords(source, head, notes)) records.push(record)
  return { head, records, skipped }
}

describe('tables of separated values', () => {
  it.each([
    ['a,b;c,d\n', ',', ['a', 'bc', 'd']],
    ['"x,y";b\n', ';', ['xy', 'b']],
    ['a\tb c\n', '\t', ['a', 'bc']],
    ['\ufeff# comment\nsep=|\n\nInstall_Date|Größe\n', '|', ['installdate', 'größe']],
  ])('finds the header of %j', (content, separator, names) => {
    expect(csvHead(headOfText(content))).toMatchObject({ separator, names })
  })

  it.each(['one column\n', '{"a":1,"b":2}\n', '<a>,<b>\n', '', `${'a,'.repeat(600)}\n`])('finds none in %j', (content) => {
    expect(csvHead(headOfText(content))).toBeUndefined()
  })

  it('gives the line a record ends on, across quoted line breaks and blank lines', async () => {
    const { records } = await read('a,b\n1,"x\ny"\n\n2,"say ""hi"""\n,\n3\n')
    expect(records).toEqual([
      { line: 3, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', 'say "hi"'] },
      { line: 7, cells: ['3'] },
    ])
  })

  it('keeps every record before a quotation mark that is not closed', async () => {
    const before = Array.from({ length: 9000 }, (_, index) => `${index},x`).join('\n')
    const { records, skipped } = await read(`a,b\n${before}\n"open,x\n1,2\n`)
    expect(records).toHaveLength(9000)
    expect(skipped).toEqual([{ line: 9002, why: 'here or soon after begins a quotation mark that is not closed: nothing after it was read' }])
  })

  it('stops at a record without end, and skips a cell too long', async () => {
    const huge = await read(`a,b\n1,2\n"${'x'.repeat(3_000_000)}\n`)
    expect(huge.records).toHaveLength(1)
    expect(huge.skipped).toMatchObject([{ line: 3, why: expect.stringContaining('1048576 characters') }])
    const long = await read(`a,b\n1,${'x'.repeat(9000)}\n3,4\n`)
    expect([long.records.length, long.skipped[0]?.line]).toEqual([1, 2])
  })

  it('takes the first name of a field that is there', () => {
    const columns = columnsOf(['name', 'host', 'version'], { host: ['hostname', 'host', 'name'], vendor: ['vendor'] })
    expect(columns).toEqual({ host: 1 })
    expect([cellOf(['a', 'b'], columns.host), cellOf(['a', 'b'], columns.vendor), cellOf(['a'], columns.host)]).toEqual(['b', '', ''])
  })
})
