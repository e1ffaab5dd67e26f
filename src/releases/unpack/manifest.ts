import type { Member, Unopened } from '../release.ts'

/** A member that may hold others and waits to be opened. */
export interface Pending {
  readonly path: string
  readonly sha256: string
  readonly depth: number
  /** Hashes of the containers around it: one of them inside itself never ends. */
  readonly within: readonly string[]
}

/** One line of what the unpacking process says while it works. */
export type ManifestLine =
  | { readonly artifact: Member }
  | { readonly member: Member }
  | { readonly unopened: Unopened }
  | { readonly pending: Pending }
  | { readonly opening: string }
  /** It was opened to its end or given up; without a container it turned out to hold nothing. */
  | { readonly opened: string; readonly container?: string }
  | { readonly bytes: number }
  | { readonly done: true }

export type Say = (line: ManifestLine) => void
