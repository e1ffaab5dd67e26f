import type { Advisory } from '../advisory.ts'
import type { Block } from '../text/block.ts'

const longestTitle = 250

/** The first heading, else the first line that is not too long. */
export function titleOf(blocks: readonly Block[]): string {
  const heading = blocks.find((block) => block.kind === 'heading' && block.text.trim().length > 4)
  const line =
    heading?.text ??
    blocks
      .find((block) => block.text.trim() !== '')
      ?.text.trim()
      .split('\n')[0] ??
    ''
  return line.replace(/\s+/g, ' ').trim().slice(0, longestTitle)
}

/** The label of the Traffic Light Protocol, as given or as the text carries it near its beginning or end. */
export function tlpOf(given: string | undefined, title: string, blocks: readonly Block[]): Advisory['tlp'] {
  const stated = given === undefined ? undefined : labelIn(`TLP:${given.replace(/^tlp:/i, '')}`)
  if (stated) return stated
  const near = [title, ...[...blocks.slice(0, 40), ...blocks.slice(-10)].map((block) => block.text.slice(0, 2000))].join('\n')
  return labelIn(near)
}

function labelIn(text: string): Advisory['tlp'] {
  const [, label = ''] = /\bTLP\s?[:\s-]\s?(CLEAR|WHITE|GREEN|AMBER\s?\+\s?STRICT|AMBER|RED)\b/i.exec(text) ?? []
  const name = label.toUpperCase().replaceAll(/\s/g, '')
  if (name === 'WHITE') return 'CLEAR'
  return name === 'CLEAR' || name === 'GREEN' || name === 'AMBER' || name === 'AMBER+STRICT' || name === 'RED' ? name : undefined
}
