import type { Questions } from '../analysis.ts'
import { type SurvivalStep, survival } from '../statistics/kaplan-meier.ts'
import { changingProducts } from './query.ts'
import { type Wait, waitsOf } from './waits.ts'

export interface ProductWaits {
  readonly product: string
  readonly vendor: string
  readonly waits: readonly Wait[]
  readonly steps: readonly SurvivalStep[]
}

/** Products that some host waits or waited to have updated, and how long, those on most hosts first. `now` in seconds since 1970. */
export async function measuredProducts(lake: Questions, now: number, signal?: AbortSignal): Promise<readonly ProductWaits[]> {
  return (await changingProducts(lake, signal)).flatMap(({ product, vendor, type, stays }) => {
    const waits = waitsOf(type, stays, now)
    return waits.length > 0 ? [{ product, vendor, waits, steps: survival(waits) }] : []
  })
}
