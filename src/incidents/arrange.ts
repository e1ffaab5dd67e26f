import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { byWeight, incidentOf } from './correlate.ts'
import { groupFindings, isPosture } from './group.ts'
import { carryIdentity, type Grouped } from './identity.ts'
import { tellSameHosts } from './same-hosts.ts'
import { whyMember } from './why.ts'

/** What people moved: it holds whatever new analyses find. */
export interface ByHand {
  /** Finding → incident that it was put into. */
  readonly splits: ReadonlyMap<string, { readonly incident: string; readonly by: string }>
  /** Incident → incident that took it in. */
  readonly merges: ReadonlyMap<string, { readonly into: string; readonly by: string }>
}

export interface Member {
  readonly finding: string
  readonly why: string
  readonly byHand: boolean
}

export interface Arranged {
  readonly incident: Incident
  readonly members: readonly Member[]
}

/** Groups findings into incidents that keep the identity they had, and leaves together, or apart, what people put so. */
export function arrange(findings: readonly Finding[], byHand: ByHand, known: readonly Grouped[]): readonly Arranged[] {
  const { splits, merges } = byHand
  const groups = groupFindings(findings.filter(({ id }) => !splits.has(id))).map((group) => ({ id: incidentOf(group).id, group }))
  const carried = carryIdentity(
    groups.map(({ id, group }) => ({ id, findings: group.map((finding) => finding.id) })),
    known.filter(({ id }) => !isByHand(id, byHand)),
  )
  const together = new Map<string, { finding: Finding; by?: string }[]>()
  const put = (incident: string, finding: Finding, by?: string) => {
    const merged = rootOf(incident, merges)
    const members = together.get(merged.id) ?? []
    together.set(merged.id, members)
    const mover = by ?? merged.by
    members.push({ finding, ...(mover !== undefined && { by: mover }) })
  }
  for (const { id, group } of groups) for (const finding of group) put(carried.get(id) ?? id, finding)
  for (const finding of findings) {
    const split = splits.get(finding.id)
    if (split) put(split.incident, finding, split.by)
  }
  const all = [...together].map(([id, members]) => arranged(id, members)).sort((a, b) => byWeight(a.incident, b.incident))
  // States, such as an old release, say nothing about what happens on their hosts.
  const acts = all.filter(({ incident: { id } }) => !isPosture((together.get(id) ?? []).map(({ finding }) => finding)))
  const told = new Map(tellSameHosts(acts.map(({ incident }) => incident)).map((incident) => [incident.id, incident]))
  return all.map(({ incident, members }) => ({ incident: told.get(incident.id) ?? incident, members }))
}

function arranged(id: string, members: readonly { readonly finding: Finding; readonly by?: string }[]): Arranged {
  const findings = members.map(({ finding }) => finding)
  return {
    incident: { ...incidentOf(findings), id },
    members: members.map(({ finding, by }) => ({
      finding: finding.id,
      why: by === undefined ? whyMember(finding, findings) : `${by} put it here.`,
      byHand: by !== undefined,
    })),
  }
}

/** An incident that somebody split off: no group of the analyses is it. */
function isByHand(id: string, { splits }: ByHand): boolean {
  return [...splits.values()].some(({ incident }) => incident === id)
}

/** The incident that took this one in, through others; a circle ends where it began. */
function rootOf(id: string, merges: ByHand['merges']): { readonly id: string; readonly by?: string } {
  const seen = new Set([id])
  let at: { id: string; by?: string } = { id }
  for (let next = merges.get(id); next !== undefined && !seen.has(next.into); next = merges.get(next.into)) {
    seen.add(next.into)
    at = { id: next.into, by: at.by ?? next.by }
  }
  return at
}
