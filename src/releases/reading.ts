import type { Capability } from './capability.ts'

/** Where in a file. `offset` in bytes from its beginning, `line` from 1. */
export interface Place {
  readonly offset?: number
  readonly line?: number
}

/**
 * The smallest piece that is compared across releases: a statement, an import, a linked library, a hook. Two releases
 * have a unit in common when the ids are equal, in whatever file it lies.
 */
export interface Unit {
  /** First 16 hex digits of SHA-256 over kind and the normalised text: names of files, white space and comments do not count. */
  readonly id: string
  /** statement · import · export · section · library · constructor · entitlement · hook · custom-action · tell … */
  readonly kind: string
  /** The unit in short, printable, at most 240 characters. */
  readonly says: string
  readonly place: Place
  readonly capabilities: readonly Capability[]
  /** Hosts and addresses named in it, as written, lower case. */
  readonly hosts?: readonly string[]
  /** Modules it imports by literal name, as written. */
  readonly imports?: readonly string[]
  /**
   * Links to other units of the same file, so that what is spread over several of them can be joined: the names that this
   * unit defines (or whose function it is a statement of), and those of other units that it uses. Comparable inside one
   * file of one release only.
   */
  readonly defines?: readonly string[]
  readonly uses?: readonly string[]
  /** Names of other files that it reads, writes or starts, as written: a payload may lie there. */
  readonly files?: readonly string[]
}

/** A named value of a file as a whole, to be held against the same name in the release before. null: cannot be told. */
export interface Trait {
  /** Reader and name: `pe.certificate-slack`, `elf.entropy.text`, `png.trailing-bytes`. Sizes in bytes, entropy in bits a byte. */
  readonly name: string
  readonly value: string | number | boolean | null
  readonly place?: Place
}

/** Bytes inside a file that are a file of their own: an overlay, a resource, data after an image. */
export interface Embedded {
  readonly name: string
  readonly offset: number
  readonly length: number
}

/** What a reader found in one file. */
export interface Reading {
  readonly reader: string
  readonly units: readonly Unit[]
  readonly traits: readonly Trait[]
  readonly embedded?: readonly Embedded[]
  /** Twins inside one file that should do the same: the architectures of a fat binary. */
  readonly slices?: readonly { readonly name: string; readonly units: readonly Unit[]; readonly traits: readonly Trait[] }[]
  /** What could not be read, in words. An unread part is unknown, never harmless. */
  readonly notes: readonly string[]
}

export interface FileHead {
  /** Path inside the release, POSIX. */
  readonly path: string
  readonly size: number
  /** The first 4 KiB. */
  readonly bytes: Uint8Array
}

export interface InspectedFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Reads one kind of file. Pure: bytes in, reading out, no I/O; never throws for what the bytes are, but notes it. */
export interface Reader {
  readonly name: string
  readonly title: string
  /** 0…1, from the head alone. */
  recognise(head: FileHead): number
  read(file: InspectedFile): Reading
}
