import type { AdvisoryIndicatorType } from '../advisory.ts'
import type { Block } from '../text/block.ts'
import type { Refanged } from '../text/refang.ts'

/** A block ready to be searched. */
export interface Scan {
  readonly block: Block
  readonly refanged: Refanged
  /** Shorthand for the refanged text. */
  readonly text: string
  /** What the whole advisory tells about itself. */
  readonly habits: Habits
}

/** How an advisory writes. */
export interface Habits {
  /** It writes network indicators defanged: what stands plain is more likely a link. */
  readonly defangs: boolean
  /** Names of products it speaks of, lower case. */
  readonly products: ReadonlySet<string>
}

/** A value found in a block. Offsets are into the refanged text. */
export interface Found {
  readonly type: AdvisoryIndicatorType
  readonly value: string
  readonly start: number
  readonly end: number
  /** Written so that nobody clicks it. */
  readonly defanged: boolean
  readonly partOf?: 'url' | undefined
  /** Why the extractor itself does not take it for an indicator. */
  readonly demoted?: string | undefined
}

/** Looks for values of one kind; spans that others have taken are not searched again. */
export interface Extractor {
  readonly name: string
  find(scan: Scan, taken: Taken): readonly Found[]
}

/** Spans of a block that belong to a value already. */
export class Taken {
  #spans: { readonly start: number; readonly end: number }[] = []

  addAll(spans: readonly { readonly start: number; readonly end: number }[]): void {
    if (spans.length > 0) this.#spans = [...this.#spans, ...spans].sort((a, b) => a.start - b.start)
  }

  overlaps(start: number, end: number): boolean {
    let low = 0
    let high = this.#spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#spans[middle]?.end ?? 0) <= start) low = middle + 1
      else high = middle
    }
    const span = this.#spans[low]
    return span !== undefined && span.start < end
  }
}

/** The text shortly before an offset, up to the beginning of its line. */
export function before(text: string, at: number, most = 60): string {
  const window = text.slice(Math.max(0, at - most), at)
  return window.slice(window.lastIndexOf('\n') + 1)
}

/** The text shortly behind an offset, up to the end of its line. */
export function behind(text: string, at: number, most = 60): string {
  const window = text.slice(at, at + most)
  const end = window.indexOf('\n')
  return end < 0 ? window : window.slice(0, end)
}
