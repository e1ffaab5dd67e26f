import type { Member, Signature } from '../release.ts'
import type { RootSet } from './roots/root-set.ts'

/** A member whose bytes are read when they are asked for. */
export interface SignedFile {
  readonly path: string
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
  /** The first 4 KiB. */
  readonly head: Uint8Array
  /** All bytes. Throws when the file is larger than what is read whole. */
  bytes(): Uint8Array
}

/** The other files of the release, for signatures that lie beside what they sign. */
export interface Siblings {
  readonly artifact: Member
  readonly members: readonly Member[]
  find(path: string): SignedFile | undefined
  /** True when the release as unpacked lacks parts below this path: refused, encrypted, damaged. */
  incomplete(prefix: string): boolean
}

/** What the npm registry serves beside a tarball: fields of the packument's `dist`, and of its own endpoints. */
export interface NpmMaterial {
  readonly name: string
  readonly version: string
  /** `dist.integrity`; absent: unknown. */
  readonly integrity?: string
  /** `dist.signatures`; absent: unknown, a mirror may strip them; empty: the registry says there is none. */
  readonly signatures?: readonly { readonly keyid: string; readonly sig: string }[]
  /** The registry's `/-/npm/v1/keys`. */
  readonly keys?: readonly NpmKey[]
  /** `attestations` of `/-/npm/v1/attestations/NAME@VERSION`; absent: unknown; null: the registry says there is none. */
  readonly attestations?: readonly { readonly predicateType: string; readonly bundle: unknown }[] | null
  /** ISO 8601; a key that expired before it vouches for nothing. */
  readonly publishedAt?: string
}

export interface NpmKey {
  readonly keyid: string
  /** SubjectPublicKeyInfo, base64 DER. */
  readonly key: string
  /** ISO 8601, or null: does not expire. */
  readonly expires: string | null
}

/** What a verification rests on, all of it given: nothing is fetched. */
export interface VerifyOptions {
  readonly now: Date
  /** Trusted root certificates besides the bundled ones: PEM text with any number of certificates, or DER. */
  readonly roots?: readonly (string | Uint8Array)[]
  /** OpenPGP public keys, armoured or binary. */
  readonly openPgpKeys?: readonly Uint8Array[]
  /** Sigstore trusted roots (`trusted_root.json`, parsed), besides the one that comes with the `sigstore` package. */
  readonly sigstoreRoots?: readonly unknown[]
  readonly npm?: NpmMaterial
}

export interface VerifyContext {
  readonly options: VerifyOptions
  readonly roots: RootSet
  readonly siblings: Siblings
}

/** One way of signing. Pure but for reading members; what the bytes are never makes it throw anything but BeyondEnd and Asn1Error, which become answers. */
export interface Scheme {
  readonly name: string
  readonly title: string
  recognise(file: SignedFile, context: VerifyContext): boolean
  verify(file: SignedFile, context: VerifyContext): Signature
}
