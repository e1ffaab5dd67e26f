import type { Publication } from '../../src/releases/release.ts'

/** Two artifacts on disk, and what a registry would say of them where that is part of the case. */
export interface Step {
  readonly old: string
  readonly new: string
  readonly oldPublication?: Publication
  readonly newPublication?: Publication
}

/** What a reconstruction made: one step, or several when the attack came in more than one release. Caught is any of them. */
export interface Made {
  readonly steps: readonly Step[]
  /** Real releases of the registry under the change, or a small made-up package where the registry cannot be reached. */
  readonly base: 'real' | 'made-up'
}

/** An attack rebuilt without its harm: the structure that public reports describe, hosts under `.invalid`, payloads random bytes. */
export interface Reconstruction {
  /** Case and evasion: `axios-2026`, `axios-2026+split-blob`. */
  readonly name: string
  readonly attack: string
  /** undefined: as it was. */
  readonly evasion?: string
  readonly title: string
  /** Which public description it follows. */
  readonly source: string
  /** Whether weights may be fitted to it. */
  readonly use: 'development' | 'held-out'
  /** Writes the artifacts under a folder. A string says why it cannot be made here. */
  make(folder: string): Promise<Made | string>
  /** The same releases without the attack. */
  benign?(folder: string): Promise<Made | string>
}
