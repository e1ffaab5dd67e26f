/**
 * The beacon score of RITA 5 as published (activecm/rita, its default weights and limits), so that numbers can be
 * compared. Here are the formulas; `parity-query.ts` gathers the statistics they need.
 */

/** What a list of values comes down to. Quartiles are medians of halves, the middle value left out. */
export interface Spread {
  readonly count: number
  readonly q1: number
  readonly q2: number
  readonly q3: number
  /** Median absolute deviation. */
  readonly mad: number
}

/** One channel in the window. Times are whole seconds. */
export interface ChannelStatistics {
  /** Seconds between contacts, zeros left out. */
  readonly intervals: Spread
  /** Bytes with IP headers that the source sent, one value per connection. */
  readonly sizes: Spread
  /** Contacts in each of 24 equal parts of the window. */
  readonly bins: readonly number[]
  readonly first: number
  readonly last: number
}

export interface ParityScore {
  /** All between 0 and 1. */
  readonly score: number
  /** False where too few connections told their size: `sizes` is then 0 for want of knowledge. */
  readonly sized: boolean
  readonly intervals: number
  readonly sizes: number
  readonly duration: number
  readonly histogram: number
}

/** Null where there are too few values to score: fewer than three intervals. `window` in seconds. */
export function parityScore(channel: ChannelStatistics, window: { readonly from: number; readonly until: number }): ParityScore | null {
  if (channel.intervals.count < 3) return null
  const intervals = regularity(channel.intervals, 1)
  const sized = channel.sizes.count >= 3
  const sizes = sized ? regularity(channel.sizes, 0) : 0
  const duration = persistence(channel, window.until - window.from)
  const histogram = flatness(channel.bins)
  return { score: round3((intervals + sizes + duration + histogram) / 4), sized, intervals, sizes, duration, histogram }
}

/** Mean of symmetry and tightness; `tightnessOfSmall` stands for the tightness where the median is below 1. */
export function regularity(values: Spread, tightnessOfSmall: number): number {
  const tightness = values.q2 < 1 ? tightnessOfSmall : Math.max(0, (values.q2 - values.mad) / values.q2)
  return round3((1 - Math.abs(bowley(values)) + tightness) / 2)
}

/** Bowley's coefficient of skewness, −1 … 1; 0 where the quartiles lie too close together to tell. */
export function bowley({ q1, q2, q3 }: Pick<Spread, 'q1' | 'q2' | 'q3'>): number {
  return q3 - q1 < 10 || q2 === q1 || q2 === q3 ? 0 : (q1 + q3 - 2 * q2) / (q3 - q1)
}

/** How evenly the contacts fill the 24 bins: the better of two views, one for a flat line and one for two levels. */
export function flatness(bins: readonly number[]): number {
  const mean = bins.reduce((sum, height) => sum + height, 0) / bins.length
  const variance = bins.reduce((sum, height) => sum + (height - mean) ** 2, 0) / bins.length
  const variation = mean > 0 ? Math.sqrt(variance) / mean : 1
  return round3(Math.max(variation > 1 ? 0 : 1 - variation, twoLevels(bins)))
}

/** Share of the bars that stand at one of the two commonest heights; only where at least 11 bins have contacts. */
function twoLevels(bins: readonly number[]): number {
  const bars = bins.filter((height) => height > 0)
  if (bars.length < 11) return 0
  const step = Math.ceil(0.05 * Math.max(...bars))
  const levels = new Map<number, number>()
  for (const height of bars) levels.set(Math.floor(height / step), (levels.get(Math.floor(height / step)) ?? 0) + 1)
  const [most = 0, second = 0] = [...levels.values()].sort((a, b) => b - a)
  return Math.min(1, (most + second) / Math.max(bars.length - 1, 1))
}

/** How much of the window the contacts span, or how long they went on without an empty bin; 0 below six bins. */
export function persistence({ bins, first, last }: Pick<ChannelStatistics, 'bins' | 'first' | 'last'>, seconds: number): number {
  if (bins.filter((height) => height > 0).length < 6 || seconds <= 0) return 0
  return Math.min(1, Math.max(ceil3((last - first) / seconds), ceil3(longestRun(bins) / 12)))
}

/** Longest run of bins with contacts, the last one followed by the first. */
function longestRun(bins: readonly number[]): number {
  let run = 0
  let longest = 0
  for (const height of [...bins, ...bins]) {
    run = height > 0 ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return Math.min(longest, bins.length)
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000
}

function ceil3(value: number): number {
  return Math.ceil(value * 1000) / 1000
}
