import { bytes, number, plural, printable } from '../../base/text.ts'
import { type TreeRow, treeRows } from '../../figures/release-tree-rows.ts'
import { capabilities } from '../../releases/capability.ts'
import type { Fact } from '../../releases/fact.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { columns, cut, pad, paragraph, prose, wrap } from '../terminal/layout.ts'
import { type Style, styleFor } from '../terminal/style.ts'
import { basisWords, changeCounts, meaningOf, nameOf, nextStep, placeWords, sideRows, weightWords } from './words.ts'

export interface VettingTerminalOptions {
  /** Columns; taken as 40 … 120. */
  readonly width: number
  readonly colour: boolean
  /** Where the full report was written, if it was. */
  readonly report?: string
}

const mostReasons = 8
/** One sign for each change; the words stand beside it. */
const changeSigns = { added: '+', removed: '−', changed: '~', renamed: '→', same: ' ' } as const
const mostLines = 30
const mostNotes = 6
/** Columns of a name that are worth cutting it for. */
const leastName = 20
const indent = 4
const label = 12

/** The verdict for a terminal: the conclusion first, the next step last. What comes from the release cannot act on the terminal. */
export function renderVettingTerminal(vetting: Vetting, options: VettingTerminalOptions): string {
  const width = Math.min(120, Math.max(40, Math.floor(options.width) || 80))
  const style = styleFor(options.colour)
  const lines = [
    '',
    ...headLines(vetting, width, style),
    '',
    ...reasonLines(vetting, width, style),
    ...sideLines(vetting, width, style),
    ...capabilityLines(vetting, width, style),
    ...treeLines(vetting, width, style),
    ...unreadLines(vetting, width, style),
    ...closing(vetting, options.report, width, style),
  ]
  return `${lines.join('\n')}\n`
}

/** The verdict in one line, for lists. */
export function vettingLine({ word, release, conclusion }: Vetting, width: number): string {
  return cut(printable(`${word.padEnd(5)}  ${nameOf(release.identity)}: ${conclusion}`, 400), width)
}

function headLines(vetting: Vetting, width: number, style: Style): readonly string[] {
  const { word, conclusion, release } = vetting
  const about = `${nameOf(release.identity)} · ${basisWords(vetting)} · ${plural(release.files, 'file')}, ${bytes(release.bytes)} unpacked`
  return [
    style.vet(word),
    ...wrap(prose(conclusion), width).map((line) => style.strong(line)),
    ...wrap(meaningOf(vetting), width).map((line) => style.faint(line)),
    '',
    ...wrap(prose(about), width).map((line) => style.faint(line)),
  ]
}

function reasonLines({ facts }: Vetting, width: number, style: Style): readonly string[] {
  if (facts.length === 0) return []
  const shown = facts.slice(0, mostReasons)
  const rest = facts.length - shown.length
  return [
    style.heading(`Reasons (${number(facts.length)})`),
    '',
    ...shown.flatMap((fact, index) => factLines(fact, index + 1, width, style)),
    ...(rest > 0 ? [style.faint(`    and ${plural(rest, 'more reason')}: --json and --report have them`), ''] : []),
  ]
}

function factLines(fact: Fact, rank: number, width: number, style: Style): readonly string[] {
  const place = placeWords(fact)
  const says = wrap(prose(fact.says), width - indent).map((line, index) => `${(index === 0 ? `${rank}.` : '').padEnd(indent)}${style.strong(line)}`)
  return [
    ...says,
    ...paragraph(weightWords(fact), width, indent).map((line) => style.faint(line)),
    ...(place === undefined ? [] : field('where', place, width, style)),
    ...field('now', fact.now, width, style),
    ...(fact.before === undefined ? [] : field('before', fact.before, width, style)),
    ...(fact.innocentIf === undefined ? [] : field('innocent if', fact.innocentIf, width, style)),
    '',
  ]
}

function field(name: string, text: string, width: number, style: Style): readonly string[] {
  const [first = '', ...rest] = paragraph(prose(text), width, indent + label, ' '.repeat(indent) + name)
  return [first.replace(name, () => style.faint(name)), ...rest]
}

/** Both releases side by side; below each other where the screen is narrow. */
function sideLines(vetting: Vetting, width: number, style: Style): readonly string[] {
  const rows = sideRows(vetting)
  const column = Math.floor((width - label - 2) / 2)
  const heading = [style.heading('Signature and origin'), '']
  const mark = (differs: boolean) => (differs ? '!' : ' ')
  if (vetting.previous === undefined) return [...heading, ...rows.flatMap(({ name, now }) => paragraph(prose(now), width, label + 2, `  ${name}`)), '']
  if (column < 30) {
    const lines = rows.flatMap(({ name, now, before, differs }) => [
      ...paragraph(prose(now), width, label + 2, `${mark(differs)} ${name}`),
      ...(now === before ? [] : paragraph(prose(`before: ${before}`), width, label + 2).map((line) => style.faint(line))),
    ])
    return [...heading, ...lines, '']
  }
  const head = `${' '.repeat(label + 2)}${pad('this release', column)}the one before`
  return [...heading, style.faint(head), ...rows.flatMap(({ name, now, before, differs }) => pairLines(`${mark(differs)} ${name}`, [now, before], column)), '']
}

function pairLines(name: string, [now, before]: readonly [string, string], column: number): readonly string[] {
  const [left, right] = [wrap(prose(now), column - 2), wrap(prose(before), column - 2)]
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${pad(index === 0 ? name : '', label + 2)}${pad(left[index] ?? '', column)}${right[index] ?? ''}`.trimEnd(),
  )
}

function capabilityLines({ gained, lost, release, previous }: Vetting, width: number, style: Style): readonly string[] {
  const words = (list: Vetting['gained']) => list.map((one) => capabilities[one]).join('; ')
  const line = (name: string, text: string) => paragraph(text, width, label + 2, `  ${name}`)
  if (previous === undefined) {
    return release.capabilities.length === 0 ? [] : [style.heading('What its code does'), '', ...line('', words(release.capabilities)), '']
  }
  return [
    style.heading('What its code can do now'),
    '',
    ...line('gained', gained.length === 0 ? 'nothing that the release before could not do' : words(gained)),
    ...(lost.length === 0 ? [] : line('lost', words(lost))),
    '',
  ]
}

function treeLines(vetting: Vetting, width: number, style: Style): readonly string[] {
  const { tree, previous } = vetting
  if (tree.length === 0) return []
  const rows = treeRows(tree, mostLines)
  return [
    style.heading(previous === undefined ? 'What is in it' : 'What changed'),
    '',
    ...wrap(changeCounts(vetting), width).map((line) => style.faint(line)),
    '',
    ...rows.flatMap((row) => treeLine(row, width, style)),
    '',
  ]
}

function treeLine(row: TreeRow, width: number, style: Style): readonly string[] {
  const start = `${row.file ? changeSigns[row.file.change] : ' '} ${'  '.repeat(Math.min(row.depth, 8))}`
  const name = printable(row.name, 300)
  if (!row.file) {
    const line = cut(start + name, width)
    return [row.folded ? style.faint(line) : line]
  }
  const facts = factsOf(row)
  const strong = row.file.points > 0 ? style.strong : (text: string) => text
  const beside = columns(start) + Math.min(columns(name), leastName) + 2 + columns(facts) <= width
  if (beside) return [strong(`${pad(start + cut(name, width - columns(start) - columns(facts) - 2), width - columns(facts))}${facts}`)]
  // Where the screen is narrow they stand below the name.
  return [strong(cut(start + name, width)), ...wrap(facts, width - 6).map((line) => style.faint(line.padStart(width)))]
}

/** `+4.1 kB  14 new units  40 points`, as far as there is something to say. */
function factsOf({ file }: TreeRow): string {
  if (!file) return ''
  const points = file.points > 0 ? plural(Math.round(file.points), 'point') : ''
  const novel = (file.novelUnits ?? 0) > 0 ? plural(file.novelUnits ?? 0, 'new unit') : ''
  return [novel, sizeChange(file.size, file.sizeBefore), points].filter((part) => part !== '').join('  ')
}

function sizeChange(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined) return bytes(now ?? before ?? 0)
  if (now === before) return 'same size'
  return `${now > before ? '+' : '−'}${bytes(Math.abs(now - before))}`
}

function unreadLines({ unopened, notes }: Vetting, width: number, style: Style): readonly string[] {
  const lines = [...unopened.map(({ path, says }) => `${path}: ${says}`), ...notes]
  if (lines.length === 0) return []
  const rest = lines.length - mostNotes
  return [
    style.heading('Not opened, or not known'),
    '',
    ...lines.slice(0, mostNotes).flatMap((line) => paragraph(prose(line), width, 2, '-')),
    ...(rest > 0 ? [style.faint(`  and ${number(rest)} more: --json and --report have them`)] : []),
    '',
  ]
}

function closing(vetting: Vetting, report: string | undefined, width: number, style: Style): readonly string[] {
  const rules = vetting.rules.map(({ name, version }) => `${name} ${version}`).join(', ')
  const files = report === undefined ? [] : paragraph(printable(report, 400), width, 8, 'Report')
  const next = paragraph(prose(nextStep(vetting)), width, 8, 'Next')
  return [
    ...wrap(prose(`vetted in ${number(vetting.seconds)} s with ${rules || 'no rules'}`), width).map((line) => style.faint(line)),
    '',
    ...files,
    ...next.map((line, index) => (index === 0 ? line.replace('Next', () => style.strong('Next')) : line)),
  ]
}
