import type { Verdict } from '../../base/affected/affected.ts'
import type { VexStatement } from '../../base/affected/vex.ts'
import type { Exploitation } from '../../base/exploitation.ts'
import type { Software } from '../../base/questions/software.ts'

/** A weakness that a release has, or may have. */
export interface Weakness {
  readonly software: Software
  readonly id: string
  readonly cves: readonly string[]
  readonly summary: string
  readonly vector: string
  readonly score: number | null
  /** Seconds since 1970; null is unknown. */
  readonly published: number | null
  readonly malicious: boolean
  /** `affected` or `cannot tell`. */
  readonly verdict: Verdict
  readonly noFix: boolean | null
  readonly exploitation: Exploitation
  /** A statement that says it is not affected, or is repaired: the weakness is then told of and not counted. */
  readonly vex: VexStatement | undefined
}

/** Weaknesses that count: affected, and nobody has said that it is not. */
export function countingWeaknesses(weaknesses: readonly Weakness[]): readonly Weakness[] {
  return weaknesses.filter(({ verdict, vex }) => verdict.state === 'affected' && vex === undefined)
}

/** By release, in the order of their first. */
export function byRelease(weaknesses: readonly Weakness[]): readonly (readonly Weakness[])[] {
  return [...Map.groupBy(weaknesses, ({ software: { product, version } }) => JSON.stringify([product, version])).values()]
}

/** The name that a weakness is known by: its CVE where it has one. */
export function nameOf({ id, cves }: Pick<Weakness, 'id' | 'cves'>): string {
  return cves[0] ?? id
}
