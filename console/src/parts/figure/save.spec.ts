import { describe, expect, it } from 'vitest'
import { csvOf, fileName } from './save.ts'

describe('what is saved', () => {
  it('is CSV after RFC 4180', () => {
    expect(
      csvOf({
        headers: ['Host', 'Note'],
        rows: [
          ['pc-1', 'said "no", twice'],
          ['pc-2', 'two\nlines'],
        ],
      }),
    ).toBe('Host,Note\r\npc-1,"said ""no"", twice"\r\npc-2,"two\nlines"\r\n')
  })

  it('is no formula: evidence writes these cells, and spreadsheets run them', () => {
    const cells = ['=HYPERLINK("http://x.invalid")', '+cmd', '@SUM(1)', '-1+1|x', '\tx']
    expect(csvOf({ headers: [], rows: cells.map((cell) => [cell]) })).toBe(
      '\r\n"\'=HYPERLINK(""http://x.invalid"")"\r\n\'+cmd\r\n\'@SUM(1)\r\n\'-1+1|x\r\n\'\tx\r\n',
    )
  })

  it('leaves numbers as they are', () => {
    expect(csvOf({ headers: [], rows: [['-12.5'], ['-1,234']] })).toBe('\r\n-12.5\r\n"-1,234"\r\n')
  })

  it('has a name that every system takes', () => {
    expect(fileName('Pauses between contacts of cc-d004 with ../x.invalid')).toBe('pauses-between-contacts-of-cc-d004-with-x-invalid')
    expect(fileName('···')).toBe('figure')
  })
})
