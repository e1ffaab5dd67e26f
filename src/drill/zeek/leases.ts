import { daySeconds, presenceOf } from '../calendar.ts'
import type { Organisation } from '../organisation.ts'
import { type Random, stream } from '../random.ts'
import { identifier, seconds, unset } from './log.ts'

/** Twelve hours: a working day, and over before the next one begins. */
const lease = 12 * 3600

/** A laptop asks for an address when it comes, and again after half the lease. */
export function leases(organisation: Organisation, day: number): readonly string[] {
  const random = stream([organisation.options.seed, 1301, day])
  const server = organisation.hosts[0]?.ip ?? ''
  return organisation.hosts.flatMap((host, index) => {
    const presence = host.leased ? presenceOf(host, index, day, organisation.options.seed) : undefined
    if (!presence) return []
    const address = organisation.addressOn(index, day)
    const line = (time: number, types: string, asked: string, uids: string, took: number) =>
      [
        seconds(time),
        uids,
        types === 'REQUEST,ACK' ? address : unset,
        server,
        host.mac,
        host.name,
        unset,
        'meridian.example',
        asked,
        address,
        seconds(lease),
        unset,
        unset,
        types,
        seconds(took),
      ].join('\t')
    // Nothing may be seen of an address before it is leased.
    const lines = [line(presence.on, 'DISCOVER,OFFER,REQUEST,ACK', unset, `${uid(random)},${uid(random)}`, random.between(0.01, 0.9))]
    const renewed = presence.on + lease / 2
    if (renewed < presence.off && renewed < organisation.start + (day + 1) * daySeconds)
      lines.push(line(renewed, 'REQUEST,ACK', unset, uid(random), random.between(0.001, 0.01)))
    return lines
  })
}

function uid(random: Random): string {
  return identifier('C', () => random.word())
}
