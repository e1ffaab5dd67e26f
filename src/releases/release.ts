import type { Trait } from './reading.ts'

/** A file of a release, however deep it was packed. */
export interface Member {
  /** POSIX path from the artifact; containers end in `!`: `setup.msi!/ffmpeg.dll`. */
  readonly path: string
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
  /** Permission bits where the container has them. */
  readonly mode?: number
  /** The container's format when this member was itself unpacked: zip, msi, tar … */
  readonly container?: string
}

export const unopenedCodes = [
  'encrypted',
  'damaged',
  'unsupported',
  'too-deep',
  'too-many',
  'too-large',
  'ratio',
  'time',
  'memory',
  'link',
  'device',
  'climbs-out',
  'collision',
] as const

/** A part that was refused or could not be opened: reported, never followed. */
export interface Unopened {
  readonly path: string
  readonly code: (typeof unopenedCodes)[number]
  readonly says: string
}

/** A release as unpacked: the bytes of each member lie as file `<folder>/<sha256>`. */
export interface Unpacked {
  readonly folder: string
  readonly artifact: Member
  readonly members: readonly Member[]
  readonly unopened: readonly Unopened[]
}

export type SignatureState = 'valid' | 'invalid' | 'absent' | 'cannot tell'

export interface Signer {
  /** The subject as written by its issuer. */
  readonly subject: string
  readonly organisation?: string
  /** Apple team id, key id, or the certificate's SHA-256. */
  readonly id?: string
  readonly issuer?: string
}

export interface Signature {
  /** authenticode · mach-o · npm · sigstore · jar · deb · rpm */
  readonly scheme: string
  /** The member that is signed; the artifact's own path when the release is. */
  readonly path: string
  readonly state: SignatureState
  /** Why, in plain sentences, the deciding one first. */
  readonly because: readonly string[]
  readonly signer?: Signer
  /** ISO 8601, UTC: when a trusted timestamp says it was signed. */
  readonly signedAt?: string
  /** What it vouches for besides: source repository, commit, builder (provenance); slack, page hashes (Authenticode). */
  readonly traits: readonly Trait[]
}

/** What a registry says of a publication. null and absent: unknown, which is never a downgrade. */
export interface Publication {
  readonly registry: string
  readonly publishedAt?: string
  readonly publisher?: string
  /** true: a provenance attestation is there; false: the registry says there is none; null: cannot be told. */
  readonly provenance: boolean | null
  /** Versions before this one, oldest first, with their moments and publishers as far as known. */
  readonly history: readonly { readonly version: string; readonly publishedAt?: string; readonly publisher?: string; readonly provenance: boolean | null }[]
  /** First publication of direct dependencies by name, where asked. */
  readonly dependencies?: Readonly<Record<string, { readonly firstPublishedAt?: string; readonly publishedAt?: string }>>
}

/** Who a release is. */
export interface Identity {
  /** npm · pypi · deb · rpm · windows · macos · file */
  readonly ecosystem: string
  readonly name: string
  readonly version?: string
  /** Package URL where the ecosystem has one. */
  readonly purl?: string
}
