import type { Figure } from './figure.ts'

/** A cell of a posture table: a text, a number, or null where it is not known. */
export type PostureCell = string | number | null

/** One part of the posture section: a state of the organisation as a small table, its conclusion first. */
export interface PosturePart {
  /** Kebab case; names its anchor in the report. */
  readonly name: string
  readonly title: string
  /** One or two sentences, the conclusion first. */
  readonly says: string
  readonly columns: readonly { readonly name: string; readonly numeric?: boolean }[]
  readonly rows: readonly (readonly PostureCell[])[]
  /** What the table leaves out, or how it is to be read. */
  readonly note?: string
  readonly figure?: Figure
}
