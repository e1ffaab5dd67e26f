import { wilson } from '../../src/analysis/statistics/interval.ts'
import type { Fact } from '../../src/releases/fact.ts'
import type { VetWord } from '../../src/releases/vetting.ts'
import type { Weights } from '../../src/releases/weigh/weights.ts'
import { markdownTable } from '../table.ts'
import type { AttackFindings, BenignFindings } from './collect.ts'
import { clopperPearson } from './exact-interval.ts'
import type { Half } from './manifest.ts'
import { verdictOf } from './vet-pair.ts'

interface Row {
  readonly word: VetWord | 'FAILED'
  readonly points: number
  readonly classes: string
  readonly facts: readonly Fact[]
  readonly failed?: string
  readonly seconds: number
}

export interface AttackRow extends Row {
  readonly name: string
  readonly attack: string
  readonly evasion: string
  readonly use: string
  readonly base: string
}

export interface BenignRow extends Row {
  /** Places that were refused or could not be read. */
  readonly unread: number
  readonly package: string
  readonly pair: string
}

const rank = { BLOCK: 2, HOLD: 1, ALLOW: 0 } as const

/** An attack in several steps is caught when one of them is: the row shows its worst step. */
export function attackRow({ reconstruction, steps, base, failed }: AttackFindings, weights: Weights): AttackRow {
  const { name, attack, evasion = 'as it was', use } = reconstruction
  const about = { name, attack, evasion, use, base: base ?? '', seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0) }
  const verdicts = steps.map((step) => verdictOf(step, weights)).sort((a, b) => rank[b.word] - rank[a.word] || b.points - a.points)
  const worst = verdicts[0]
  if (worst === undefined) return { ...about, word: 'FAILED', points: 0, classes: '', facts: [], failed: failed ?? 'nothing was made' }
  return { ...about, word: worst.word, points: worst.points, classes: worst.classes.join(''), facts: worst.facts }
}

export function benignRow({ package: name, pair, findings, failed }: BenignFindings, weights: Weights): BenignRow {
  if (findings === undefined) return { package: name, pair, word: 'FAILED', points: 0, classes: '', facts: [], seconds: 0, unread: 0, failed: failed ?? '' }
  const { word, points, classes, facts } = verdictOf(findings, weights)
  return { package: name, pair, word, points, classes: classes.join(''), facts, seconds: findings.seconds, unread: findings.unread.length }
}

export function factsOf(facts: readonly Fact[], most: number): string {
  const lines = facts
    .slice(0, most)
    .map(
      ({ class: group, name, points, path, place, says, now }) =>
        `    ${group} ${name} ${points} · ${path ?? ''}${place?.line === undefined ? '' : `:${place.line}`} · ${says} · ${now.slice(0, 160)}`,
    )
  return lines.join('\n')
}

function share(hits: number, trials: number): string {
  const [low, high] = wilson(hits, trials)
  const [exactLow, exactHigh] = clopperPearson(hits, trials)
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`
  return `${trials === 0 ? '–' : percent(hits / trials)} (Wilson ${percent(low)} to ${percent(high)}; exact ${percent(exactLow)} to ${percent(exactHigh)})`
}

export function attackTables(rows: readonly AttackRow[]): string {
  const made = rows.filter(({ word }) => word !== 'FAILED')
  const counts = (some: readonly AttackRow[]) => ({
    reconstructions: some.length,
    blocked: some.filter(({ word }) => word === 'BLOCK').length,
    held: some.filter(({ word }) => word === 'HOLD').length,
    missed: some.filter(({ word }) => word === 'ALLOW').length,
  })
  if (made.length === 0) return ''
  const uses = [...Map.groupBy(made, ({ use }) => use)].map(([use, some]) => ({ 'used for': use, ...counts(some) }))
  const evasions = [...Map.groupBy(made, ({ evasion }) => evasion)].map(([evasion, some]) => ({ evasion, ...counts(some) }))
  const cases = [...Map.groupBy(made, ({ attack }) => attack)].map(([attack, some]) => ({
    case: attack,
    'used for': some[0]?.use ?? '',
    base: [...new Set(some.map(({ base }) => base))].join(', '),
    'as it was': verdictWords(some.filter(({ evasion }) => evasion === 'as it was')),
    'with evasions': verdictWords(some.filter(({ evasion }) => evasion !== 'as it was')),
  }))
  const failed = rows.filter(({ word }) => word === 'FAILED').map(({ name, failed: why }) => `- ${name}: ${why}`)
  const blocked = made.filter(({ word }) => word === 'BLOCK').length
  const caught = made.filter(({ word }) => word !== 'ALLOW').length
  return [
    `Of ${made.length} reconstructions ${caught} are held or blocked, ${blocked} blocked: ${share(blocked, made.length)}.`,
    markdownTable(uses),
    markdownTable(evasions),
    markdownTable(cases),
    failed.length === 0 ? '' : `Not made here:\n\n${failed.join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function verdictWords(rows: readonly AttackRow[]): string {
  return rows.map(({ word, points, classes, evasion }) => `${evasion === 'as it was' ? '' : `${evasion}: `}${word} ${points} (${classes})`).join('; ')
}

function quantiles(points: readonly number[]): string {
  const sorted = points.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return `median ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, most ${at(1)}`
}

export function benignTables(rows: readonly BenignRow[], half: Half): string {
  const vetted = rows.filter(({ word }) => word !== 'FAILED')
  if (vetted.length === 0) return ''
  const packages = new Set(vetted.map(({ package: name }) => name))
  const blocked = vetted.filter(({ word }) => word === 'BLOCK')
  const held = vetted.filter(({ word }) => word === 'HOLD')
  const seconds = vetted.map((row) => row.seconds).sort((a, b) => a - b)
  const alarms = [...blocked, ...held].map(({ pair, word, points, classes, facts }) => ({
    pair,
    verdict: word,
    points,
    classes,
    facts: facts
      .filter((fact) => fact.points >= 1)
      .slice(0, 4)
      .map(({ name, points: each }) => `${name} ${each}`)
      .join(', '),
  }))
  const failed = rows.filter(({ word }) => word === 'FAILED').map(({ pair, failed: why }) => `- ${pair}: ${why}`)
  return [
    `${vetted.length} benign pairs of ${packages.size} packages (${half} half; neighbours in version order).`,
    markdownTable([
      { verdict: 'BLOCK', pairs: blocked.length, 'share, 95 %': share(blocked.length, vetted.length) },
      { verdict: 'HOLD', pairs: held.length, 'share, 95 %': share(held.length, vetted.length) },
    ]),
    `Points of the pairs: ${quantiles(vetted.map(({ points }) => points))}. Pairs with a reader that could not read something: ${vetted.filter(({ unread }) => unread > 0).length}.`,
    `Packages with at least one alarm: ${new Set(alarms.map(({ pair }) => pair.split(' ')[0])).size}. Seconds a pair: median ${seconds[Math.floor(seconds.length / 2)]?.toFixed(2)}, most ${seconds.at(-1)?.toFixed(1)}.`,
    alarms.length === 0 ? '' : markdownTable(alarms),
    failed.length === 0 ? '' : `Not vetted:\n\n${failed.join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
