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

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
  // Privileges required weigh less against a scope that changes.
  'PR U': { N: 0.85, L: 0.62, H: 0.27 },
  'PR C': { N: 0.85, L: 0.68, H: 0.5 },
}

const weights2: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 },
  I: { N: 0, P: 0.275, C: 0.66 },
  A: { N: 0, P: 0.275, C: 0.66 },
}

/**
 * Base score 0…10 of a vector of version 2.0, 3.0 or 3.1; undefined for others and for values that do not exist. Version 4.0 scores by a table of
 * its own, which is not here.
 * https://www.first.org/cvss/v3.1/specification-document#7-1-Base-Metrics-Equations, https://www.first.org/cvss/v2/guide#3-2-1-Base-Equation
 */
export function baseScore({ version, metrics }: Cvss): number | undefined {
  const score = version === '2.0' ? score2(metrics) : version.startsWith('3.') ? score3(version, metrics) : undefined
  return score === undefined || Number.isNaN(score) ? undefined : score
}

function score3(version: string, metrics: Cvss['metrics']): number {
  const of = (name: string, value = metrics[name] ?? '') => weights[name]?.[value] ?? Number.NaN
  const changed = metrics.S === 'C'
  if (!changed && metrics.S !== 'U') return Number.NaN
  const lost = 1 - (1 - of('C')) * (1 - of('I')) * (1 - of('A'))
  const impact = changed ? 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 : 6.42 * lost
  const exploitability = 8.22 * of('AV') * of('AC') * of(`PR ${metrics.S}`, metrics.PR) * of('UI')
  if (impact <= 0) return Number.isNaN(exploitability) ? Number.NaN : 0
  const up = version === '3.0' ? roundUp30 : roundUp
  return up(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10))
}

function roundUp30(value: number): number {
  return Math.ceil(value * 10) / 10
}

/** To one digit, without what floating numbers add: https://www.first.org/cvss/v3.1/specification-document#Appendix-A---Floating-Point-Rounding */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}

function score2(metrics: Cvss['metrics']): number {
  const of = (name: string) => weights2[name]?.[metrics[name] ?? ''] ?? Number.NaN
  const impact = 10.41 * (1 - (1 - of('C')) * (1 - of('I')) * (1 - of('A')))
  const exploitability = 20 * of('AV') * of('AC') * of('Au')
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176) * 10) / 10
}
