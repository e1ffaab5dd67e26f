import { number, bytes as sized } from '../../base/text.ts'
import type { UnpackLimits } from './limits.ts'
import { Refused } from './refused.ts'

/** What has been spent of the limits by the whole unpacking. */
export interface Budget {
  readonly limits: UnpackLimits
  /** When to stop, in milliseconds of `performance.now()`. */
  readonly until: number
  bytes: number
  entries: number
  /** Bytes since the memory and the clock were last looked at. */
  unchecked: number
}

const checkEvery = 4 * 2 ** 20

export function budgetOf(limits: UnpackLimits, spent: { readonly bytes: number; readonly entries: number } = { bytes: 0, entries: 0 }): Budget {
  return { limits, until: performance.now() + 1000 * limits.seconds, bytes: spent.bytes, entries: spent.entries, unchecked: 0 }
}

/** Counts bytes that came out; throws Refused when there were too many. */
export function spend(budget: Budget, bytes: number): void {
  const { limits } = budget
  budget.bytes += bytes
  budget.unchecked += bytes
  if (budget.bytes > limits.bytes) throw new Refused('too-large', `more than ${sized(limits.bytes)} came out in all`, true)
  if (budget.unchecked >= checkEvery) check(budget)
}

/** Counts a member or a refusal; throws Refused when there were too many. */
export function spendEntry(budget: Budget): void {
  budget.entries += 1
  if (budget.entries > budget.limits.entries) throw new Refused('too-many', `there are more than ${number(budget.limits.entries)} members`, true)
  if (budget.entries % 256 === 0) check(budget)
}

/** Throws Refused when the time is over or the memory full. Whoever started the process watches both from outside, too. */
export function check(budget: Budget): void {
  budget.unchecked = 0
  if (performance.now() > budget.until) throw new Refused('time', `it took longer than ${number(budget.limits.seconds)} s to unpack`, true)
  if (process.memoryUsage.rss() > budget.limits.memory)
    throw new Refused('memory', `it took more than ${sized(budget.limits.memory)} of memory to unpack`, true)
}
