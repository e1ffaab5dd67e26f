import { textWidth } from './measure.ts'

export interface Wish {
  /** Where it would like to stand: its middle, pixels. */
  readonly x: number
  readonly text: string
}

export interface Placed {
  readonly x: number
  readonly row: number
  readonly width: number
  readonly anchor: 'start' | 'middle' | 'end'
}

/**
 * Puts labels into rows so that none covers another: each takes the first row with room, in the order given (the weightier first);
 * undefined for those that found none.
 */
export function placeLabels(
  wishes: readonly Wish[],
  bounds: { left: number; right: number; rows: number; size: number; widest: number },
): readonly (Placed | undefined)[] {
  const taken: [number, number][][] = Array.from({ length: bounds.rows }, () => [])
  return wishes.map((wish) => {
    const width = Math.min(bounds.widest, textWidth(wish.text.slice(0, 120), bounds.size) + 4)
    const from = Math.max(bounds.left, Math.min(wish.x - width / 2, bounds.right - width))
    const row = taken.findIndex((spans) => spans.every(([start, end]) => from > end + 8 || from + width < start - 8))
    if (row < 0) return undefined
    taken[row]?.push([from, from + width])
    const anchor = from === bounds.left ? 'start' : from === bounds.right - width ? 'end' : 'middle'
    return { row, width, anchor, x: anchor === 'start' ? from : anchor === 'end' ? from + width : wish.x }
  })
}
