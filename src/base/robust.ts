/**
 * Statistics that a few wild values do not move. Arrays need not be sorted and are left as they are; an empty one
 * gives NaN. Units are those of the values.
 */

/** The quantile p (0…1) with linear interpolation between neighbours (Hyndman and Fan 1996, type 7). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = ascending(values)
  const place = (sorted.length - 1) * Math.min(Math.max(p, 0), 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Median of the distances from the median, unscaled. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values)
  return median(values.map((value) => Math.abs(value - centre)))
}

/** Makes the median absolute deviation estimate the standard deviation of normal values: 1 / Φ⁻¹(¾). */
const normalScale = 1.4826

/**
 * How many standard deviations `value` lies from the median of `values`, with the scale estimated by the median
 * absolute deviation and never taken below `floor` (values that hardly vary would make everything an outlier).
 */
export function robustZ(value: number, values: readonly number[], floor: number): number {
  return (value - median(values)) / Math.max(normalScale * medianAbsoluteDeviation(values), floor)
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}
