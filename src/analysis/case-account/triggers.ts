import type { Entity } from '../../model/entity.ts'
import type { Finding } from '../../model/finding.ts'
import type { StoreRead } from './browser-stores.ts'

/** What makes hosts part of a case. Times are seconds since 1970. */
export interface Trigger {
  readonly id: string
  /** In plain words. */
  readonly title: string
  readonly hosts: readonly string[]
  readonly destinations: readonly string[]
  /** What ties a finding about it to the same incident: its destinations, else its release. */
  readonly ties: readonly Entity[]
  readonly first: number
  readonly last: number
  /** When each host met it, where that is known already. */
  readonly met?: ReadonlyMap<string, number>
}

/** ATT&CK's compromise of the software supply chain: the release itself carried the attacker's code. */
const supplyChain = 'T1195.002'
const mostHosts = 1000

/** Findings by which software or hosts are part of a case: what explains new traffic, what is published, and releases that were tampered with. */
export function triggersOf(findings: readonly Finding[]): readonly Trigger[] {
  return findings.filter(isTrigger).flatMap((finding) => {
    const ids = (kind: Entity['kind']) => finding.about.filter((entity) => entity.kind === kind).map(({ id }) => id)
    const [hosts, destinations] = [ids('host').slice(0, mostHosts), ids('destination')]
    if (hosts.length === 0) return []
    const ties = finding.about.filter(({ kind }) => kind === (destinations.length > 0 ? 'destination' : 'release'))
    const { id, title } = finding
    return [{ id, title, hosts, destinations, ties, first: Date.parse(finding.first) / 1000, last: Date.parse(finding.last) / 1000 }]
  })
}

/** Programs that read what browsers keep: who works there may have lost sessions and passwords. */
export function triggersOfReads(reads: readonly StoreRead[]): readonly Trigger[] {
  return reads.map(({ program, hosts, firsts, file }) => ({
    id: `store ${program}`,
    title: `${program.split('/').at(-1) ?? ''} read what a browser keeps (${file})`,
    hosts: hosts.slice(0, mostHosts),
    destinations: [],
    ties: [],
    first: Math.min(...firsts),
    last: Math.max(...firsts),
    met: new Map(hosts.map((host, index) => [host, firsts[index] ?? 0])),
  }))
}

function isTrigger({ kind, severity, techniques }: Finding): boolean {
  if (kind === 'explains' || kind === 'known') return severity >= 2
  return kind === 'posture' && severity >= 4 && techniques.includes(supplyChain)
}
