import { plural } from '../../base/text.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { element, join, type Markup, table, text } from '../html/markup.ts'
import { changeFigureBlock } from './figure.ts'
import { basisWords, classWords, nameOf, placeWords, vetSigns } from './words.ts'

const mostFacts = 12

/** What the bytes of a release changed that an incident names: the verdict, its reasons, and the tree. */
export function suspectBytes(vetting: Vetting): Markup {
  const { word, conclusion, release, facts, at } = vetting
  const rest = facts.length - mostFacts
  const rows = facts.slice(0, mostFacts).map((fact) => {
    const place = placeWords(fact)
    return [
      join([text(fact.says), element('br', {}), element('span', { class: 'faint' }, text(classWords(fact)))]),
      place === undefined ? text('') : element('code', {}, text(place, 300)),
      text(fact.now, 300),
      text(fact.before ?? '', 300),
    ]
  })
  return element(
    'div',
    { class: 'suspect' },
    element('h4', {}, text(`What changed in the bytes of ${nameOf(release.identity)}`)),
    element('p', {}, element('strong', {}, text(`${vetSigns[word]} ${word}: `)), text(conclusion)),
    element('p', { class: 'faint' }, text(`Vetted on ${at.slice(0, 10)}, ${basisWords(vetting)}.`)),
    rows.length > 0 && table({ caption: 'Reasons in the bytes, the heaviest first', headers: ['Reason', 'Where', 'Now', 'Before'], rows, stacks: true }),
    rest > 0 && element('p', { class: 'faint' }, text(`and ${plural(rest, 'more reason')}, in the JSON output`)),
    vetting.tree.length > 0 && element('details', {}, element('summary', {}, text('The tree of what changed')), changeFigureBlock(vetting)),
  )
}
