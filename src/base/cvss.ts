import calculator from 'ae-cvss-calculator'

/** A CVSS vector in parts. */
export interface Cvss {
  /** 2.0, 3.0, 3.1 or 4.0 */
  readonly version: string
  /** `AV` → `N`, as written. */
  readonly metrics: Readonly<Record<string, string>>
}

/** `CVSS:3.1/AV:N/…`, or one of version 2, which has no prefix. Undefined for what is none. */
export function parseCvss(vector: string): Cvss | undefined {
  const text = vector.trim().replace(/^\((.*)\)$/, '$1')
  if (text.length > 400) return undefined
  const [, version = '2.0', body = ''] = /^(?:CVSS:(\d\.\d)\/)?((?:[A-Za-z]{1,4}:[A-Za-z]{1,9})(?:\/[A-Za-z]{1,4}:[A-Za-z]{1,9})*)\/?$/.exec(text) ?? []
  if (body === '' || !['2.0', '3.0', '3.1', '4.0'].includes(version)) return undefined
  const pairs = body.split('/').map((pair) => pair.split(':') as [string, string])
  const metrics = Object.fromEntries(pairs)
  return pairs.length === Object.keys(metrics).length && base[version]?.every((name) => name in metrics) ? { version, metrics } : undefined
}

/** Metrics without which a vector has no base score. */
const base: Readonly<Record<string, readonly string[]>> = {
  '2.0': ['AV', 'AC', 'Au', 'C', 'I', 'A'],
  '3.0': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '3.1': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '4.0': ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'],
}

/** So many scores are kept: catalogues of 300,000 entries write few thousand vectors. */
const keptScores = 20_000
const scores = new Map<string, number | undefined>()

/**
 * Base score 0…10 of a vector, by its base metrics alone; undefined for values that do not exist.
 * https://www.first.org/cvss/v4.0/specification-document#CVSS-v4-0-Scoring, https://www.first.org/cvss/v3.1/specification-document#7-1-Base-Metrics-Equations,
 * https://www.first.org/cvss/v2/guide#3-2-1-Base-Equation
 */
export function baseScore({ version, metrics }: Cvss): number | undefined {
  const body = (base[version] ?? []).map((name) => `${name}:${metrics[name]}`).join('/')
  const vector = version === '2.0' ? body : `CVSS:${version}/${body}`
  const kept = scores.get(vector)
  if (kept !== undefined || scores.has(vector)) return kept
  const read = calculator.fromVector(vector)
  // `X`, not defined, is no value of a base metric; the calculator scores it as 0 in version 4.0.
  const score = read?.isBaseFullyDefined() ? read.calculateScores().base : undefined
  if (scores.size >= keptScores) scores.clear()
  scores.set(vector, score)
  return score
}
