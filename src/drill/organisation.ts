import type { AccountEvidence, Planted } from './accounts/model.ts'
import type { CaseName, DrillOptions } from './options.ts'
import type { Site } from './site.ts'

export type Role = 'office' | 'finance' | 'engineering' | 'call-centre' | 'management' | 'server' | 'separated'

export interface Host {
  readonly name: string
  /** The fixed address; for a laptop the one it has when it dials in, which its register knows and this sensor never sees. */
  readonly ip: string
  readonly mac: string
  readonly role: Role
  readonly os: string
  /** A laptop: its address comes by DHCP and is another one every day. */
  readonly leased: boolean
}

export interface DrillInstallation {
  /** Index in `hosts`. */
  readonly host: number
  readonly product: string
  readonly vendor: string
  readonly version: string
  /** Seconds since 1970. Before the start of the drill for what was there already. */
  readonly installedAt: number
  /** When the next version took its place; absent where none did. */
  readonly until?: number
}

/** A host's contacts with one name on one day. What a name is visited for twice (an update and its telemetry) are two visits. */
export interface Visit {
  /** Index in `hosts`. */
  readonly host: number
  /** The destination entity: registered domain, or the address of a server inside that is not named. */
  readonly destination: string
  /** Full name; empty for a server that is reached by address. */
  readonly name: string
  /** Day of the drill, from 0. */
  readonly day: number
  /** First contact, seconds since 1970. */
  readonly first: number
  readonly direction: 'outward' | 'inside'
  /** Refused on the way, each time. */
  readonly denied: boolean
  /** What is behind the name, and how its traffic looks. */
  readonly site: Site
  /** A file that is handed over in this visit. */
  readonly file?: DrillFile
}

export interface DrillFile {
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly sha256: string
  /** Sent by the visiting host, not fetched. */
  readonly sent: boolean
}

/** A file that an intruder put on a host, as a sensor on the host saw it. */
export interface DroppedFile {
  readonly host: string
  /** Seconds since 1970. */
  readonly time: number
  readonly path: string
  readonly md5: string
}

/** One connection. */
export interface Contact {
  readonly visit: Visit
  /** Seconds since 1970. */
  readonly time: number
  readonly source: string
  readonly address: string
  /** The name was looked up just before. */
  readonly lookup: boolean
  readonly duration: number
  /** Payload bytes. */
  readonly sent: number
  readonly received: number
  /** The user agent, for plain HTTP. */
  readonly agent: string
}

export interface DrillAnswer {
  readonly gatehouse: 'drill-answer'
  readonly case: CaseName
  readonly options: DrillOptions
  /** ISO 8601, UTC. */
  readonly start: string
  readonly end: string
  /** What happened, in one or two sentences. */
  readonly story: string
  readonly culprit: { readonly product: string; readonly vendor: string; readonly versions: readonly string[] } | null
  /** The software did harm; false for a clean release that only looks new. */
  readonly hostile: boolean
  readonly activated: readonly { readonly host: string; readonly installed: string; readonly activated: string }[]
  readonly destinations: readonly {
    readonly name: string
    readonly destination: string
    readonly purpose: string
    readonly hosts: readonly string[]
    readonly first: string
  }[]
  /** Files that the intruders moved inside. */
  readonly files: readonly { readonly sha256: string; readonly path: readonly string[] }[]
  /** Files that the intruders put on hosts. */
  readonly dropped: readonly DroppedFile[]
  /** For a drill with accounts: what each analysis of them is to find, and what to leave. */
  readonly accounts?: readonly Planted[]
}

export interface Organisation {
  readonly options: DrillOptions
  readonly hosts: readonly Host[]
  readonly installations: readonly DrillInstallation[]
  /** Seconds since 1970; the end is not included. */
  readonly start: number
  readonly end: number
  readonly answer: DrillAnswer
  /** Accounts and sign-ins, in the case that has them. */
  readonly accounts?: AccountEvidence
  /** By day, then by host. Each call begins anew and gives the same. */
  visits(): Iterable<Visit>
  /** One day's visits, by host. */
  visitsOn(day: number): readonly Visit[]
  /** By time: every connection of every visit. */
  contacts(): Iterable<Contact>
  contactsOn(day: number): readonly Contact[]
  /** The address that a host has on a day. */
  addressOn(host: number, day: number): string
}
