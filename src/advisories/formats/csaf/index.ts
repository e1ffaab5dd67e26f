import type { Note } from '../../advisory.ts'
import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { lineBlock } from '../../text/block.ts'
import { type Fields, fieldsOf, objectsIn, textOf } from '../../text/json.ts'
import { brokenJson } from '../broken-json.ts'
import { productNames } from './product-tree.ts'
import { productsOf } from './vulnerabilities.ts'

export const csaf: AdvisoryFormat = {
  name: 'csaf',
  title: 'CSAF 2.0 and 2.1',
  origin: 'Security advisories of vendors and CERTs in the OASIS Common Security Advisory Framework, also VEX.',
  recognise: score,
  read: (document, context): Reading => {
    const json = document.json()
    if (json === undefined) return brokenJson(document, 'CSAF document')
    return read(fieldsOf(json), context.limits.objects)
  },
}

function score(document: Document): number {
  const head = document.head()
  if (!/^\s*\{/.test(head)) return 0
  if (/"csaf_version"\s*:/.test(head)) return 1
  return textOf(fieldsOf(fieldsOf(document.json()).document).csaf_version) ? 1 : 0
}

const withdrawnNote: Note = { what: 'The publisher has withdrawn this document: the products it names count as not affected by it.' }

function read(json: Fields, most: number): Reading {
  const about = fieldsOf(json.document)
  const tracking = fieldsOf(about.tracking)
  const publisher = fieldsOf(about.publisher)
  const { names, notes } = productNames(fieldsOf(json.product_tree), most)
  const vulnerabilities = objectsIn(json.vulnerabilities)
  const withdrawn = textOf(about.category) === 'csaf_withdrawn'
  const stated = withdrawn ? { products: [], notes: [withdrawnNote] } : productsOf(vulnerabilities, names)
  const texts = [...objectsIn(about.notes), ...vulnerabilities.flatMap((one) => objectsIn(one.notes))]
  return {
    title: textOf(about.title),
    publisher: textOf(publisher.name),
    published: textOf(tracking.initial_release_date),
    modified: textOf(tracking.current_release_date),
    tlp: textOf(fieldsOf(fieldsOf(about.distribution).tlp).label),
    own: [textOf(publisher.namespace)].filter((url) => url !== undefined),
    blocks: texts.flatMap((note) => {
      const text = textOf(note.text)
      return text === undefined ? [] : [lineBlock('paragraph', text, 1, { section: [textOf(note.title) ?? textOf(note.category) ?? ''] })]
    }),
    products: stated.products,
    productsInFields: withdrawn || names.size > 0,
    cves: vulnerabilities.flatMap((one) => (textOf(one.cve) ? [{ id: textOf(one.cve) ?? '', place: {}, sentence: textOf(one.title) ?? '' }] : [])),
    references: [...objectsIn(about.references), ...vulnerabilities.flatMap((one) => objectsIn(one.references))].flatMap((one) =>
      textOf(one.url) ? [{ url: textOf(one.url) ?? '', text: textOf(one.summary) ?? '' }] : [],
    ),
    notes: [...notes, ...stated.notes],
  }
}
