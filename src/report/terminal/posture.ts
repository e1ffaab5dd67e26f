import { number, plural, printable } from '../../base/text.ts'
import type { PostureCell, PosturePart } from '../../model/posture.ts'
import type { Assessment } from '../assessment.ts'
import { columns, cut, pad, paragraph, prose } from './layout.ts'
import type { Style } from './style.ts'

const mostRows = 20

/** The state of accounts and software: each part with its conclusion first, then its table. */
export function postureLines({ posture }: Assessment, width: number, style: Style): readonly string[] {
  if (posture.length === 0) return []
  return [style.heading('Posture'), '', ...posture.flatMap((part) => partLines(part, width, style))]
}

function partLines(part: PosturePart, width: number, style: Style): readonly string[] {
  const rest = part.rows.length - mostRows
  return [
    ...paragraph(`${prose(part.title)}: ${prose(part.says)}`, width, 0),
    ...(table(part, width, style) ?? stacked(part, width)).map((line) => `  ${line}`),
    ...(rest > 0 ? [style.faint(`  and ${plural(rest, 'more row')}: the report (--report FILE) has them`)] : []),
    ...(part.note === undefined ? [] : paragraph(prose(part.note), width, 2).map((line) => style.faint(line))),
    '',
  ]
}

/** A cell in words; what is not known is never shown as none. */
function cellText(value: PostureCell): string {
  return value === null ? 'unknown' : typeof value === 'number' ? number(value) : printable(value, 60)
}

/** Undefined where the terminal is too narrow for it. */
function table(part: PosturePart, width: number, style: Style): readonly string[] | undefined {
  const rows = [part.columns.map(({ name }) => printable(name, 60)), ...part.rows.slice(0, mostRows).map((cells) => cells.map(cellText))]
  const widths = part.columns.map((_, index) => Math.max(...rows.map((row) => columns(row[index] ?? ''))))
  if (widths.reduce((sum, size) => sum + size + 2, 0) > width) return undefined
  const line = (row: readonly string[]) =>
    row
      .map((text, index) =>
        part.columns[index]?.numeric ? ' '.repeat(Math.max(0, (widths[index] ?? 0) - columns(text))) + text : pad(text, widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return rows.map((row, index) => (index === 0 ? style.faint(line(row)) : line(row)))
}

/** A line a row: what names it first, then its numbers with their names. */
function stacked(part: PosturePart, width: number): readonly string[] {
  const indent = Math.min(24, Math.floor(width / 2) - 4)
  const names = part.columns.map(({ name }) => printable(name, 60))
  return part.rows.slice(0, mostRows).flatMap((cells) => {
    const named = cells.filter((_, index) => !part.columns[index]?.numeric).map(cellText)
    const counted = cells.flatMap((value, index) => (part.columns[index]?.numeric ? [`${names[index]} ${cellText(value)}`] : []))
    return paragraph(counted.join(' · '), width - 2, indent, cut(named.join(' · '), indent - 2))
  })
}
