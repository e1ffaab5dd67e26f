import { canonicalName } from '../../base/net.ts'
import { plural, printable, some } from '../../base/text.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { hostOfPath } from '../host-of-path.ts'
import { elements, jsonStart, members, parseJson } from '../json-text.ts'
import { eventOf, type WindowsEvent } from './record.ts'
import { rowOf } from './rows.ts'

export const windowsEvents: Format = {
  name: 'windows-events',
  title: 'Windows events: Sysmon, started processes and opened files, JSON',
  origin: 'Winlogbeat, Get-WinEvent | ConvertTo-Json, or an .evtx file turned into JSON: Sysmon, or events 4688 and 4663 of the security log.',
  fills: ['process_event', 'module_event', 'host_file_event', 'registry_event'],
  recognise,
  read: (source, notes) => batchedByTable(rows(source, notes)),
}

/** Events looked at to recognise a file: sign-ins and the like may stand between. */
const looked = 50

function recognise(head: Head): number {
  const start = jsonStart(head)
  const first = isNested(start) ? recordsOf(start) : start === undefined ? [] : [start]
  const lines = first.length === 1 ? head.text.split('\n', looked).slice(1) : []
  const known = [...first, ...lines.map((line) => (line.trimStart().startsWith('{') ? parseJson(line).value : undefined))].slice(0, looked).map(eventOf)
  if (known[0] === undefined) return 0
  return known.some((event) => event !== undefined && rowOf(event, { line: 1, time: 0, host: '' }) !== undefined) ? 0.95 : 0
}

function isNested(value: unknown): boolean {
  return Array.isArray(value) || Array.isArray(members(value)?.value)
}

/** A list, or the list that Windows PowerShell puts into an object. */
function recordsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : elements(members(value)?.value)
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<TableRow> {
  const others = new Map<string, number>()
  let fromPath: string | undefined
  for await (const { line, event } of events(source, notes)) {
    if (event.host === '') fromPath ??= hostOfPath(source, notes)
    const host = event.host === '' ? (fromPath ?? '') : canonicalName(event.host)
    const row = rowOf(event, { line, time: event.time ?? 0, host })
    if (row === undefined) {
      const name = `${event.logged.trim().split(' ')[0] ?? ''} ${event.id}`
      others.set(name, (others.get(name) ?? 0) + 1)
    } else if (event.time === null) notes.skip(line, 'an event without a time')
    else yield row
  }
  if (others.size > 0) {
    const count = [...others.values()].reduce((sum, one) => sum + one, 0)
    notes.say(
      `Left out, since no table takes them: ${plural(count, 'event')} (${some(
        [...others.keys()].map((name) => printable(name, 60)),
        5,
      )}).`,
    )
  }
}

async function* events(source: Source, notes: Notes): AsyncGenerator<{ readonly line: number; readonly event: WindowsEvent }> {
  for await (const { line, value } of records(source, notes)) {
    const event = eventOf(value)
    if (event) yield { line, event }
    else notes.skip(line, 'no event of Windows')
  }
}

/** Records one by one: a list as a whole, a log line by line. */
async function* records(source: Source, notes: Notes): AsyncGenerator<{ readonly line: number; readonly value: unknown }> {
  const { text } = source.head
  const whole = /^\s*\[/.test(text) || text.split('\n', 1)[0]?.trim() === '{' || isNested(jsonStart(source.head))
  if (whole) {
    const { value, problem } = parseJson(await source.text())
    if (problem) notes.skip(problem.line, problem.why)
    for (const [index, record] of (isNested(value) ? recordsOf(value) : [value]).entries()) yield { line: index + 1, value: record }
    return
  }
  for await (const { line, text: written } of source.lines()) {
    if (written.trim() === '') continue
    const { value, problem } = parseJson(written)
    if (problem) notes.skip(line, 'a line that is no whole JSON record')
    else yield { line, value }
  }
}
