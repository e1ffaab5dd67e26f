import { presenceOf } from './calendar.ts'
import type { Contact, Visit } from './organisation.ts'
import { stream } from './random.ts'
import { ticksBetween } from './site.ts'
import { hostAt, type World } from './world.ts'

/** Seconds for which a client keeps an answer of the resolver. */
const cached = 1200

export interface Outfit {
  /** Address of the host on the day. */
  addressOn(host: number, day: number): string
  /** User agent of the client behind a site. */
  agentOf(visit: Visit, time: number): string
}

const scratch = stream([0])

/** The connections of one visit, the first at the visit's own moment. */
export function contactsOf(world: World, visit: Visit, outfit: Outfit): readonly Contact[] {
  const { traffic, addresses } = visit.site
  const random = stream([world.options.seed, 1101, visit.host, visit.day, visit.site.label, Math.floor(visit.first)], scratch)
  const source = outfit.addressOn(visit.host, visit.day)
  const address = addresses[random.below(addresses.length)] ?? ''
  let lookedUp = Number.NEGATIVE_INFINITY
  const contacts: Contact[] = []
  for (const time of momentsOf(world, visit, random)) {
    const lookup = visit.direction === 'outward' && time - lookedUp > cached
    if (lookup) lookedUp = time
    const [sent, received] = sizes(visit, random, contacts.length === 0)
    contacts.push({
      visit,
      time,
      source,
      address,
      lookup,
      duration: visit.denied ? random.between(0.0002, 0.002) : random.around(traffic.seconds[0], traffic.seconds[1]),
      sent,
      received,
      agent: traffic.protocol === 'http' && !visit.denied ? outfit.agentOf(visit, time) : '',
    })
  }
  return contacts
}

function momentsOf(world: World, visit: Visit, random: ReturnType<typeof stream>): readonly number[] {
  const { site, first } = visit
  const off = presenceOf(hostAt(world, visit.host), visit.host, visit.day, world.options.seed)?.off ?? first
  if (site.traffic.ticks) {
    const later = [...ticksBetween(site.traffic.ticks, [world.options.seed, site.label, visit.host], first + 1, off)]
    return [first, ...later]
  }
  const moments = [first]
  for (let more = visit.file ? 0 : random.poisson(site.traffic.contacts - 1); more > 0; more--) {
    const moment = (moments.at(-1) ?? first) + random.around(site.traffic.gap, 1)
    if (moment < off) moments.push(moment)
  }
  return moments
}

/** Payload bytes sent and received. A file that is handed over is most of the first connection. */
function sizes(visit: Visit, random: ReturnType<typeof stream>, first: boolean): readonly [sent: number, received: number] {
  if (visit.denied) return [0, 0]
  const { traffic, file } = { traffic: visit.site.traffic, file: first ? visit.file : undefined }
  const around = ([median, spread]: readonly [number, number]) => Math.round(random.around(median, spread))
  if (!file) return [around(traffic.sent), around(traffic.received)]
  const overhead = 400 + random.below(900)
  return file.sent ? [file.size + overhead, 2000 + random.below(4000)] : [Math.min(around(traffic.sent), 5000), file.size + overhead]
}
