import type { Capability } from './capability.ts'
import type { Fact } from './fact.ts'
import type { Identity, Member, Publication, Signature, Unopened } from './release.ts'

export type VetWord = 'ALLOW' | 'HOLD' | 'BLOCK'

/** One side of the comparison. */
export interface VettedRelease {
  readonly identity: Identity
  readonly artifact: Member
  readonly signatures: readonly Signature[]
  readonly publication?: Publication
  readonly capabilities: readonly Capability[]
  readonly files: number
  readonly bytes: number
}

export type Change = 'added' | 'removed' | 'changed' | 'renamed' | 'same'

/** A file in the tree of what changed; folders follow from the paths. */
export interface ChangedFile {
  readonly path: string
  readonly change: Change
  /** Path in the release before when renamed. */
  readonly was?: string
  readonly size?: number
  readonly sizeBefore?: number
  readonly reader?: string
  /** Units that no file of the release before has, and that no file of this one has any more. */
  readonly novelUnits?: number
  readonly lostUnits?: number
  /** Points of the facts that lie in it. */
  readonly points: number
}

/** The answer of `gatehouse vet`. */
export interface Vetting {
  readonly word: VetWord
  /** One plain sentence that says why. */
  readonly conclusion: string
  readonly points: number
  readonly release: VettedRelease
  readonly previous?: VettedRelease
  /** Where the release to compare with came from. */
  readonly basis: 'given' | 'workspace' | 'registry' | 'none'
  /** Heaviest first. */
  readonly facts: readonly Fact[]
  readonly tree: readonly ChangedFile[]
  readonly gained: readonly Capability[]
  readonly lost: readonly Capability[]
  readonly unopened: readonly Unopened[]
  /** Paths of what could not be opened or read and may hide something: the verdict does not speak for them. Set by who asked for the vetting. */
  readonly missed?: readonly string[]
  /** What was not read, or could not be told, in words. */
  readonly notes: readonly string[]
  /** Versions of the rule sets and weights that this verdict rests on. */
  readonly rules: readonly { readonly name: string; readonly version: string }[]
  /** ISO 8601, UTC. */
  readonly at: string
  readonly seconds: number
}
