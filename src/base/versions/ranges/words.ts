import type { Interval } from './range.ts'

/** `from 2.0.0 on and before 2.4.1` */
export function intervalWords({ from, after, through, before }: Interval): string {
  const words = [
    from !== undefined && `from ${from} on`,
    after !== undefined && `after ${after}`,
    through !== undefined && `not after ${through}`,
    before !== undefined && `before ${before}`,
  ]
  return words.filter((word) => word !== false).join(' and ')
}
