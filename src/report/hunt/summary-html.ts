import { shortTime } from '../../base/time.ts'
import type { Assessment } from '../assessment.ts'
import { element, type Markup, table, text } from '../html/markup.ts'
import { badge } from './sections.ts'

const mostHunts = 200

/** The advisories that were hunted for, each with its answer on the evidence as it is now. */
export function huntsSection({ hunts }: Assessment): Markup | undefined {
  if (hunts.length === 0) return undefined
  const rows = hunts.slice(0, mostHunts).map(({ title, word, sentence, at }) => [text(title, 200), badge(word), text(sentence), text(`${shortTime(at)} UTC`)])
  return element(
    'section',
    { id: 'advisories', 'aria-labelledby': 'advisories-title' },
    element('h2', { id: 'advisories-title' }, text('Advisories hunted for')),
    element('p', { class: 'lead' }, text('Asked with gatehouse hunt, and asked again whenever there is new evidence.')),
    table({ caption: 'Each advisory and its answer', headers: ['Advisory', 'Answer', 'Why', 'Asked'], rows, stacks: true }),
  )
}
