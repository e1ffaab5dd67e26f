import type { AdvisoryLimits } from '../limits.ts'

/** What the process that reads an advisory is told on standard input, as JSON. The file comes open as descriptor 3. */
export interface Order {
  readonly name: string
  readonly limits: AdvisoryLimits
}

/** One line of JSON on descriptor 4. The lists of an advisory come in pieces, for as one text they would take as much memory again; then the rest. */
export type Answer = { readonly list: string; readonly items: readonly unknown[] } | { readonly rest: Readonly<Record<string, unknown>> }
