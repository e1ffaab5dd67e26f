import type { EvidenceRef } from './finding.ts'
import type { VerdictWord } from './status.ts'

/** SEEN: it was met, but is no proof by itself; why stands with it. The others as for verdicts. */
export type IndicatorWord = 'HIT' | 'SEEN' | 'NOT SEEN' | 'CANNOT TELL'

/** How an indicator was met. */
export type SightingWay =
  | 'contacted'
  | 'looked up'
  | 'answered'
  | 'called from outside'
  | 'requested'
  | 'certificate'
  | 'fingerprint'
  | 'file'
  | 'ran'
  | 'loaded'
  | 'written'
  | 'read'
  | 'installed'
  | 'registry'
  | 'mutex'
  | 'cookie'
  | 'mail'
  | 'alert'
  | 'vetted'
  | 'pattern'

/** An indicator met in one way. Times are ISO 8601, UTC; absent where the evidence gives none. */
export interface Sighting {
  readonly way: SightingWay
  /** What exactly was met, and what that has to do with the indicator: itself, a name below it, an address of the range … */
  readonly met: readonly string[]
  readonly relation: 'exact' | 'below' | 'in range' | 'with query' | 'same name'
  readonly hosts: readonly string[]
  readonly rows: number
  /** Rows of these that were refused on the way. */
  readonly blocked: number
  readonly first?: string
  readonly last?: string
  readonly evidence: readonly EvidenceRef[]
}

/** One naming of something: in which advisory, where, in which words. */
export interface NamedIn {
  readonly advisory: string
  readonly place: string
  readonly sentence: string
}

export interface HuntedIndicator {
  readonly type: string
  readonly value: string
  readonly role: string
  readonly word: IndicatorWord
  /** Why a sighting of it is no proof by itself. */
  readonly demoted?: string
  readonly sightings: readonly Sighting[]
  readonly hosts: readonly string[]
  readonly rows: number
  readonly blocked: number
  readonly first?: string
  readonly last?: string
  /** Evidence that would be needed to test it; absent where it was tested. */
  readonly needs?: string
  readonly sources: readonly NamedIn[]
}

/** A release on a host that an advisory speaks of. */
export interface HuntedInstallation {
  readonly host: string
  readonly product: string
  readonly vendor: string
  /** Empty where the inventory gives none. */
  readonly version: string
  readonly state: 'affected' | 'not affected' | 'unknown'
  /** Why it is in that state, in words. */
  readonly because: string
  /** 0…1: how sure it is that this is the product that is meant, and by what it was told. */
  readonly confidence: number
  readonly by: string
  /** The package URL that it was matched by, without its version. */
  readonly purl?: string
  readonly since?: string
  /** When another version took its place. */
  readonly until?: string
  /** Days after `since` that the traffic of the evidence covers; absent where that cannot be told. */
  readonly daysCovered?: number
  readonly evidence: readonly EvidenceRef[]
}

export interface HuntedProduct {
  readonly product: string
  readonly vendor: string
  readonly platform: string
  /** Which versions are meant, in words. */
  readonly affected: string
  /** Versions that the advisory names as repaired; absent where it names none. */
  readonly fixed?: readonly string[]
  readonly word: Exclude<VerdictWord, 'HIT'>
  readonly says: string
  readonly installations: readonly HuntedInstallation[]
  readonly needs?: string
  readonly sources: readonly NamedIn[]
}

export interface HuntedPattern {
  readonly id: string
  readonly language: string
  readonly name: string
  readonly text: string
  readonly word: IndicatorWord
  readonly says: string
  readonly sightings: readonly Sighting[]
}

export interface HuntedHost {
  readonly host: string
  readonly word: VerdictWord
  /** Plain sentences, the weightiest first. */
  readonly because: readonly string[]
  readonly first?: string
  readonly last?: string
}

/** Something that could not be looked for, and what would be needed. */
export interface Untested {
  readonly what: string
  readonly count: number
  readonly needs: string
}

/** What one kind of evidence has to give to this hunt. */
export interface HuntedEvidence {
  readonly table: string
  readonly title: string
  readonly rows: number
  readonly first?: string
  readonly last?: string
}

export interface HuntedAdvisory {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly publisher: string
  readonly published: string
  readonly tlp: string
  readonly format: string
  readonly sha256: string
}

/** A file that was given with the advisories and could not be read: the answer does not speak of it. */
export interface UnreadFile {
  readonly file: string
  readonly why: string
}

/** What an analysis found about destinations that only hosts with an affected version talk to. */
export interface HuntTie {
  readonly finding: string
  readonly title: string
  readonly destinations: readonly string[]
  readonly hosts: readonly string[]
  readonly contacts: number
  readonly blocked: number
  /** 0…1: that all of these hosts have an affected version were they drawn at random. */
  readonly chance: number
}

/** The answer to: this warning has come, are we hit? */
export interface Hunt {
  /** The id of the case: the same advisories have the same. */
  readonly id: string
  readonly title: string
  readonly advisories: readonly HuntedAdvisory[]
  /** ISO 8601, UTC. */
  readonly at: string
  readonly word: VerdictWord
  readonly sentence: string
  readonly next: string
  /** HIT first, then SEEN, CANNOT TELL, NOT SEEN. */
  readonly indicators: readonly HuntedIndicator[]
  readonly products: readonly HuntedProduct[]
  readonly patterns: readonly HuntedPattern[]
  readonly hosts: readonly HuntedHost[]
  readonly ties: readonly HuntTie[]
  readonly cves: readonly string[]
  readonly techniques: readonly string[]
  readonly coverage: {
    readonly evidence: readonly HuntedEvidence[]
    readonly untested: readonly Untested[]
    readonly tested: number
  }
  readonly disagreements: readonly string[]
  readonly notes: readonly string[]
  /** Absent where every file was read, and in answers that were given again on new evidence. */
  readonly unread?: readonly UnreadFile[]
  readonly seconds: number
}
