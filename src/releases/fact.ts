import type { Place } from './reading.ts'

/** A alone enough · B runs by itself · C novel code · D data · E network · F dependency · G native · H publish · I age. */
export const factClasses = {
  A: 'alone enough',
  B: 'runs by itself',
  C: 'new code',
  D: 'data',
  E: 'network',
  F: 'dependency',
  G: 'native code',
  H: 'publication',
  I: 'age',
} as const

export type FactClass = keyof typeof factClasses

/** One reason for a verdict. */
export interface Fact {
  readonly class: FactClass
  /** Name of its line in the weights: `new-preinstall`, `decode-and-execute`. */
  readonly name: string
  /** As weighed, after scaling; 0 for what is only said. */
  readonly points: number
  /** One plain sentence. */
  readonly says: string
  /** What the new release has; for code the excerpt. */
  readonly now: string
  /** What the release before had; absent when there is none to compare with. */
  readonly before?: string
  readonly path?: string
  readonly place?: Place
  /** ATT&CK technique. */
  readonly technique?: string
  /** What would make it harmless. */
  readonly innocentIf?: string
}
