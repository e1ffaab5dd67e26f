import type { Verdict } from '../../base/affected/affected.ts'
import type { Exploitation } from './exploitation.ts'
import type { VexStatement } from './vex.ts'

/** A release where an inventory tells of it. */
export interface HeldSoftware {
  readonly product: string
  readonly vendor: string
  /** Empty is unknown. */
  readonly version: string
  readonly purls: readonly string[]
  readonly hashes: readonly string[]
  readonly signer: string
  /** Operating system of these hosts; empty is unknown. */
  readonly os: string
  /** Hosts that have it still, as far as the inventories tell. */
  readonly hosts: readonly string[]
  readonly row: readonly [source: number, line: number]
}

/** A weakness that a release has, or may have. */
export interface Weakness {
  readonly software: HeldSoftware
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
