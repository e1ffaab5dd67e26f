import type { Batch, Row } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'
import { later, partOfFile, recordTime, textsOf, withCopy } from '../knowledge.ts'
import { productsOf } from './products.ts'

/** Kinds of `product_status` and what they are in VEX: https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#3238-vulnerabilities-property---product-status */
const states: Readonly<Record<string, string>> = {
  known_not_affected: 'not_affected',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under_investigation',
}

export const csafVex: Format = {
  name: 'csaf-vex',
  title: 'CSAF documents: statements on whether a product is affected',
  origin: 'CSAF 2.0 documents of vendors, of the category csaf_vex or csaf_security_advisory; found by their provider-metadata.json.',
  fills: ['vex_statement', 'feed'],
  recognise,
  archives: true,
  read,
}

function recognise(head: Head): number {
  const document = members(firstRecord(head)?.document)
  return document && /^2\./.test(textOf(document.csaf_version)) ? 0.95 : 0
}

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const records = jsonRecords(source, notes)
  const tally = { records: 0, newest: null as number | null, last: '' }
  const copy = () => ({
    feed: 'vex',
    part: tally.records === 1 ? tally.last || partOfFile(source) : partOfFile(source),
    dated: tally.newest,
    records: tally.records,
    whole: records.whole(),
  })
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const { line, members: file } of records) {
      const tracking = members(members(file.document)?.tracking) ?? {}
      tally.records += 1
      tally.last = textOf(tracking.id)
      tally.newest = later(tally.newest, recordTime(tracking.current_release_date))
      for (const row of statementRows(file, line, notes)) yield { table: 'vex_statement', row }
    }
  }
  return batchedByTable(withCopy(source, rows(), copy))
}

type Members = Readonly<Record<string, unknown>>

function* statementRows(file: Members, line: number, notes: Notes): Generator<Row<'vex_statement'>> {
  const document = members(file.document) ?? {}
  const tracking = members(document.tracking) ?? {}
  const products = productsOf(file, notes)
  for (const vulnerability of elements(file.vulnerabilities).map((one) => members(one) ?? {})) {
    const ids = elements(vulnerability.ids).map((one) => textOf(members(one)?.text))
    const id = textOf(vulnerability.cve).toUpperCase() || (ids[0] ?? '')
    if (id === '') {
      notes.skip(line, 'a vulnerability without a CVE or another id')
      continue
    }
    for (const [kind, list] of Object.entries(members(vulnerability.product_status) ?? {})) {
      const status = states[kind]
      if (status === undefined) continue
      for (const name of textsOf(list)) {
        const product = products.get(name)
        if (!product) {
          notes.skip(line, `the statement on ${id.slice(0, 40)} is about a product that the document does not describe`)
          continue
        }
        yield {
          line,
          vulnerability: id,
          aliases: ids,
          ...product,
          status,
          ...reasonOf(vulnerability, name),
          author: textOf(members(document.publisher)?.name),
          made_at: recordTime(tracking.current_release_date),
          document: textOf(tracking.id),
        }
      }
    }
  }
}

/** Why a product is not affected, what to do, and whether no repair will come. */
function reasonOf(vulnerability: Members, product: string) {
  const about = (list: unknown) =>
    elements(list)
      .map((one) => members(one) ?? {})
      .filter((one) => textsOf(one.product_ids).includes(product))
  const [flag] = about(vulnerability.flags)
  const threat = about(vulnerability.threats).find(({ category }) => category === 'impact')
  const remediations = about(vulnerability.remediations)
  return {
    justification: textOf(flag?.label).toLowerCase(),
    statement: textOf(threat?.details) || textOf(remediations[0]?.details),
    no_fix: remediations.some(({ category }) => category === 'no_fix_planned') ? true : null,
  }
}
