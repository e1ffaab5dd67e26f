/** How long one thing was watched, in days, and whether what is waited for happened at the end of it. */
export interface Watched {
  readonly days: number
  readonly happened: boolean
}

/** From `day` on, this share has not had it happen, with the limits of its 95 % interval. */
export interface SurvivalStep {
  readonly day: number
  readonly share: number
  readonly low: number
  readonly high: number
  /** How many were still watched just before that day. */
  readonly atRisk: number
}

const z = 1.959964

/**
 * The share that still waits, by days, where some are watched no longer than until now: Kaplan and Meier 1958, J. Am. Stat. Assoc. 53:457.
 * Intervals: Greenwood's variance on the log-minus-log scale, which stays within 0 and 1 (Kalbfleisch and Prentice, The Statistical Analysis
 * of Failure Time Data, 1.4). Where none waits any more that interval is not defined: its upper limit is then that of the rule of three on the
 * share before.
 */
export function survival(watched: readonly Watched[]): readonly SurvivalStep[] {
  const sorted = watched.filter(({ days }) => Number.isFinite(days) && days >= 0).sort((a, b) => a.days - b.days)
  const steps: SurvivalStep[] = []
  let share = 1
  let variance = 0
  for (let index = 0; index < sorted.length; ) {
    const day = sorted[index]?.days ?? 0
    const atRisk = sorted.length - index
    let happened = 0
    for (; index < sorted.length && sorted[index]?.days === day; index += 1) if (sorted[index]?.happened) happened += 1
    if (happened === 0) continue
    const before = share
    share *= 1 - happened / atRisk
    variance += atRisk === happened ? 0 : happened / (atRisk * (atRisk - happened))
    steps.push({ day, share, ...limits(share, variance, before, atRisk), atRisk })
  }
  return steps
}

function limits(share: number, variance: number, before: number, atRisk: number): { readonly low: number; readonly high: number } {
  if (share <= 0) return { low: 0, high: Math.min(1, before * Math.min(1, 3 / atRisk)) }
  const spread = Math.exp((z * Math.sqrt(variance)) / Math.log(share))
  return { low: share ** (1 / spread), high: share ** spread }
}

/** The share that still waits after so many days. */
export function shareAfter(steps: readonly SurvivalStep[], day: number): Omit<SurvivalStep, 'day' | 'atRisk'> {
  return steps.findLast((step) => step.day <= day) ?? { share: 1, low: 1, high: 1 }
}

/** The first day on which no more than half still wait; undefined when that day has not come. */
export function medianDay(steps: readonly SurvivalStep[]): number | undefined {
  return steps.find(({ share }) => share <= 0.5)?.day
}
