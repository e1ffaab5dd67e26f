/** A traffic light: told by shape, word and colour, so that none of them is needed alone. */
export type Light = 'red' | 'amber' | 'green' | 'grey'

/** One part of a section. All text is plain: the renderers escape it. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly title: string; readonly text: string }
  /** Room for the analyst to write in. */
  | { readonly kind: 'field'; readonly label: string; readonly hint: string }
  | { readonly kind: 'lights'; readonly rows: readonly { readonly light: Light; readonly question: string; readonly word: string; readonly says: string }[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly headers: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Share of the width of each column. */
      readonly widths: readonly number[]
      /** Columns of values that break anywhere, such as hashes. */
      readonly values?: readonly number[]
    }

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** The organisation's own warning, ready to be drawn. */
export interface Warning {
  readonly id: string
  readonly version: string
  readonly title: string
  /** Name of who warns; empty where nobody said. */
  readonly from: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly tlp: { readonly label: string; readonly handling: string; readonly colour: string }
  readonly word: string
  /** At most 120 words. */
  readonly bottomLine: string
  readonly sections: readonly Section[]
  readonly footer: string
}

export const lightWords: Readonly<Record<Light, string>> = { red: 'Red', amber: 'Amber', green: 'Green', grey: 'Unknown' }
