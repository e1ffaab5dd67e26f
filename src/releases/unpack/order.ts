import type { UnpackLimits } from './limits.ts'
import type { Pending } from './manifest.ts'

/** What the unpacking process is told on its standard input, as JSON. */
export interface Order {
  /** Absolute path; only a folder is opened by it, a file comes open as descriptor 3. */
  readonly artifact: string
  readonly isFolder: boolean
  /** Path of the artifact's own member. */
  readonly name: string
  /** Where members are written. */
  readonly folder: string
  readonly limits: UnpackLimits
  readonly spent: { readonly bytes: number; readonly entries: number }
  /** Goes on with these where a process before it ended. */
  readonly pending?: readonly Pending[]
}
