import type { ReactNode } from 'react'

/** One column of a list. */
export interface ListColumn<Row> {
  readonly id: string
  readonly head: string
  /** The head is only for those who hear it. */
  readonly headHidden?: boolean
  readonly cell: (row: Row) => ReactNode
  /** Share of the width, or pixels with `px`. */
  readonly width?: string
  readonly numeric?: boolean
  /** What the service sorts by when the head is chosen; absent: it cannot. */
  readonly sort?: string
  /** Not shown where there is little room. */
  readonly secondary?: boolean
}
