import { continues, type Line } from '../../text/unwrap.ts'
import type { Page } from './open.ts'
import { type Segment, segmentsOf } from './segments.ts'

/** Segments below one another that belong to one paragraph or cell. */
export interface Chain {
  readonly segments: Segment[]
}

/** Line distance, in font sizes, within a paragraph or cell. */
const farthest = 1.75
const bullet = /^(?:[-–—•*·▪◦‣●○■]|\d{1,3}[.)]|[a-z][.)])\s+/

/** Paragraphs and cells of all pages in reading order. A value that a page break cut goes on. */
export function chainsOf(pages: readonly Page[]): readonly Chain[] {
  const all = withoutRunning(pages.map(segmentsOf))
  const chains = all.map((segments) => chainsOfPage(segments).flatMap(apart))
  for (let index = 0; index + 1 < chains.length; index += 1) joinPages(chains[index] ?? [], chains[index + 1] ?? [])
  return chains.flat().filter((chain) => chain.segments.length > 0)
}

function chainsOfPage(segments: readonly Segment[]): Chain[] {
  const chains: Chain[] = []
  let open: Chain[] = []
  for (const segment of segments) {
    open = open.filter((chain) => (chain.segments.at(-1)?.y ?? 0) - segment.y < farthest * segment.size)
    const found = open.find((chain) => goesOn(chain, segment))
    if (found) found.segments.push(segment)
    else {
      const chain = { segments: [segment] }
      chains.push(chain)
      open.push(chain)
    }
  }
  return chains
}

/** Cells below one another, where the distance between rows is greater than that between the lines of a cell. */
function apart({ segments }: Chain): readonly Chain[] {
  const gaps = segments.slice(1).map((segment, index) => (segments[index]?.y ?? 0) - segment.y)
  const least = Math.min(...gaps)
  const parts: Chain[] = [{ segments: segments.slice(0, 1) }]
  for (const [index, segment] of segments.slice(1).entries()) {
    if ((gaps[index] ?? 0) > 1.2 * least) parts.push({ segments: [segment] })
    else parts.at(-1)?.segments.push(segment)
  }
  return parts
}

function goesOn({ segments }: Chain, next: Segment): boolean {
  const last = segments.at(-1)
  if (!last || last.y - next.y < 0.3 * next.size || Math.abs(last.size - next.size) > 0.15 * next.size || bullet.test(next.text)) return false
  const sameLeft = Math.abs(last.x - next.x) < 0.6 * next.size
  if (sameLeft) return true
  // First lines may be indented, items hang, and centred cells share their middle.
  const alone = last.beside.length === 0 && next.beside.length === 0
  const first = segments.length === 1 && Math.abs(last.x - next.x) < 4 * next.size && (alone || bullet.test(last.text))
  const sameMiddle = Math.abs(last.x + last.right - next.x - next.right) < next.size
  return (first && next.x < last.right) || sameMiddle
}

/** Headers, footers and page numbers: what stands at the same height on several pages, numbers aside. The first is kept. */
function withoutRunning(pages: readonly (readonly Segment[])[]): readonly (readonly Segment[])[] {
  // A number by itself is a page number only when it is near the page's: the rest of a hash may be digits alone.
  const keyOf = ({ y, text, page }: Segment) =>
    /^\d+$/.test(text) && Math.abs(Number(text) - page) > 30 ? `${page} ${y} ${text}` : `${Math.round(y)} ${text.replace(/(?<!\w)\d{1,4}(?!\w)/g, '#')}`
  const counts = new Map<string, number>()
  const edges = pages.map(
    (segments) => new Set([...segments.filter(({ line }) => line <= 3), ...segments.filter(({ line }) => line > (segments.at(-1)?.line ?? 0) - 3)]),
  )
  for (const edge of edges) for (const key of new Set([...edge].map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1)
  const seen = new Set<string>()
  return pages.map((segments, index) =>
    segments.filter((segment) => {
      const key = keyOf(segment)
      if (!edges[index]?.has(segment) || (counts.get(key) ?? 0) < 3 || /\[\.\]|hxxp|[0-9a-f]{8}/i.test(segment.text)) return true
      const isFirst = !seen.has(key)
      seen.add(key)
      return isFirst && !/^(?:page )?\d+(?: of \d+)?$/i.test(segment.text)
    }),
  )
}

/** Characters that would still have fitted behind each line of a chain, with the right edge of what stands at the same left. */
export function linesOfChain({ segments }: Chain, edges: ReadonlyMap<number, number>): readonly Line[] {
  const own = Math.max(...segments.map(({ right }) => right))
  // Two lines alone do not show where their column ends.
  const shows = segments.length > 2
  return segments.map((segment) => {
    const edge = shows ? own : Math.max(own, edges.get(Math.round(segment.x)) ?? own)
    const width = (segment.right - segment.x) / Math.max(1, segment.text.length)
    return {
      text: segment.text,
      page: segment.page,
      line: segment.line,
      room: (edge - segment.right) / Math.max(width, 0.1),
      beside: segment.beside.join(' | ') || undefined,
    }
  })
}

/** The farthest right of what begins at each left edge. */
export function rightEdges(chains: readonly Chain[]): ReadonlyMap<number, number> {
  const edges = new Map<number, number>()
  for (const { segments } of chains) {
    for (const { x, right } of segments) {
      for (const left of [Math.round(x) - 1, Math.round(x), Math.round(x) + 1]) edges.set(left, Math.max(edges.get(left) ?? 0, right))
    }
  }
  return edges
}

/** Takes the beginning of a page back to the end of the page before, where a value was cut. */
function joinPages(before: readonly Chain[], after: readonly Chain[]): void {
  const lowest = before.toSorted((a, b) => (a.segments.at(-1)?.y ?? 0) - (b.segments.at(-1)?.y ?? 0)).slice(0, 6)
  for (const chain of lowest) {
    const last = chain.segments.at(-1)
    if (!last) continue
    // The column's heading may be repeated above the rest of its cell.
    for (const { segments } of after.slice(0, 24)) {
      const at = segments.slice(0, 2).findIndex((segment) => sameColumn(segment, last) && goesOnOverleaf(chain, segment))
      if (at < 0) continue
      chain.segments.push(...segments.splice(at))
      break
    }
  }
}

function sameColumn(first: Segment, last: Segment): boolean {
  return Math.abs(first.x - last.x) < 0.6 * last.size && Math.abs(first.size - last.size) < 0.15 * last.size
}

function goesOnOverleaf({ segments }: Chain, first: Segment): boolean {
  const lines = [...segments, first].map((segment): Line => ({ text: segment.text, line: segment.line, room: 0 }))
  return continues(lines, segments.length - 1)
}
