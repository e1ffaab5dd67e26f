import { plural } from '../../base/text.ts'
import type { Notes, Source } from '../format.ts'
import { knownVersion, type Program, publisherOf } from './program.ts'

/** Cells (not characters) at which the columns begin: name, identifier, version and what follows. */
export type Starts = readonly [name: number, id: number, version: number, rest: number]

const longestRow = 2000
/** Characters that take two cells on a terminal: East Asian wide and full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

/** winget redraws its progress bar with carriage returns: what was drawn last is the line. */
function lastDrawn(line: string): string {
  return line.trimEnd().split('\r').at(-1) ?? ''
}

/** The columns, from a header and the rule of dashes below it; undefined when these are not winget's. The words may be in any language. */
function startsOf(header: string, rule: string): Starts | undefined {
  if (header.length > longestRow || !/^-{20,}\s*$/.test(rule)) return undefined
  const cells = toCells(header)
  const starts = cells.flatMap((cell, index) => (cell.trim() !== '' && (index === 0 || cells[index - 1] === ' ') ? [index] : []))
  const [name = -1, id = -1, version = -1, rest = cells.length + 10_000] = starts
  // Each column is one cell wider than its widest value, so the short words of a heading are followed by blanks.
  const padded = [id, version].every((start) => cells[start - 2] === ' ')
  return name === 0 && starts.length >= 3 && starts.length <= 8 && padded && rule.trimEnd().length >= cells.length ? [name, id, version, rest] : undefined
}

/** True when the text shows a table of winget: below header and rule, at least half of the first rows must be of programs. */
export function hasWingetTable(text: string): boolean {
  const lines = text.split('\n', 60).map(lastDrawn)
  const at = lines.findIndex((line, index) => startsOf(line, lines[index + 1] ?? '') !== undefined)
  const starts = startsOf(lines[at] ?? '', lines[at + 1] ?? '')
  if (!starts) return false
  const rows = lines.slice(at + 2, at + 22).filter((line) => line !== '')
  return rows.length > 0 && rows.filter((row) => isProgram(row, starts)).length * 2 >= rows.length
}

/** Underlined headings and other tables have no identifiers and versions where winget has them. */
function isProgram(row: string, starts: Starts): boolean {
  const program = programOf(row, 0, starts)
  return (
    typeof program !== 'string' && /^([<>]\s*)?v?\d|^$/i.test(program.version) && /^[^\s]{3,}$/.test(toCells(row).slice(starts[1], starts[2]).join('').trim())
  )
}

/** The table that `winget list` prints. */
export async function* programsInTable(source: Source, notes: Notes): AsyncGenerator<Program> {
  let before = ''
  let starts: Starts | undefined
  let cut = 0
  for await (const { line, text } of source.lines()) {
    const drawn = lastDrawn(text)
    const found = startsOf(before, drawn)
    before = drawn
    if (found) starts = found
    else if (starts && drawn.trim() !== '') {
      const program = programOf(drawn, line, starts)
      if (typeof program === 'string') notes.skip(line, program)
      else {
        if (/…$/.test(program.product) || /…$/.test(program.version)) cut += 1
        yield program
      }
    }
  }
  if (!starts) notes.skip(1, 'the table of winget does not begin')
  if (cut > 0)
    notes.say(
      `Cut off with “…” by the width of the terminal: ${plural(cut, 'name or version', 'names or versions')}. winget export, or a wider window, gives them whole.`,
    )
}

function programOf(text: string, line: number, [, id, version, rest]: Starts): Program | string {
  if (text.length > longestRow) return 'longer than any row of winget'
  const cells = toCells(text)
  if ([id, version].some((start) => cells.length > start && cells[start - 1] !== ' ')) return 'a line that does not fit the columns'
  const [product, identifier, number] = [cells.slice(0, id), cells.slice(id, version), cells.slice(version, rest)].map((part) => part.join('').trim())
  if (!product || !identifier) return 'a line without name or identifier'
  return { line, host: '', product, version: knownVersion(number ?? ''), vendor: publisherOf(identifier), code: identifier, installed: '', seen: '' }
}

/** One entry per terminal cell; the second cell of a wide character is empty. */
function toCells(text: string): readonly string[] {
  return [...text].flatMap((character) => (wide.test(character) ? [character, ''] : [character]))
}
