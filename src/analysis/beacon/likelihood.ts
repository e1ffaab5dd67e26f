/** The pauses of one channel in one window, in whole seconds, zeros left out. */
export interface Pauses {
  /** How many there are. */
  readonly count: number
  /** 5 % and 95 % quantile. */
  readonly low: number
  readonly high: number
  /** Mean and median of those from `low` to `high`. */
  readonly mean: number
  readonly median: number
}

/**
 * The bounded-interval likelihood ratio, in nats per interval: how much better a timer that fires anywhere between two
 * bounds explains the middle nine tenths of the pauses than calls at random times with the same mean pause do.
 *
 * Timer: uniform on [low, high]. Random calls: exponential, which at a resolution of one second is the geometric
 * distribution on 1, 2, 3 …: log p + (m − 1)·log(1 − p) with p = 1/m, close to −log m − 1 for all but the shortest
 * pauses. Above 0 speaks for the timer; calls at random give about −0.2, and −0.3 and less in bursts.
 */
export function timerRatio({ low, high, mean }: Pick<Pauses, 'low' | 'high' | 'mean'>): number {
  const random = mean > 1 ? (mean - 1) * Math.log(1 - 1 / mean) - Math.log(mean) : 0
  return -Math.log(high - low + 1) - random
}

/** The widest spread of pauses around `mean` that can still reach `ratio`, in seconds: an upper bound, to sift with. */
export function widestSpread(ratio: number): number {
  return Math.exp(1 - ratio)
}
