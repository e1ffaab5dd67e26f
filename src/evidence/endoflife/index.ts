import { printable } from '../../base/text.ts'
import type { Batch, Row } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source, SourceDocument } from '../format.ts'
import { firstRecord } from '../json-documents.ts'
import { elements, jsonStart, members, parseJson, textOf } from '../json-text.ts'
import { later, recordTime, withCopy } from '../knowledge.ts'
import { cycleRow, type Product } from './cycle.ts'
import { isFrontMatter, productOfFrontMatter } from './front-matter.ts'
import { productNamed, productOf } from './json.ts'

export const endoflife: Format = {
  name: 'endoflife',
  title: 'Life cycles of products (endoflife.date)',
  origin:
    'https://endoflife.date: the whole API (api/v1/products/full, which gatehouse feeds update fetches), one product of the API (api/numpy.json, api/v1/products/numpy), or the pages of its repository, single or as an archive.',
  fills: ['lifecycle', 'feed'],
  recognise,
  archives: true,
  read,
}

function recognise(head: Head): number {
  if (isFrontMatter(head.text)) return 0.95
  const start = jsonStart(head)
  const record = firstRecord(head, ['result']) ?? {}
  if (Array.isArray(start)) return 'cycle' in record && ('eol' in record || 'releaseDate' in record) ? 0.95 : 0
  const product = members(members(start)?.result) ?? record
  const release = members(elements(product.releases)[0])
  return release !== undefined && 'isEol' in release ? 0.95 : 0
}

interface Tally {
  products: number
  last: string
  newest: number | null
  lost: boolean
}

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const tally: Tally = { products: 0, last: '', newest: null, lost: false }
  const copy = () => {
    const { products, last, newest, lost } = tally
    return { feed: 'endoflife', part: products === 1 ? last : '', dated: newest, records: products, whole: !lost }
  }
  return batchedByTable(withCopy(source, rows(source, notes, tally), copy))
}

async function* rows(source: Source, notes: Notes, tally: Tally): AsyncGenerator<TableRow> {
  for await (const document of source.documents()) {
    for (const product of productsIn(document, notes, tally)) {
      tally.products += 1
      tally.last = product.name
      for (const cycle of product.cycles) {
        const row = cycleRow(product, cycle, document.number)
        tally.newest = later(tally.newest, product.dated ?? past(row, source))
        yield { table: 'lifecycle', row }
      }
    }
  }
}

/** The newest release that is no plan: what does not say when it was made is at least that new. */
function past(row: Row<'lifecycle'>, source: Source): number | null {
  const times = [row.latest_released, row.released].filter((time) => typeof time === 'number' && time <= source.modified) as number[]
  return times.length === 0 ? null : Math.max(...times)
}

function productsIn({ name, number, text, problem }: SourceDocument, notes: Notes, tally: Tally): readonly Product[] {
  const skip = (why: string) => {
    tally.lost = true
    notes.skip(number, `${printable(name, 120)}: ${why}`)
    return []
  }
  if (text === undefined) return skip(problem ?? 'it cannot be read')
  if (isFrontMatter(text)) return productOfFrontMatter(text) ?? skip('its front matter is not YAML')
  if (!/^[\s\ufeff]*[{[]/.test(text)) return []
  const { value, problem: broken } = parseJson(text)
  if (broken) skip(broken.why)
  if (Array.isArray(value)) return productNamed(name, value)
  const answer = members(value) ?? {}
  const dated = recordTime(answer.generated_at) ?? recordTime(answer.last_modified)
  const list = Array.isArray(answer.result) ? answer.result : [answer.result]
  return list.flatMap((one) => {
    const product = members(one)
    return product && textOf(product.name) !== '' ? [productOf(product, dated)] : skip('a product without a name')
  })
}
