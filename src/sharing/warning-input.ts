import type { Finding } from '../model/finding.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Incident } from '../model/incident.ts'
import type { Coverage, Verdict } from '../model/status.ts'
import type { TlpLevel } from './tlp.ts'

/** A release on a host, as the workspace's inventory has it. Times are ISO 8601, UTC; absent is unknown. */
export interface InstalledRelease {
  readonly host: string
  readonly product: string
  readonly vendor: string
  /** Empty is unknown. */
  readonly version: string
  readonly since?: string
  readonly until?: string
}

/** What `gatehouse vet` said of a release that the warning speaks of. */
export interface VettedRelease {
  readonly name: string
  readonly version: string
  readonly sha256: string
  readonly word: string
  readonly sentence: string
}

/** Everything that a warning is made from. */
export interface WarningInput {
  /** What was asked for: an incident, a hunted advisory, or all that the workspace knows. */
  readonly about: { readonly kind: 'incident' | 'advisory' | 'workspace'; readonly id: string }
  readonly tlp: TlpLevel
  /** Name of who warns; empty where nobody said. */
  readonly from: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly gatehouse: string
  readonly verdict: Verdict
  readonly incidents: readonly Incident[]
  readonly findings: readonly Finding[]
  readonly hunts: readonly Hunt[]
  readonly coverage: readonly Coverage[]
  readonly releases: readonly InstalledRelease[]
  readonly vetted: readonly VettedRelease[]
}

/** What is inside, and must not leave. */
export interface Internal {
  /** Names (and addresses) of hosts. */
  readonly hosts: readonly string[]
  readonly users: readonly string[]
  /** Domains of the organisation. */
  readonly domains: readonly string[]
  /** Address ranges that are inside. */
  readonly ranges: readonly string[]
  /** Names of hosts by their address. */
  readonly addresses: ReadonlyMap<string, string>
}
