import { plural } from '../../base/text.ts'
import type { Group } from './groups.ts'
import type { BeaconSettings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

export interface Judgement {
  /** Sentences that make the channel ordinary; none: it stands out. */
  readonly ordinary: readonly string[]
  /** Hosts that talk to the destination, and all hosts. */
  readonly hosts: number
  readonly of: number
  /** Days of evidence without the destination, where it is new; null where it is not, or where the evidence is too short to tell. */
  readonly daysBefore: number | null
}

/** Words in a role that mean other hosts are meant to talk to it. */
const serves = /server|controller|print|database|storage|backup|monitor|scanner|proxy|gateway|router|firewall|switch|hypervisor|appliance|phone/

const day = 86_400

/** What speaks for ordinary traffic: many hosts, a service that is regular by nature, a host that polls many, a known server, a daily habit. */
export function judge(group: Group, around: Surroundings, polled: ReadonlyMap<string, number>, settings: BeaconSettings): Judgement {
  const { candidates, destination, direction } = group
  const [best] = candidates
  const hosts = Math.max(around.destinations.get(destination)?.hosts ?? 0, new Set(candidates.map(({ host }) => host)).size)
  const ordinary: string[] = []
  const daysBefore = ((around.destinations.get(destination)?.first ?? around.from) - around.from) / day
  const isNew = daysBefore >= settings.baselineDays && hosts < around.hosts / 2
  if (!isNew && hosts > Math.max(settings.rareHosts, settings.rareShare * around.hosts)) {
    ordinary.push(`${plural(hosts, 'host')} of ${around.hosts} talk to it: this is how updates and telemetry look`)
  }
  if (candidates.every(({ ports }) => ports.every((port) => settings.regularPorts.includes(String(port))))) {
    ordinary.push(`only ports of services that are regular by nature (${best.ports.join(', ')})`)
  }
  const polls = polled.get(best.host) ?? 0
  if (direction === 'inside' && polls > settings.pollsHosts) {
    ordinary.push(`${best.host} talks like this to ${plural(polls, 'inside host')}: it polls them, as monitoring and load balancers do`)
  }
  const role = around.destinations.get(destination)?.role
  if (direction === 'inside' && role && serves.test(role)) ordinary.push(`the destination is listed as ${role}`)
  const period = best.rhythms[0]?.median ?? 0
  if (period > 0.8 * day && period < 1.2 * day) ordinary.push('once a day is also how a person opens the same page each morning')
  return { ordinary, hosts, of: around.hosts, daysBefore: isNew ? Math.floor(daysBefore) : null }
}

/** Host → inside destinations that it talks to in this way. */
export function polledBy(groups: readonly Group[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const group of groups) {
    if (group.direction !== 'inside') continue
    for (const host of new Set(group.candidates.map((candidate) => candidate.host))) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  return counts
}
