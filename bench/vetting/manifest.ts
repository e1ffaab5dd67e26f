import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pin } from '../../test/support/corpus.ts'

export type Half = 'tuning' | 'held-out'

export interface CorpusPackage {
  readonly name: string
  readonly releases: readonly { readonly version: string; readonly integrity: string; readonly published?: string }[]
  /** Old and new, neighbours in version order. */
  readonly pairs: readonly (readonly [string, string])[]
}

export interface CorpusPair {
  readonly old: Pin
  readonly new: Pin
}

export const manifestPath = join(import.meta.dirname, 'manifest.json')

/** Which half a package is in: by its name, so that no release of it is in the other and nobody chose. */
export function halfOf(name: string): Half {
  return (createHash('sha256').update(name).digest()[0] ?? 0) % 2 === 0 ? 'tuning' : 'held-out'
}

export function corpus(): readonly CorpusPackage[] {
  return (JSON.parse(readFileSync(manifestPath, 'utf8')) as { packages: readonly CorpusPackage[] }).packages
}

export function pairsOf({ name, releases, pairs }: CorpusPackage): readonly CorpusPair[] {
  const pins = new Map(releases.map(({ version, integrity }) => [version, { name, version, integrity }]))
  return pairs.flatMap(([before, after]) => {
    const [old, next] = [pins.get(before), pins.get(after)]
    return old !== undefined && next !== undefined ? [{ old, new: next }] : []
  })
}
