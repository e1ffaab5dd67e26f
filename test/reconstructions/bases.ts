import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchPins, type Pin, pinnedPath } from '../support/corpus.ts'
import { madeUpPair } from './made-up.ts'
import { type PackageFiles, readTarball } from './package-files.ts'

interface Base {
  readonly name: string
  readonly old: { readonly version: string; readonly integrity: string }
  readonly new: { readonly version: string; readonly integrity: string }
}

/** Two benign releases of one package, the second of which an attack is laid upon. */
export interface BasePair {
  readonly name: string
  readonly old: PackageFiles
  readonly new: PackageFiles
  readonly kind: 'real' | 'made-up'
}

const { bases } = JSON.parse(readFileSync(join(import.meta.dirname, 'bases.json'), 'utf8')) as { bases: readonly Base[] }

let unreachable = false

/** The real releases where the cache or the registry has them, else a made-up pair of the same name. Fresh maps each time. */
export async function basePair(name: string): Promise<BasePair> {
  const base = bases.find((each) => each.name === name)
  if (base === undefined) return { name, ...madeUpPair(name), kind: 'made-up' }
  const pins: readonly [Pin, Pin] = [
    { name, ...base.old },
    { name, ...base.new },
  ]
  if (!unreachable && !pins.every((pin) => existsSync(pinnedPath(pin)))) unreachable = (await fetchPins(pins)).size > 0
  if (!pins.every((pin) => existsSync(pinnedPath(pin)))) return { name, ...madeUpPair(name), kind: 'made-up' }
  return { name, old: readTarball(readFileSync(pinnedPath(pins[0]))), new: readTarball(readFileSync(pinnedPath(pins[1]))), kind: 'real' }
}
