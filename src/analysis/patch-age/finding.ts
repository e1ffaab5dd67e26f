import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { CurveFigure } from '../../model/figure.ts'
import type { EvidenceRef, Finding } from '../../model/finding.ts'
import { medianDay, type SurvivalStep, shareAfter, survival } from '../statistics/kaplan-meier.ts'
import type { ProductWaits } from './measure.ts'
import type { PatchAgeSettings } from './settings.ts'
import type { Wait } from './waits.ts'

const mostEvidence = 50
const mostHosts = 200
const mostCurves = 5

/** What is said of all products together: information, with the curve. */
export function overall(products: readonly ProductWaits[], settings: PatchAgeSettings, now: number): Finding {
  const waits = products.flatMap((product) => product.waits)
  const steps = survival(waits)
  const says = conclusion('Updates', waits, steps, settings)
  return {
    id: stableId('patch-age', 'all'),
    ...common(waits, now),
    title: says,
    severity: 1,
    about: products.slice(0, mostCurves).map(({ product }) => ({ kind: 'software', id: product })),
    because: [
      {
        says: 'Counted from the day on which the first host had a newer version until each host had replaced its own.',
        observed: `${plural(waits.length, 'wait')} of ${plural(products.length, 'product')}`,
        expected: `an update within ${plural(settings.days, 'day')}`,
        weight: 1,
      },
    ],
    innocentIf: ['newer versions were held back on purpose, and the reason is known'],
    advice: [],
    figure: figureOf(
      says,
      [
        { name: 'all products', steps },
        ...products
          .filter((product) => product.waits.length >= settings.leastWaits)
          .slice(0, mostCurves)
          .map(({ product, steps: own }) => ({ name: printable(product, 40), steps: own })),
      ],
      settings,
    ),
  }
}

/** One product of which most hosts still wait when the days are over. */
export function slow({ product, waits, steps }: ProductWaits, settings: PatchAgeSettings, now: number): Finding {
  const open = waits.filter(({ happened }) => !happened)
  const after = shareAfter(steps, settings.days)
  const named = printable(product, 60)
  const says = conclusion(`Updates of ${named}`, waits, steps, settings)
  const oldest = open.toSorted((a, b) => b.days - a.days)
  return {
    id: stableId('patch-age', product),
    ...common(waits, now),
    title: says,
    severity: 2,
    about: [
      { kind: 'software', id: product },
      ...[...new Set(oldest.map(({ host }) => host))].slice(0, mostHosts).map((id) => ({ kind: 'host', id }) as const),
    ],
    because: [
      {
        says: `Most hosts still have the older version ${plural(settings.days, 'day')} after a newer one has come.`,
        observed: `${percent(after.share)} (95 % interval ${percent(after.low)} to ${percent(after.high)})`,
        expected: 'less than half',
        weight: 0.7,
      },
      {
        says: open.length > 0 ? 'Some wait still.' : 'All have it by now.',
        observed:
          open.length > 0
            ? some(
                oldest.map(
                  ({ host, version, newer, days }) =>
                    `${printable(host, 40)} with ${printable(version, 30)} for ${number(Math.floor(days))} days since ${printable(newer, 30)}`,
                ),
                4,
              )
            : `${plural(waits.length, 'wait')}, all over`,
        weight: 0.3,
      },
    ],
    innocentIf: [
      'the newer version was a trial on a few hosts, and is not meant for all',
      'the two versions are looked after side by side (a branch with long support)',
    ],
    advice: [`Find out what holds updates of ${named} back: a packaging queue, a pinned version, hosts that are seldom on.`],
    figure: figureOf(says, [{ name: named, steps }], settings),
  }
}

function common(waits: readonly Wait[], now: number): Pick<Finding, 'analysis' | 'kind' | 'confidence' | 'first' | 'last' | 'evidence' | 'techniques'> {
  const first = waits.reduce((least, { from }) => Math.min(least, from), now)
  return {
    analysis: 'patch-age',
    kind: 'posture',
    confidence: 0.9,
    first: isoFromSeconds(first),
    last: isoFromSeconds(now),
    evidence: waits.slice(0, mostEvidence).map(({ row: [source, line] }): EvidenceRef => ({ table: 'installation', source, line })),
    techniques: [],
  }
}

function conclusion(what: string, waits: readonly Wait[], steps: readonly SurvivalStep[], { days }: PatchAgeSettings): string {
  const half = medianDay(steps)
  const longest = Math.max(...waits.map((wait) => wait.days))
  const when =
    half === undefined
      ? `reach fewer than half of the hosts within ${plural(Math.floor(longest), 'day')}`
      : half < 1
        ? 'reach half of the hosts within a day'
        : `take ${plural(Math.round(half), 'day')} to reach half of the hosts`
  const { share } = shareAfter(steps, days)
  return `${what} ${when}; after ${plural(days, 'day')} ${share === 0 ? 'none waits' : `${percent(share)} still wait`}`
}

function figureOf(
  title: string,
  curves: readonly { readonly name: string; readonly steps: readonly SurvivalStep[] }[],
  { days }: PatchAgeSettings,
): CurveFigure {
  return {
    kind: 'curve',
    title,
    summary: `Share of hosts that still have an older version, by days since a newer one was first seen in the organisation. ${curves.length > 1 ? `The bold curve is all products, with its 95 % interval; ${curves.length - 1} products beside it.` : 'With its 95 % interval.'}`,
    days: 'days since the newer version came',
    share: 'still with the older version',
    curves: curves.map(({ name, steps }) => ({ name, steps: steps.map(({ day, share, low, high }) => [day, share, low, high] as const) })),
    limit: { name: `${days} days`, day: days },
  }
}
