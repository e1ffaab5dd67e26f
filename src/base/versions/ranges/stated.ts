import type { Interval, IntervalRange } from './range.ts'

/** What an advisory states of one product; src/advisories gives it in this shape. */
export interface StatedVersions {
  /** As for `compareIn`; the natural order where it names none. */
  readonly ecosystem?: string | undefined
  /** Single versions that are affected. */
  readonly versions: readonly string[]
  readonly ranges: readonly Interval[]
  readonly unaffected: readonly string[]
}

/** The affected versions as a range: "up to 1.2, and 2.0, but not 1.1". Undefined where the advisory names no affected version. */
export function statedRange({ ecosystem = '', versions, ranges, unaffected }: StatedVersions): IntervalRange | undefined {
  if (versions.length === 0 && ranges.length === 0) return undefined
  return { kind: 'intervals', ecosystem, intervals: [...versions.map((version) => ({ from: version, through: version })), ...ranges], except: unaffected }
}
