import type { Batch, Row } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'
import { later, partOfFile, recordTime, textsOf, withCopy } from '../knowledge.ts'

const states = ['not_affected', 'affected', 'fixed', 'under_investigation']

export const openvex: Format = {
  name: 'openvex',
  title: 'OpenVEX: statements on whether a product is affected',
  origin: 'Documents of https://github.com/openvex/spec, as vendors and vexctl write them.',
  fills: ['vex_statement', 'feed'],
  recognise: (head: Head) => (/^https:\/\/openvex\.dev\/ns/.test(textOf(firstRecord(head)?.['@context'])) ? 0.95 : 0),
  archives: true,
  read,
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
    for await (const { line, members: document } of records) {
      tally.records += 1
      tally.last = textOf(document['@id'])
      const made = recordTime(document.last_updated) ?? recordTime(document.timestamp)
      tally.newest = later(tally.newest, made)
      for (const entry of elements(document.statements)) {
        for (const row of statementRows(members(entry) ?? {}, document, line, notes)) yield { table: 'vex_statement', row }
      }
    }
  }
  return batchedByTable(withCopy(source, rows(), copy))
}

type Members = Readonly<Record<string, unknown>>

/** One row for each product, and each of its parts that are named. */
function* statementRows(statement: Members, document: Members, line: number, notes: Notes): Generator<Row<'vex_statement'>> {
  const vulnerability = members(statement.vulnerability) ?? {}
  const id = textOf(vulnerability.name) || textOf(vulnerability['@id']) || textOf(statement.vulnerability)
  const status = textOf(statement.status).toLowerCase()
  if (id === '' || !states.includes(status)) return notes.skip(line, 'a statement without a vulnerability or with a status that is none of OpenVEX')
  const about = {
    line,
    vulnerability: /^cve-/i.test(id) ? id.toUpperCase() : id,
    aliases: textsOf(vulnerability.aliases),
    vendor: '',
    version: '',
    status,
    justification: textOf(statement.justification).toLowerCase(),
    statement: textOf(statement.impact_statement) || textOf(statement.action_statement),
    no_fix: null,
    author: textOf(document.author),
    made_at: recordTime(statement.last_updated) ?? recordTime(statement.timestamp) ?? recordTime(document.last_updated) ?? recordTime(document.timestamp),
    document: textOf(document['@id']),
  }
  const products = elements(statement.products)
  if (products.length === 0) notes.skip(line, `the statement on ${about.vulnerability.slice(0, 40)} names no product`)
  for (const entry of products) {
    const product = members(entry) ?? { '@id': entry }
    const parts = elements(product.subcomponents).map((part) => textOf(members(part)?.['@id']) || textOf(part))
    for (const component of parts.length > 0 ? parts : ['']) yield { ...about, ...identityOf(product), component }
  }
}

function identityOf(product: Members) {
  const id = textOf(product['@id'])
  const { purl, cpe23, cpe22 } = members(product.identifiers) ?? {}
  const hashes = Object.values(members(product.hashes) ?? {}).map((hash) => textOf(hash).toLowerCase())
  return {
    product: /^(?:pkg:|cpe:)/.test(id) ? '' : id,
    purl: textOf(purl) || (id.startsWith('pkg:') ? id : ''),
    cpe: textOf(cpe23) || textOf(cpe22) || (id.startsWith('cpe:') ? id : ''),
    hashes: hashes.filter((hash) => hash !== ''),
  }
}
