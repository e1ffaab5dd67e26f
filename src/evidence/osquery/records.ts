import { readDate } from '../install-date.ts'
import { elements, members, textOf } from '../json-text.ts'
import type { Columns } from './packages.ts'

/** Rows of one query on one host at one moment. */
export interface Result {
  /** '' for the output of osqueryi. */
  readonly query: string
  /** '' when the record does not say. */
  readonly host: string
  /** Microseconds; null when the record does not say. */
  readonly seen: number | null
  readonly rows: readonly Columns[]
  /** Rows that are gone since the last run. */
  readonly removed: number
}

/** Columns that name the host, for queries joined with system_info, and for exports that add them to each row. */
const hostColumns = ['hostname', 'computer_name', 'host_hostname', 'host_display_name', 'local_hostname']

/** True for a line of the results log: differential, batched or snapshot. */
export function isLogged(value: unknown): boolean {
  const record = members(value)
  if (!record || typeof record.name !== 'string' || !('hostIdentifier' in record || 'decorations' in record || 'unixTime' in record)) return false
  return members(record.columns) !== undefined || Array.isArray(record.snapshot) || members(record.diffResults) !== undefined
}

/** Reads one record of the results log, or one bare row of osqueryi; undefined when it is neither. */
export function resultOf(value: unknown): Result | undefined {
  const record = members(value)
  if (!record) return undefined
  if (!isLogged(record)) return bareRow(record)
  const difference = members(record.diffResults)
  const single = members(record.columns)
  const removed = textOf(record.action) === 'removed'
  const present = [...elements(record.snapshot), ...elements(difference?.added), ...(removed ? [] : [single])]
  const rows = present.map(members).filter((row) => row !== undefined)
  return {
    query: textOf(record.name),
    host: hostOf(record, rows[0]),
    seen: readDate(textOf(record.unixTime)) ?? readDate(textOf(record.calendarTime)),
    rows,
    removed: elements(difference?.removed).length + (removed ? 1 : 0),
  }
}

/** A row is flat: text and numbers only. */
function bareRow(record: Columns): Result | undefined {
  const values = Object.values(record)
  if (values.length === 0 || values.some((value) => typeof value === 'object' && value !== null)) return undefined
  return { query: '', host: hostColumns.map((name) => textOf(record[name])).find((name) => name !== '') ?? '', seen: null, rows: [record], removed: 0 }
}

/** The names that the host gives itself come before the identifier, which may be a UUID. */
function hostOf(record: Columns, row: Columns | undefined): string {
  const decorations = members(record.decorations) ?? {}
  const named = [...['hostname', 'host_name', 'computer_name', 'local_hostname'].map((name) => decorations[name]), ...hostColumns.map((name) => row?.[name])]
  return [...named, record.hostIdentifier].map(textOf).find((text) => text !== '') ?? ''
}
