import { likelihoodOf } from '../updates/exploitation.ts'
import { releaseName } from '../updates/release-finding.ts'
import { nameOf, type Weakness } from '../updates/weakness.ts'
import type { Hop } from './graph.ts'
import { stepOf } from './step.ts'

/** Every step that the weaknesses of installed releases offer; of several alike on one host the likeliest. */
export function hopsOf(weaknesses: readonly Weakness[]): readonly Hop[] {
  const best = new Map<string, Hop>()
  for (const one of weaknesses) {
    const step = stepOf(one.vector)
    if (!step) continue
    const release = releaseName(one.software)
    const likelihood = likelihoodOf(one.exploitation)
    for (const host of one.software.hosts) {
      const key = JSON.stringify([host, release, step])
      if ((best.get(key)?.likelihood ?? -1) < likelihood) best.set(key, { ...step, host, release, vulnerability: nameOf(one), likelihood })
    }
  }
  return [...best.values()]
}
