import { plainName } from '../../base/text.ts'
import { parseTime } from '../../base/time.ts'
import type { Row } from '../../model/tables.ts'

/** A fact that is given as a date or as yes or no. */
export interface Point {
  readonly reached: boolean | null
  readonly date: number | null
}

export interface Cycle {
  readonly name: string
  readonly label: string
  readonly released: number | null
  readonly eol: Point
  readonly support: Point
  readonly extended: Point
  readonly discontinued: Point
  readonly lts: boolean | null
  readonly latest: string
  readonly latestReleased: number | null
}

export interface Product {
  readonly name: string
  readonly title: string
  readonly aliases: readonly string[]
  readonly category: string
  readonly identifiers: readonly string[]
  /** When the data was made, where it says so. */
  readonly dated: number | null
  readonly cycles: readonly Cycle[]
}

/** `2027-06-08`, `true`, `false`; anything else is unknown. */
export function pointOf(value: string): Point {
  if (value === 'true' || value === 'false') return { reached: value === 'true', date: null }
  return { reached: null, date: parseTime(value) }
}

export function cycleRow(product: Product, cycle: Cycle, line: number): Row<'lifecycle'> {
  const names = [product.name, product.title, ...product.aliases].map(plainName).filter((name) => name !== '')
  return {
    line,
    product: product.name,
    title: product.title,
    names: [...new Set(names)],
    category: product.category,
    identifiers: product.identifiers,
    cycle: cycle.name,
    label: cycle.label,
    released: cycle.released,
    eol: cycle.eol.reached,
    eol_date: cycle.eol.date,
    support_ended: cycle.support.reached,
    support_date: cycle.support.date,
    extended_date: cycle.extended.date,
    discontinued: cycle.discontinued.reached,
    discontinued_date: cycle.discontinued.date,
    lts: cycle.lts,
    latest: cycle.latest,
    latest_released: cycle.latestReleased,
  }
}
