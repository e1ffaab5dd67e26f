import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import { fileEndings } from '../../extract/file-endings.ts'
import type { Draft } from '../../format.ts'
import { type Columns, typeNameOf } from './columns.ts'
import { typeByLook } from './look.ts'
import type { TableRow } from './table.ts'

/** Indicators of a row. One cell may hold several values: `sha256,sha1,md5`, or lines of addresses. */
export function rowDrafts(row: TableRow, header: readonly string[], columns: Columns): readonly Draft[] {
  const stated = columns.type === undefined ? undefined : typeNameOf(row.cells[columns.type] ?? '')
  // A row whose type is none of an indicator's (`Description`, `Reference`) holds none.
  if (columns.type !== undefined && stated === undefined && (row.cells[columns.type] ?? '') !== '') return []
  const sentence = row.cells
    .filter((cell) => cell !== '')
    .join(' | ')
    .slice(0, 400)
  const values = [...columns.values].flatMap(([column, named]) => {
    const cell = row.cells[column] ?? ''
    return partsOf(cell).flatMap((value): Draft[] => {
      const type = typeOf(value, named === 'any' ? (stated ?? 'any') : named)
      return type === undefined
        ? []
        : [{ type, value, asWritten: value, place: { line: row.line }, sentence, role: roleOf(type, sentence, [header.join(' ')]) }]
    })
  })
  return [...values, ...namedFiles(row, columns, values.length > 0, sentence)]
}

/** The look decides where a table says `URL` of a bare name, or calls every hash by one name. */
function typeOf(value: string, named: AdvisoryIndicatorType | 'any'): AdvisoryIndicatorType | undefined {
  const look = typeByLook(value)
  if (named === 'any') return look
  if (
    look === undefined ||
    [
      'file-name',
      'file-path',
      'user-agent',
      'mutex',
      'cookie',
      'registry-key',
      'imphash',
      'ja3',
      'ja3s',
      'certificate-thumbprint',
      'certificate-serial',
    ].includes(named)
  )
    return named
  return look === 'file-name' && named === 'domain' ? 'domain' : look
}

function partsOf(cell: string): readonly string[] {
  const parts = cell
    .split(/[,;\n]\s*|\s+\|\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return parts.length > 1 && parts.every((part) => typeByLook(part) !== undefined) ? parts : cell.trim() === '' ? [] : [cell.trim()]
}

/** File names in the remarks beside a hash. */
function namedFiles(row: TableRow, columns: Columns, hasValue: boolean, sentence: string): readonly Draft[] {
  if (!hasValue) return []
  return row.cells.flatMap((cell, column) => {
    if (columns.values.has(column) || column === columns.type) return []
    return [...cell.matchAll(/(?<![\p{L}\p{N}_/\\.@-])[\p{L}\p{N}_%+$~-][\p{L}\p{N}_.%+$~-]{0,100}\.([a-z0-9]{2,10})(?![\p{L}\p{N}/[.])/giu)].flatMap(
      (match): Draft[] =>
        fileEndings.has((match[1] ?? '').toLowerCase()) && typeByLook(match[0]) === 'file-name'
          ? [{ type: 'file-name', value: match[0], asWritten: match[0], place: { line: row.line }, sentence, role: roleOf('file-name', sentence, []) }]
          : [],
    )
  })
}
