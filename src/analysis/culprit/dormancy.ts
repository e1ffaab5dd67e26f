import { median, quantile } from '../../base/robust.ts'
import type { Cohort } from './cohorts.ts'
import type { Contacts } from './problem.ts'

/** From installation to first contact, on the hosts where both are dated. Seconds. */
export interface Dormancy {
  readonly hosts: number
  readonly median: number
  readonly least: number
  readonly most: number
  /** Hosts that contacted within a day of the installation. */
  readonly atOnce: number
  /** The release seems to sleep before it speaks. */
  readonly sleeps: boolean
}

const day = 86_400
/** What makes a sleep: hosts enough, hardly any that spoke within three days, and no common day on which all began. */
const sleep = { hosts: 5, days: 3, spreadDays: 2 } as const

export function dormancyOf(cohort: Cohort, contacts: Contacts): Dormancy | undefined {
  const installed = new Map(Array.from(cohort.hosts, (host, index) => [host, index]))
  const dated = Array.from(contacts.hosts).flatMap((host, index) => {
    const at = contacts.at[index] as number
    const place = installed.get(host)
    if (place === undefined || cohort.fresh[place] === 0) return []
    const wait = at - (cohort.since[place] as number)
    return wait > 0 ? [{ wait, at }] : []
  })
  if (dated.length === 0) return undefined
  const waits = dated.map(({ wait }) => wait)
  const moments = dated.map(({ at }) => at)
  const spread = quantile(moments, 0.75) - quantile(moments, 0.25)
  return {
    hosts: dated.length,
    median: median(waits),
    least: Math.min(...waits),
    most: Math.max(...waits),
    atOnce: waits.filter((wait) => wait <= day).length,
    sleeps: dated.length >= sleep.hosts && quantile(waits, 0.1) >= sleep.days * day && spread >= sleep.spreadDays * day,
  }
}
