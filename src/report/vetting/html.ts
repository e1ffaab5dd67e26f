import { bytes, number, plural, printable } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import { capabilities } from '../../releases/capability.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { page } from '../html/document.ts'
import { element, join, list, type Markup, prose, table, text } from '../html/markup.ts'
import { tile } from '../html/page.ts'
import { changeFigureBlock } from './figure.ts'
import { reasonSection } from './reasons.ts'
import { basisWords, meaningOf, nameOf, nextStep, sideRows, vetSigns } from './words.ts'

const mostUnopened = 300

/** The verdict as one file that needs nothing else. */
export function renderVettingHtml(vetting: Vetting, version: string): string {
  const { word, release, facts } = vetting
  return page({
    title: `${word}: ${printable(nameOf(release.identity), 120)}`,
    skip: 'To the verdict',
    masthead: masthead(vetting, version),
    contents: contents(vetting),
    main: [
      banner(vetting),
      tiles(vetting),
      element(
        'section',
        { id: 'to-do', 'aria-labelledby': 'to-do-title' },
        heading('to-do', 'What to do now'),
        element('p', { class: 'next' }, prose(nextStep(vetting))),
      ),
      reasonSection(facts),
      changeSection(vetting),
      sideSection(vetting),
      capabilitySection(vetting),
      unopenedSection(vetting),
      limitSection(vetting),
    ],
    footer: 'This page holds no script and asks nothing of any server.',
  })
}

function heading(id: string, title: string): Markup {
  return element('h2', { id: `${id}-title` }, text(title))
}

function masthead({ release, at }: Vetting, version: string): Markup {
  const artifact = element('code', {}, text(release.artifact.path, 300))
  return element(
    'header',
    { class: 'masthead' },
    element('h1', {}, text('Gatehouse vet')),
    element('p', {}, artifact, text(` · ${shortTime(at)} UTC · version ${version}`)),
  )
}

function banner(vetting: Vetting): Markup {
  const { word, conclusion } = vetting
  return element(
    'section',
    { class: `verdict verdict-${word.toLowerCase()}`, 'aria-labelledby': 'verdict-title' },
    element('p', { class: 'word' }, element('span', { 'aria-hidden': 'true' }, text(vetSigns[word])), text(` ${word}`)),
    element('h2', { id: 'verdict-title' }, text(conclusion)),
    element('p', {}, text(meaningOf(vetting))),
  )
}

function tiles(vetting: Vetting): Markup {
  const { release, facts, tree, gained, previous } = vetting
  const weighty = facts.filter((fact) => fact.points > 0)
  const changed = tree.filter((file) => file.change !== 'same').length
  const classes = new Set(weighty.map((fact) => fact.class))
  return element(
    'dl',
    { class: 'tiles' },
    tile(nameOf(release.identity), basisWords(vetting)),
    tile(
      plural(facts.length, 'reason'),
      weighty.length === 0
        ? 'none that weighs anything'
        : `${plural(Math.round(vetting.points), 'point')} in ${plural(classes.size, 'class', 'classes')} of reasons`,
    ),
    previous === undefined
      ? tile(plural(release.files, 'file'), `${bytes(release.bytes)} unpacked`)
      : tile(plural(changed, 'changed file'), `of ${plural(release.files, 'file')}, ${bytes(release.bytes)} unpacked`),
    previous === undefined
      ? tile(plural(release.capabilities.length, 'capability', 'capabilities'), 'of its code, with nothing to compare with')
      : tile(
          plural(gained.length, 'new capability', 'new capabilities'),
          gained.length === 0 ? 'its code can do no more than before' : gained.map((one) => capabilities[one]).join('; '),
        ),
  )
}

function contents({ facts, tree, unopened, notes }: Vetting): Markup {
  const links = [
    ['to-do', 'What to do now'],
    ...(facts.length > 0 ? [['reasons', 'Reasons']] : []),
    ...(tree.length > 0 ? [['changes', 'Changes']] : []),
    ['origin', 'Origin'],
    ['capabilities', 'Capabilities'],
    ...(unopened.length + notes.length > 0 ? [['unopened', 'Not opened']] : []),
    ['limits', 'Limits'],
  ]
  return element('nav', { 'aria-label': 'Contents' }, list(links.map(([id, title]) => element('a', { href: `#${id}` }, text(title ?? '')))))
}

function changeSection(vetting: Vetting): Markup | undefined {
  if (vetting.tree.length === 0) return undefined
  const title = vetting.previous === undefined ? 'What is in it' : 'What changed'
  return element(
    'section',
    { id: 'changes', 'aria-labelledby': 'changes-title' },
    heading('changes', title),
    element(
      'p',
      { class: 'lead' },
      text(
        'Files are the same when their bytes are, wherever they lie; a new unit is a statement, import, hook or the like that no file of the release before has.',
      ),
    ),
    changeFigureBlock(vetting),
  )
}

function sideSection(vetting: Vetting): Markup {
  const { previous } = vetting
  const marked = (value: string, differs: boolean) => (differs ? element('strong', {}, text(value, 400)) : text(value, 400))
  const rows = sideRows(vetting).map(({ name, now, before, differs }) =>
    previous === undefined ? [text(name), text(now, 400)] : [text(name), marked(now, differs), marked(before, differs)],
  )
  const because = [...vetting.release.signatures.slice(0, 12)].map(({ scheme, path, state, because: why }) =>
    join([element('code', {}, text(path, 200)), text(` ${scheme} ${state}: ${why.join(' ')}`)]),
  )
  return element(
    'section',
    { id: 'origin', 'aria-labelledby': 'origin-title' },
    heading('origin', 'Signature and origin'),
    table({
      caption: previous === undefined ? 'Who made it and what vouches for it' : 'Both releases side by side',
      headers: previous === undefined ? ['', 'This release'] : ['', 'This release', 'The one before'],
      rows,
      stacks: true,
    }),
    because.length > 0 && element('details', {}, element('summary', {}, text('Why the signatures are judged so')), list(because)),
  )
}

function capabilitySection({ gained, lost, release, previous }: Vetting): Markup {
  const words = (all: Vetting['gained'], none: string) => (all.length === 0 ? element('p', {}, text(none)) : list(all.map((one) => text(capabilities[one]))))
  const kept = release.capabilities.filter((one) => !gained.includes(one))
  const columns =
    previous === undefined
      ? [block('Does', words(release.capabilities, 'Nothing of what is looked for.'))]
      : [
          block('Gained', words(gained, 'Nothing that the release before could not do.')),
          block('Lost', words(lost, 'Nothing.')),
          block('Kept', words(kept, 'Nothing of what is looked for.')),
        ]
  return element(
    'section',
    { id: 'capabilities', 'aria-labelledby': 'capabilities-title' },
    heading('capabilities', 'What its code can do'),
    element('div', { class: 'columns' }, ...columns),
  )
}

function block(title: string, content: Markup): Markup {
  return element('div', {}, element('h4', {}, text(title)), content)
}

function unopenedSection({ unopened, notes }: Vetting): Markup | undefined {
  if (unopened.length + notes.length === 0) return undefined
  const items = [...unopened.map(({ path, says }) => join([element('code', {}, text(path, 300)), text(`: ${says}`, 400)])), ...notes.map((note) => text(note))]
  const rest = items.length - mostUnopened
  return element(
    'section',
    { id: 'unopened', 'aria-labelledby': 'unopened-title' },
    heading('unopened', 'Not opened, or not known'),
    element('p', { class: 'lead' }, text('What was not read is unknown: it is neither harmless nor harmful.')),
    list([...items.slice(0, mostUnopened), ...(rest > 0 ? [text(`and ${number(rest)} more, in the JSON output`)] : [])]),
  )
}

function limitSection({ rules, previous, seconds }: Vetting): Markup {
  const limits = [
    'ALLOW says that nothing was met of what is looked for. Code that was written to look ordinary, and what a program fetches once it runs, cannot be seen in its bytes.',
    'A valid signature and attested provenance say who made a release, not that it is harmless: they never take weight away from a reason.',
    ...(previous === undefined
      ? ['There was nothing to compare with, so only what is wrong in itself could be seen.']
      : ['What both releases have in common was not judged again.']),
    `This verdict rests on ${rules.map(({ name, version }) => `${name} ${version}`).join(', ') || 'no rules'}, and took ${number(seconds)} s.`,
  ]
  return element(
    'section',
    { id: 'limits', 'aria-labelledby': 'limits-title' },
    heading('limits', 'What this cannot say'),
    list(limits.map((limit) => text(limit))),
  )
}
