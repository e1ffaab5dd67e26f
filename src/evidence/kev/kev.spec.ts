import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { readAll } from '../../../test/support/source.ts'
import { kev } from './index.ts'

holdsTheContract(kev)

const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) * 1000

describe('the catalogue of known exploited vulnerabilities', () => {
  it('tells the same as JSON and as CSV', async () => {
    const [json, csv] = [await readSample(kev, 'catalogue.json'), await readSample(kev, 'catalogue.csv')]
    const plain = ({ rows }: typeof json) => rows.known_exploited?.map(({ line: _, ...row }) => row)
    expect(plain(json)).toEqual(plain(csv))
    expect(json.rows.known_exploited).toMatchObject([
      { cve: 'CVE-2099-10001', ransomware: true, date_added: day(2025, 8, 20), due_date: day(2025, 9, 10), due_before_added: false, cwes: ['CWE-94'] },
      { cve: 'CVE-2099-10006', ransomware: null, due_before_added: true },
      { cve: 'CVE-2099-10007', ransomware: null, due_before_added: false, cwes: ['CWE-416', 'CWE-119'] },
    ])
    expect(json.rows.feed).toMatchObject([{ feed: 'kev', version: '2025.08.25', records: 3, whole: true }])
    expect(csv.rows.feed).toMatchObject([{ dated: day(2025, 8, 25), records: 3, whole: true }])
  })

  it('names entries that are due before they were added', async () => {
    const { said } = await readSample(kev, 'catalogue.json')
    expect(said).toEqual(['Due before they were added, and so overdue from the start: 1: CVE-2099-10006 (added 2025-08-25, due 2025-08-22).'])
  })

  it('does not take a file that lacks entries for a whole copy', async () => {
    const { rows, said } = await readAll(kev, readSampleText().replace('"count": 3', '"count": 4'))
    expect(rows.feed).toMatchObject([{ records: 3, whole: false }])
    expect(said.at(-1)).toBe('The catalogue says that it holds 4 entries; 3 were read.')
  })
})

function readSampleText(): string {
  return readFileSync(new URL('samples/catalogue.json', import.meta.url), 'utf8')
}

describe.skipIf(noSharedData('the real catalogue'))('the catalogue of 25 August 2025', () => {
  it('is read in full, with those that were due before they were added', async () => {
    const text = readFileSync(sharedFile('vulnerabilities', 'kev-2025-08-25.json'), 'utf8')
    const { rows, skipped, said } = await readAll(kev, text)
    // ISO dates order as text.
    const pairs = [...text.matchAll(/"dateAdded": "([\d-]+)"[^}]*?"dueDate": "([\d-]+)"/g)]
    const early = pairs.filter(([, added = '', due = '']) => due < added).length
    expect([pairs.length, early]).toEqual([1404, 15])
    expect(skipped).toEqual([])
    expect(rows.known_exploited).toHaveLength(1404)
    expect(rows.known_exploited?.filter((row) => row.due_before_added)).toHaveLength(early)
    expect(rows.known_exploited?.every((row) => row.date_added !== null && row.due_date !== null)).toBe(true)
    expect(said).toEqual([expect.stringContaining('overdue from the start: 15: CVE-')])
    expect(rows.feed).toMatchObject([{ records: 1404, whole: true, dated: Date.UTC(2025, 7, 25, 17, 4, 19) * 1000 + 979_600 }])
  })
})
