import { plural, printable } from '../base/text.ts'
import type { Incident } from '../model/incident.ts'

/** From this severity on the hosts of an incident are taken for reached. */
const grave = 4

/**
 * Says of an incident that all its hosts are also among those of a grave one which began before: so does a second stage look, which has a destination of its
 * own. It stays an incident of its own, for chance may do that, too, and the more so the more hosts the other has.
 */
export function tellSameHosts(incidents: readonly Incident[]): readonly Incident[] {
  const reached = incidents.filter(({ severity }) => severity >= grave).map((incident) => ({ incident, hosts: new Set(hostsOf(incident)) }))
  return incidents.map((incident) => {
    const hosts = hostsOf(incident)
    if (hosts.length === 0) return incident
    const before = reached.find(
      ({ incident: { id, first }, hosts: all }) => id !== incident.id && first <= incident.first && hosts.every((host) => all.has(host)),
    )
    if (before === undefined) return incident
    const which = hosts.length === 1 ? 'Its host is' : `Its ${plural(hosts.length, 'host')} are`
    return {
      ...incident,
      says: `${incident.says} ${which} also among the ${before.hosts.size} of “${printable(before.incident.title, 100)}”, which began before.`,
    }
  })
}

function hostsOf({ about }: Incident): readonly string[] {
  return about.filter(({ kind }) => kind === 'host').map(({ id }) => id)
}
