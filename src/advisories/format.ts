import type {
  AdvisoryIndicatorType,
  AffectedProduct,
  IndicatorRole,
  Named,
  Note,
  Pattern,
  Place,
  Reference,
  Relation,
  StatedDate,
  Technique,
} from './advisory.ts'
import type { AdvisoryLimits } from './limits.ts'
import type { Block } from './text/block.ts'

/** A file to recognise and read: its bytes, and what is made from them at most once. */
export interface Document {
  /** For messages, and for what only a name can tell (an attachment's); '' when there is none. */
  readonly name: string
  readonly bytes: Uint8Array
  /** UTF-8, or UTF-16 by its mark; bad sequences become U+FFFD. */
  text(): string
  /** The first 64 KiB of the text. */
  head(): string
  /** The document as JSON, or undefined when it is none. */
  json(): unknown
}

/** A value that a structured file gives with its type, not yet checked. */
export interface Draft {
  readonly type: AdvisoryIndicatorType
  readonly value: string
  readonly asWritten: string
  readonly place: Place
  readonly sentence: string
  readonly role: IndicatorRole
  readonly partOf?: 'url' | undefined
  /** Why it is no reason to alarm by itself, as the file says. */
  readonly demoted?: string | undefined
}

export type DraftProduct = Omit<AffectedProduct, 'sources'>

/** What a format makes of a document. */
export interface Reading {
  readonly title?: string | undefined
  readonly publisher?: string | undefined
  readonly published?: string | undefined
  readonly modified?: string | undefined
  readonly tlp?: string | undefined
  /** Addresses of the document itself and of its publisher. */
  readonly own?: readonly string[]
  /** Text, and what may be taken from it. */
  readonly blocks?: readonly Block[]
  readonly indicators?: readonly Draft[]
  readonly products?: readonly DraftProduct[]
  /** The file gives products in fields: what its text says of versions is the same again. */
  readonly productsInFields?: boolean | undefined
  readonly cves?: readonly Named[]
  readonly techniques?: readonly Technique[]
  readonly dates?: readonly StatedDate[]
  readonly patterns?: readonly Pattern[]
  readonly relations?: readonly Relation[]
  readonly references?: readonly Reference[]
  readonly threats?: readonly string[]
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  readonly notes?: readonly Note[]
  /** Nothing could be read. */
  readonly unreadable?: boolean
}

export interface ReadContext {
  readonly limits: AdvisoryLimits
  readonly signal: AbortSignal
  /** True once the time for this advisory is used up. */
  late(): boolean
}

/** One kind of advisory. */
export interface AdvisoryFormat {
  readonly name: string
  readonly title: string
  /** Who publishes such files. Shown in the docs. */
  readonly origin: string
  /** 0 (not this) … 1 (certainly this), from the content. Pure. */
  recognise(document: Document): number
  /** Never throws for what a file holds: what cannot be read is a note. */
  read(document: Document, context: ReadContext): Reading | Promise<Reading>
}
