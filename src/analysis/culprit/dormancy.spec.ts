import { describe, expect, it } from 'vitest'
import { dormancyOf } from './dormancy.ts'
import { always } from './problem.ts'

const day = 86_400

function cohort(since: readonly number[], fresh: readonly number[] = since.map(() => 1)) {
  return { members: [], hosts: Int32Array.from(since.keys()), since: Int32Array.from(since), fresh: Uint8Array.from(fresh), weight: 1 }
}

function contacts(at: readonly number[]) {
  return { hosts: Int32Array.from(at.keys()), at: Int32Array.from(at), weight: 1 }
}

describe('dormancyOf', () => {
  it('measures from installation to first contact, and sees a sleep', () => {
    const installed = [0, day, 2 * day, 2 * day, 3 * day, 4 * day]
    const waits = [7, 28, 12, 21, 9, 16].map((days) => days * day)
    const result = dormancyOf(cohort(installed), contacts(installed.map((since, host) => since + (waits[host] ?? 0))))
    expect(result).toEqual({ hosts: 6, median: 14 * day, least: 7 * day, most: 28 * day, atOnce: 0, sleeps: true })
  })

  it('sees no sleep where all begin on one day, however long after: that is a switch on the other side', () => {
    const installed = [0, day, 2 * day, 3 * day, 4 * day, 5 * day]
    expect(dormancyOf(cohort(installed), contacts(installed.map((_, host) => 20 * day + host * 3600)))?.sleeps).toBe(false)
  })

  it('sees none in a report soon after the installation, nor in too few hosts', () => {
    const installed = [0, day, 2 * day, 3 * day, 4 * day, 5 * day]
    const soon = dormancyOf(cohort(installed), contacts(installed.map((since) => since + 1800)))
    expect(soon).toMatchObject({ atOnce: 6, sleeps: false })
    expect(dormancyOf(cohort([0, 0]), contacts([9 * day, 15 * day]))?.sleeps).toBe(false)
  })

  it('leaves out what was there before, what nobody can date, and contacts before the installation', () => {
    expect(dormancyOf(cohort([always, 5 * day, 50 * day], [0, 1, 1]), contacts([9 * day, 7 * day, 20 * day]))).toMatchObject({ hosts: 1, median: 2 * day })
    expect(dormancyOf(cohort([always], [0]), contacts([9 * day]))).toBeUndefined()
  })
})
