import type { Exposures } from './exposures.ts'
import { type Contacts, never } from './problem.ts'

/** One destination's contacts, ordered by stratum and time. */
export interface Events {
  readonly count: number
  readonly host: Int32Array
  readonly time: Int32Array
  readonly stratum: Int32Array
  /** Contacts of one stratum, in order: `[from, until)`, and how many hosts it has. */
  readonly segments: readonly { readonly stratum: number; readonly from: number; readonly until: number; readonly hosts: number }[]
  /** `since[j · candidates + c]`: when the host of contact j got candidate c, or `never`. */
  readonly since: Int32Array
}

export function eventsOf(contacts: Contacts, stratum: Int32Array, exposures: Exposures): Events {
  const order = Array.from(contacts.hosts.keys()).sort(
    (a, b) =>
      (stratum[contacts.hosts[a] as number] as number) - (stratum[contacts.hosts[b] as number] as number) ||
      (contacts.at[a] as number) - (contacts.at[b] as number) ||
      (contacts.hosts[a] as number) - (contacts.hosts[b] as number),
  )
  const host = Int32Array.from(order, (index) => contacts.hosts[index] as number)
  const time = Int32Array.from(order, (index) => contacts.at[index] as number)
  const own = Int32Array.from(host, (index) => stratum[index] as number)
  return { count: order.length, host, time, stratum: own, segments: segmentsOf(own, exposures), since: sinceOf(host, exposures) }
}

function segmentsOf(stratum: Int32Array, { memberStart }: Exposures): Events['segments'] {
  const segments: Events['segments'][number][] = []
  for (let from = 0; from < stratum.length; ) {
    const own = stratum[from] as number
    let until = from
    while (until < stratum.length && stratum[until] === own) until++
    segments.push({ stratum: own, from, until, hosts: (memberStart[own + 1] as number) - (memberStart[own] as number) })
    from = until
  }
  return segments
}

function sinceOf(host: Int32Array, { candidates, hostStart, hostTime, hostCandidate }: Exposures): Int32Array {
  const since = new Int32Array(host.length * candidates).fill(never)
  for (let event = 0; event < host.length; event++) {
    const own = host[event] as number
    for (let at = hostStart[own] as number; at < (hostStart[own + 1] as number); at++) {
      since[event * candidates + (hostCandidate[at] as number)] = hostTime[at] as number
    }
  }
  return since
}
