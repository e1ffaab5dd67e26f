import type { UnpackLimits } from './limits.ts'
import type { RefusalCode } from './refused.ts'
import type { Source } from './source.ts'

/** Where the bytes of one member go. `write` throws `Refused` when a limit is reached. */
export interface MemberOut {
  write(bytes: Uint8Array): void
  /** The member is whole, or as whole as it gets. */
  end(): void
}

export interface MemberFacts {
  /** Permission bits. */
  readonly mode?: number
}

/** Where a container puts what it holds. Names are taken as written: whoever receives them makes them safe. */
export interface Out {
  begin(name: string, facts?: MemberFacts): MemberOut
  /** A part that is not followed. '' names the container itself. */
  refuse(name: string, code: RefusalCode, says: string): void
  /** A file to be filled and read again before the container ends; it is no member. */
  spool(fill: (write: (bytes: Uint8Array) => void) => Promise<void> | void): Promise<Source>
  /** Whether the bytes are a container themselves. */
  recognises(source: Source, path: string): boolean
  readonly limits: UnpackLimits
}

/** One format of files that hold other files. */
export interface Container {
  /** As in `Member.container`. */
  readonly name: string
  readonly title: string
  /** Whether `A` and `a` can lie side by side wherever this format is installed. */
  readonly caseSensitive?: boolean
  /** 0…1, from the content; the path only where the content says too little. Must not throw. */
  recognise(source: Source, path: string): number
  /** Puts every member out, in the order of the container. Throws for what cannot be read on; what came out before stays. */
  unpack(source: Source, out: Out, path: string): Promise<void> | void
}

/** Puts out a member that is in memory. */
export function put(out: Out, name: string, bytes: Uint8Array, facts?: MemberFacts): void {
  const member = out.begin(name, facts)
  member.write(bytes)
  member.end()
}

/** Puts out a member piece by piece; what came before an error stays, and the error goes on. */
export async function putPieces(out: Out, name: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, facts?: MemberFacts): Promise<void> {
  const member = out.begin(name, facts)
  try {
    for await (const piece of content) member.write(piece)
  } finally {
    member.end()
  }
}
