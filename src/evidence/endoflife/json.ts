import { basename } from 'node:path'
import { parseTime } from '../../base/time.ts'
import { elements, members, textOf } from '../json-text.ts'
import { textsOf } from '../knowledge.ts'
import { type Cycle, type Point, type Product, pointOf } from './cycle.ts'

type Members = Readonly<Record<string, unknown>>

/** The older API: a list of cycles in a file that has the product's name. https://endoflife.date/docs/api */
export function productNamed(path: string, list: readonly unknown[]): readonly Product[] {
  const name = basename(path)
    .replace(/(\.json)?(\.gz|\.zst)?$/i, '')
    .toLowerCase()
  const cycles = list.flatMap((entry) => {
    const cycle = members(entry)
    return cycle && textOf(cycle.cycle) !== '' ? [olderCycle(cycle)] : []
  })
  return cycles.length === 0 ? [] : [{ name, title: name, aliases: [], category: '', identifiers: [], dated: null, cycles }]
}

function olderCycle(cycle: Members): Cycle {
  const support = pointOf(word(cycle.support))
  return {
    name: textOf(cycle.cycle),
    label: textOf(cycle.releaseLabel),
    released: parseTime(textOf(cycle.releaseDate)),
    eol: pointOf(word(cycle.eol)),
    // Here true means that there still is support.
    support: { ...support, reached: support.reached === null ? null : !support.reached },
    extended: pointOf(word(cycle.extendedSupport)),
    discontinued: pointOf(word(cycle.discontinued)),
    lts: ltsOf(word(cycle.lts)),
    latest: textOf(cycle.latest),
    latestReleased: parseTime(textOf(cycle.latestReleaseDate)),
  }
}

/** A product of the API v1. https://endoflife.date/docs/api/v1/ */
export function productOf(product: Members, dated: number | null): Product {
  return {
    name: textOf(product.name),
    title: textOf(product.label) || textOf(product.name),
    aliases: textsOf(product.aliases),
    category: textOf(product.category),
    identifiers: elements(product.identifiers).flatMap((one) => {
      const { type, id } = members(one) ?? {}
      return ['purl', 'cpe'].includes(textOf(type)) && textOf(id) !== '' ? [textOf(id)] : []
    }),
    dated,
    cycles: elements(product.releases).flatMap((one) => {
      const release = members(one)
      return release && textOf(release.name) !== '' ? [newerCycle(release)] : []
    }),
  }
}

function newerCycle(release: Members): Cycle {
  const latest = members(release.latest) ?? {}
  return {
    name: textOf(release.name),
    label: textOf(release.label),
    released: parseTime(textOf(release.releaseDate)),
    eol: dated(release.eolFrom, release.isEol),
    support: dated(release.eoasFrom, release.isEoas),
    extended: dated(release.eoesFrom, release.isEoes),
    discontinued: dated(release.discontinuedFrom, release.isDiscontinued),
    lts: ltsOf(word(release.isLts)),
    latest: textOf(latest.name),
    latestReleased: parseTime(textOf(latest.date)),
  }
}

/** The date says more than the flag, which held on the day the data was made. */
function dated(from: unknown, is: unknown): Point {
  const date = parseTime(textOf(from))
  return date === null ? pointOf(word(is)) : { reached: null, date }
}

/** A date is the day from which on it has long support. */
export function ltsOf(value: string): boolean | null {
  const { reached, date } = pointOf(value)
  return date === null ? reached : true
}

function word(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : textOf(value)
}
