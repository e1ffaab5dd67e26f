import { plural } from '../../base/text.ts'
import type { Fact } from '../../releases/fact.ts'
import { fact as entry, technique } from '../html/findings.ts'
import { element, type Markup, text } from '../html/markup.ts'
import { classWords, placeWords } from './words.ts'

const mostReasons = 200

/** The reasons, the heaviest first, each with where it lies and what would make it harmless. */
export function reasonSection(facts: readonly Fact[]): Markup | undefined {
  if (facts.length === 0) return undefined
  const rest = facts.length - mostReasons
  return element(
    'section',
    { id: 'reasons', 'aria-labelledby': 'reasons-title' },
    element('h2', { id: 'reasons-title' }, text(facts.length === 1 ? 'The reason' : `${plural(facts.length, 'reason')}, the heaviest first`)),
    element('ol', { class: 'reasons' }, ...facts.slice(0, mostReasons).map(reason)),
    rest > 0 && element('p', {}, text(`and ${plural(rest, 'more reason')}, in the JSON output`)),
  )
}

function reason(fact: Fact): Markup {
  const place = placeWords(fact)
  return element(
    'li',
    { class: `reason edge-${gravity(fact)}` },
    element('h3', {}, text(fact.says)),
    element(
      'p',
      { class: 'rank' },
      element('span', { class: `badge severity-${gravity(fact)}` }, text(fact.points > 0 ? plural(Math.round(fact.points), 'point') : 'no points')),
      text(` ${classWords(fact)}`),
    ),
    element(
      'dl',
      { class: 'facts' },
      place !== undefined && entry('where', element('code', {}, text(place, 500))),
      entry('now', text(fact.now)),
      fact.before !== undefined && entry('before', text(fact.before)),
      fact.innocentIf !== undefined && entry('innocent if', text(fact.innocentIf)),
      fact.technique !== undefined && entry('technique', technique(fact.technique)),
    ),
  )
}

/** The colours of the five severities, by weight. */
function gravity({ class: kind, points }: Fact): 1 | 2 | 3 | 4 | 5 {
  if (kind === 'A' || points >= 80) return 5
  if (points >= 30) return 4
  if (points >= 15) return 3
  return points > 0 ? 2 : 1
}
