import { compareIn, isVersion } from '../compare.ts'
import type { Interval, IntervalRange } from './range.ts'

type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface Constraint {
  readonly comparator: Comparator
  readonly version: string
}

/** A range as a URI: `vers:npm/>=1.0.0|<2.0.0|!=1.5.0`. https://github.com/package-url/vers-spec */
export interface Vers {
  /** Lower case. */
  readonly scheme: string
  /** In the order of their versions, none superfluous; `all` for `*`. */
  readonly constraints: readonly Constraint[] | 'all'
}

const mostConstraints = 2000

/**
 * Reads and simplifies a vers URI. Undefined for what is malformed: no constraint, one version twice, `*` with others, and for versions that the
 * scheme cannot order.
 */
export function parseVers(text: string): Vers | undefined {
  const [, scheme = '', rest = ''] = /^vers:([a-z0-9.+-]{1,60})\/(.*)$/i.exec(text.replace(/\s/g, '')) ?? []
  if (scheme === '') return undefined
  const name = scheme.toLowerCase()
  if (rest === '*') return { scheme: name, constraints: 'all' }
  const parts = rest.replace(/^\|+|\|+$/g, '').split('|')
  const constraints = parts.length > mostConstraints ? [] : parts.map(constraintOf)
  if (name === 'all' || constraints.length === 0 || constraints.includes(undefined)) return undefined
  const sorted = sortedBy(name, constraints as readonly Constraint[])
  return sorted && { scheme: name, constraints: simplified(sorted) }
}

/** The canonical form: sorted, simplified, versions percent-encoded, `=` left out. */
export function formatVers({ scheme, constraints }: Vers): string {
  const list =
    constraints === 'all' ? '*' : constraints.map(({ comparator, version }) => (comparator === '=' ? '' : comparator) + encodeURIComponent(version)).join('|')
  return `vers:${scheme}/${list}`
}

/** The same as intervals, for `contains`; by the containment algorithm of the specification. */
export function versRange({ scheme, constraints }: Vers): IntervalRange {
  if (constraints === 'all') return { kind: 'intervals', ecosystem: scheme, intervals: [{}] }
  const intervals: Interval[] = []
  let open: Interval | undefined
  for (const { comparator, version } of constraints) {
    if (comparator === '=') intervals.push({ from: version, through: version })
    else if (comparator === '>' || comparator === '>=') open = comparator === '>' ? { after: version } : { from: version }
    else if (comparator !== '!=') {
      intervals.push({ ...open, ...(comparator === '<' ? { before: version } : { through: version }) })
      open = undefined
    }
  }
  const except = constraints.flatMap(({ comparator, version }) => (comparator === '!=' ? [version] : []))
  const only = except.length === constraints.length
  return { kind: 'intervals', ecosystem: scheme, intervals: only ? [{}] : open ? [...intervals, open] : intervals, except }
}

function constraintOf(text: string): Constraint | undefined {
  const [, comparator = '', encoded = ''] = /^(!=|<=|>=|<|>|=|)([^<>=!*|]+)$/.exec(text) ?? []
  try {
    const version = decodeURIComponent(encoded)
    return isVersion(version) ? { comparator: (comparator || '=') as Comparator, version } : undefined
  } catch {
    return undefined
  }
}

function sortedBy(scheme: string, constraints: readonly Constraint[]): readonly Constraint[] | undefined {
  let told = true
  const sorted = constraints.toSorted((a, b) => {
    const order = compareIn(scheme, a.version, b.version)
    if (order === undefined || order === 0) told = false
    return order ?? 0
  })
  return told ? sorted : undefined
}

/** Without what another constraint already says, `!=` aside. */
function simplified(constraints: readonly Constraint[]): readonly Constraint[] {
  const kept: Constraint[] = []
  for (const next of constraints.filter(({ comparator }) => comparator !== '!=')) {
    while (isUpper(next) && kept.length > 0 && !isLower(kept.at(-1))) kept.pop()
    if (!isLower(kept.at(-1)) || isUpper(next)) kept.push(next)
  }
  const rest = new Set(kept)
  return constraints.filter((one) => one.comparator === '!=' || rest.has(one))
}

function isLower(constraint: Constraint | undefined): boolean {
  return constraint?.comparator === '>' || constraint?.comparator === '>='
}

function isUpper(constraint: Constraint): boolean {
  return constraint.comparator === '<' || constraint.comparator === '<='
}
