import { cellOf, columnsOf, csvHead, csvRecords } from '../csv.ts'
import type { Head, Notes, Source } from '../format.ts'
import type { Catalogue, Entry } from './json.ts'

const fields = {
  cve: ['cveid'],
  vendor: ['vendorproject'],
  product: ['product'],
  name: ['vulnerabilityname'],
  added: ['dateadded'],
  due: ['duedate'],
  ransomware: ['knownransomwarecampaignuse'],
  action: ['requiredaction'],
  cwes: ['cwes'],
} as const

export function isKevCsv(head: Head): boolean {
  const names = csvHead(head)?.names ?? []
  return ['cveid', 'vendorproject', 'dateadded', 'duedate'].every((name) => names.includes(name))
}

/** The catalogue as CSV: the same columns, without version and date of the whole. */
export async function kevOfCsv(source: Source, notes: Notes): Promise<Catalogue> {
  const head = csvHead(source.head)
  if (!head) return { version: '', released: null, whole: false, entries: [] }
  const columns = columnsOf(head.names, fields)
  let skipped = 0
  const counted: Notes = {
    ...notes,
    skip: (line, why) => {
      skipped += 1
      notes.skip(line, why)
    },
  }
  const entries: Entry[] = []
  for await (const { line, cells } of csvRecords(source, head, counted)) {
    const of = (field: keyof typeof fields) => cellOf(cells, columns[field])
    const [cve, vendor, product, name, added, due] = [of('cve'), of('vendor'), of('product'), of('name'), of('added'), of('due')]
    const cwes = of('cwes')
      .split(/[\s,;]+/)
      .filter(Boolean)
    entries.push({ line, cve, vendor, product, name, added, due, ransomware: of('ransomware'), action: of('action'), cwes })
  }
  return { version: '', released: null, whole: skipped === 0, entries }
}
