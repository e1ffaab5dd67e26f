import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import type { Unpacked } from '../release.ts'
import { budgetOf } from './budget.ts'
import { defaultUnpackLimits, type UnpackLimits } from './limits.ts'
import { Outcome } from './outcome.ts'
import { fileSource } from './source.ts'
import { Store } from './store.ts'
import { unpackFile } from './work.ts'

/**
 * Unpacks a file in this very process, with nothing around it: for tests and for bytes that are trusted. What hostile
 * bytes could do to the process they can do here; only the limits hold.
 */
export async function unpackHere(path: string, folder: string, limits: Partial<UnpackLimits> = {}): Promise<Unpacked> {
  const all = { ...defaultUnpackLimits, ...limits }
  const budget = budgetOf(all)
  const outcome = new Outcome(basename(path))
  using artifact = fileSource(path)
  await unpackFile(artifact, basename(path), { store: new Store(folder, budget), budget, say: (line) => outcome.line(line) })
  return outcome.unpacked(realpathSync(folder))
}
