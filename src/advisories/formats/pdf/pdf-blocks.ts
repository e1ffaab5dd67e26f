import type { Block } from '../../text/block.ts'
import { Headings } from '../../text/headings.ts'
import { LeadIns } from '../../text/lead-ins.ts'
import { unwrap } from '../../text/unwrap.ts'
import { type Chain, linesOfChain, rightEdges } from './chains.ts'

/** Blocks of the paragraphs and cells of a PDF; larger letters make headings, and the largest on the first page the title. */
export function blocksOfChains(chains: readonly Chain[]): { readonly blocks: readonly Block[]; readonly title: string | undefined } {
  const edges = rightEdges(chains)
  const body = bodySize(chains)
  const headings = new Headings()
  const leads = new LeadIns()
  const blocks: Block[] = []
  for (const chain of chains) {
    const [first] = chain.segments
    const { text, marks } = unwrap(linesOfChain(chain, edges))
    const isHeading = first !== undefined && text.length < 160 && isTitle(text) && first.size > body * 1.12
    const block: Block = {
      kind: isHeading ? 'heading' : /^[-–•*·▪◦‣●○■]\s/.test(text) ? 'item' : 'paragraph',
      text,
      marks,
      section: sectionOf(headings.section, chain, text),
      take: 'all',
    }
    blocks.push(...leads.place(block))
    if (isHeading || looksLikeHeading(text, chain)) headings.enter(text.replace(/\s+/g, ' '))
  }
  return { blocks, title: titleOf(chains) }
}

/** The heading of a column is above all its cells. */
function sectionOf(section: readonly string[], { segments }: Chain, text: string): readonly string[] {
  const label = segments.length > 1 && (segments[0]?.beside.length ?? 0) > 0 ? (text.split('\n')[0] ?? '') : ''
  return label !== '' && isTitle(label) && label.length < 40 ? [...section, label] : section
}

function isTitle(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !/[.;,]$/.test(text) && !/\[\.\]|hxxp|https?:|[0-9a-f]{20}|\\/i.test(text)
}

/** A short line by itself that announces indicators, in letters of the usual size. */
function looksLikeHeading(text: string, { segments }: Chain): boolean {
  return (
    segments.length === 1 &&
    segments[0]?.beside.length === 0 &&
    text.length < 70 &&
    isTitle(text) &&
    /\b(?:indicators?|iocs?|hash(?:es)?|domains?|addresses|urls?|references|appendix|conclusions?|c2s?|infrastructure|samples?|recommendations|mitigations?|contact)\b/i.test(
      text,
    )
  )
}

/** The size that most characters have. */
function bodySize(chains: readonly Chain[]): number {
  const counts = new Map<number, number>()
  for (const { segments } of chains)
    for (const { size, text } of segments) counts.set(Math.round(size * 2) / 2, (counts.get(Math.round(size * 2) / 2) ?? 0) + text.length)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [10, 0])[0]
}

function titleOf(chains: readonly Chain[]): string | undefined {
  const first = chains.filter(({ segments }) => segments[0]?.page === 1 && segments.map(({ text }) => text).join(' ').length > 8)
  const largest = first.toSorted((a, b) => (b.segments[0]?.size ?? 0) - (a.segments[0]?.size ?? 0))[0]
  return largest?.segments
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, 250)
}
