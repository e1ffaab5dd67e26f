import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import { fileEndings } from '../../extract/file-endings.ts'
import type { Draft } from '../../format.ts'
import { valuesIn } from './cells.ts'
import type { Columns } from './columns.ts'
import { typeByLook } from './look.ts'
import type { TableRow } from './table.ts'
import { typeInWords } from './type-names.ts'

export interface RowReading {
  readonly drafts: readonly Draft[]
  /** The type that the row names, when nothing of that type was found in it. */
  readonly unread?: string | undefined
}

/** Types of rows that tell of the affair and give nothing to look for. */
const telling =
  /^(?:description|reference|report|source|note|comment|title|cve|cve id|vulnerability|threat actor|actor|malware|malware family|family|campaign|technique|tactic|yara|yara rule|sigma|sigma rule|port|country|tag|date|asn?)s?$/i

/** Indicators of a row. */
export function readRow(row: TableRow, header: readonly string[], columns: Columns): RowReading {
  const named = columns.type === undefined ? '' : (row.cells[columns.type] ?? '').trim()
  if (telling.test(named)) return { drafts: [], unread: named }
  const sentence = row.cells
    .filter((cell) => cell !== '')
    .join(' | ')
    .slice(0, 400)
  const place = { line: row.line }
  const headings = [header.join(' ')]
  const values = [...columns.values].flatMap(([column, own]) =>
    typedValues(row.cells[column] ?? '', own, named).map(
      ({ type, value }): Draft => ({ type, value, asWritten: value, place, sentence, role: roleOf(type, sentence, headings) }),
    ),
  )
  if (values.length === 0) return { drafts: [], unread: named === '' ? undefined : named }
  return { drafts: [...values, ...namedFiles(row, columns, sentence)] }
}

interface Typed {
  readonly type: AdvisoryIndicatorType
  readonly value: string
}

/** The values of a cell with their types: by the column, else by what the row says it is, else by their look. `filename|md5` names two values, `ip-dst|port` one. */
function typedValues(cell: string, own: AdvisoryIndicatorType | 'any', named: string): readonly Typed[] {
  const names = named.split('|')
  const parts = names.length > 1 ? cell.split('|') : []
  if (own === 'any' && parts.length === names.length)
    return names.flatMap((name, index) => (/^\s*port\s*$/i.test(name) ? [] : ofType(parts[index] ?? '', typeInWords(name) ?? 'any')))
  return ofType(cell, own === 'any' ? (typeInWords(named) ?? 'any') : own)
}

/** Types whose values may be any text. */
const freeText = new Set<AdvisoryIndicatorType | 'any'>(['file-name', 'file-path', 'user-agent', 'mutex', 'cookie', 'registry-key'])
/** Types whose values look like others. */
const ownKind = new Set<AdvisoryIndicatorType | 'any'>([...freeText, 'imphash', 'ja3', 'ja3s', 'certificate-thumbprint', 'certificate-serial'])

/** The look decides where a table says `URL` of a bare name, or calls every hash by one name. */
function ofType(cell: string, named: AdvisoryIndicatorType | 'any'): readonly Typed[] {
  return valuesIn(cell, freeText.has(named)).flatMap(({ value, look }): readonly Typed[] => {
    if (named === 'any') return look === undefined ? [] : [{ type: look, value }]
    const isPlace = named === 'file-name' || named === 'file-path'
    if (look === undefined || (ownKind.has(named) && !(isPlace && look === 'url'))) return [{ type: named, value }]
    return [{ type: look === 'file-name' && named === 'domain' ? 'domain' : look, value }]
  })
}

/** File names in the remarks beside a value. */
function namedFiles(row: TableRow, columns: Columns, sentence: string): readonly Draft[] {
  return row.cells.flatMap((cell, column) => {
    if (columns.values.has(column) || column === columns.type || !cell.includes('.')) return []
    return [...cell.matchAll(/(?<![\p{L}\p{N}_/\\.@-])[\p{L}\p{N}_%+$~-][\p{L}\p{N}_.%+$~-]{0,100}\.([a-z0-9]{2,10})(?![\p{L}\p{N}/[.])/giu)].flatMap(
      (match): Draft[] =>
        fileEndings.has((match[1] ?? '').toLowerCase()) && typeByLook(match[0]) === 'file-name'
          ? [{ type: 'file-name', value: match[0], asWritten: match[0], place: { line: row.line }, sentence, role: roleOf('file-name', sentence, []) }]
          : [],
    )
  })
}
