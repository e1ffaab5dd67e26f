import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { typeByLook } from './look.ts'
import type { TableRow } from './table.ts'
import { typeInWords, typeNameOf } from './type-names.ts'

export interface Columns {
  /** The column that says what the value is. */
  readonly type?: number | undefined
  /** Columns of values, with their type where the heading says it. */
  readonly values: ReadonlyMap<number, AdvisoryIndicatorType | 'any'>
}

/** What the columns mean: by their headings, and by what most of their cells hold. */
export function columnsOf(header: readonly string[], rows: readonly TableRow[]): Columns {
  const sample = rows.slice(0, 200)
  const width = sample.reduce((most, { cells }) => Math.max(most, cells.length), header.length)
  const names = Array.from({ length: width }, (_, column) => (header[column] ?? '').toLowerCase().replace(/[^a-z0-9]/g, ''))
  const share = (column: number, test: (cell: string) => boolean) => {
    const cells = sample.map((row) => row.cells[column] ?? '').filter((cell) => cell !== '')
    return cells.length === 0 ? 0 : cells.filter(test).length / cells.length
  }
  const type = typeColumn(names, share)
  const values = new Map<number, AdvisoryIndicatorType | 'any'>()
  for (const [column, name] of names.entries()) {
    if (column === type) continue
    const exact = typeNameOf(name)
    const known = exact ?? typeInWords(header[column] ?? '')
    const holds = share(column, (cell) => typeByLook(cell) !== undefined)
    const isReference = /^(?:reference|references|source|sources|report|link|virustotal|vt|note|notes|comment|description|context)s?$/.test(name)
    // A longer name (`url_status`) may be of what is said of the value.
    if (known && !isReference && ((exact && known !== 'any') || holds > 0.1)) values.set(column, known)
    else if (/^(?:value|indicator|ioc|data|observable|artifact|indicatorvalue|iocvalue|attribute)s?$/.test(name) || (holds >= 0.6 && !isReference))
      values.set(column, 'any')
  }
  return { type: type < 0 ? undefined : type, values }
}

/** The column whose cells name types; else the one that is called so; else the one whose cells have such names in them. */
function typeColumn(names: readonly string[], share: (column: number, test: (cell: string) => boolean) => number): number {
  const naming = (test: (cell: string) => unknown) =>
    names.findIndex((_, column) => share(column, (cell) => cell.length < 40 && test(cell) !== undefined && typeByLook(cell) === undefined) >= 0.6)
  const exact = naming(typeNameOf)
  const called = names.findIndex(
    (name, column) =>
      /^(?:indicator|ioc|entity|observable|attribute|artifact|data|value)?types?$/.test(name) && share(column, (cell) => typeByLook(cell) === undefined) >= 0.6,
  )
  return exact >= 0 ? exact : called >= 0 ? called : naming(typeInWords)
}
