import { printable } from '../base/text.ts'
import type { Head, Notes, Source } from './format.ts'
import { elements, jsonStart, members, parseJson } from './json-text.ts'

/** Members of one JSON object, and where it stands. */
export interface JsonRecord {
  /** Line in a file of JSON lines, number of the file in an archive, number in a list; from 1. */
  readonly line: number
  readonly members: Readonly<Record<string, unknown>>
}

/** The first record of a file that holds one, a list of them, a list under one of `lists`, or one a line. */
export function firstRecord(head: Head, lists: readonly string[] = []): Readonly<Record<string, unknown>> | undefined {
  const start = jsonStart(head)
  if (Array.isArray(start)) return members(start[0])
  const object = members(start)
  const list = object && lists.map((name) => object[name]).find(Array.isArray)
  return list ? members(list[0]) : object
}

/**
 * Every record of a source: of an archive those of each file in it, of JSON lines each line, of a list each element. `whole` answers, once all
 * are read, whether nothing broke off; what could not be read is noted.
 */
export function jsonRecords(source: Source, notes: Notes, lists: readonly string[] = []): AsyncIterable<JsonRecord> & { readonly whole: () => boolean } {
  const lost = { any: false }
  const records = isJsonLines(source.head) ? ofLines(source, notes, lost) : ofDocuments(source, notes, lists, lost)
  return { [Symbol.asyncIterator]: () => records, whole: () => !lost.any }
}

interface Lost {
  any: boolean
}

/** Two objects one below the other, each on a line of its own. */
function isJsonLines(head: Head): boolean {
  const start = head.text.search(/[^\s\ufeff]/)
  const end = head.text.indexOf('\n', start)
  if (start < 0 || end < 0 || head.text[start] !== '{' || !/^\s*\{/.test(head.text.slice(end, end + 200))) return false
  return 'value' in attempt(head.text.slice(start, end))
}

async function* ofLines(source: Source, notes: Notes, lost: Lost): AsyncGenerator<JsonRecord> {
  for await (const { line, text } of source.lines()) {
    if (text.trim() === '') continue
    const parsed = attempt(text.replace(/^\ufeff/, ''))
    const object = 'value' in parsed ? members(parsed.value) : undefined
    if (object) yield { line, members: object }
    else {
      lost.any = true
      notes.skip(line, 'value' in parsed ? 'a line that is no JSON object' : 'a line that is not JSON, or breaks off')
    }
  }
}

async function* ofDocuments(source: Source, notes: Notes, lists: readonly string[], lost: Lost): AsyncGenerator<JsonRecord> {
  for await (const { name, number, text, problem } of source.documents()) {
    const inArchive = name !== source.path
    if (text === undefined) {
      lost.any = true
      notes.skip(number, `${printable(name, 120)}: ${problem}`)
      continue
    }
    // Readmes, licences and indexes lie beside the records in an archive.
    if (inArchive && !/^[\s\ufeff]*[{[]/.test(text)) continue
    const { value, problem: broken } = parseJson(text)
    if (broken) {
      lost.any = true
      notes.skip(inArchive ? number : broken.line, inArchive ? `${printable(name, 120)}: ${broken.why}` : broken.why)
    }
    // A record that breaks off may name what is affected and no longer what repairs it: nothing of it is used.
    yield* recordsIn(value, lists, number, notes, broken?.complete === false)
  }
}

function* recordsIn(value: unknown, lists: readonly string[], number: number, notes: Notes, breaksOff: boolean): Generator<JsonRecord> {
  const object = members(value)
  const list = Array.isArray(value) ? value : object && lists.map((name) => object[name]).find(Array.isArray)
  if (!list) {
    if (object && !breaksOff) yield { line: number, members: object }
    return
  }
  for (const [index, element] of elements(list)
    .slice(0, breaksOff ? -1 : undefined)
    .entries()) {
    const record = members(element)
    if (record) yield { line: index + 1, members: record }
    else notes.skip(index + 1, 'an element of the list that is no object')
  }
}

function attempt(text: string): { readonly value: unknown } | Record<string, never> {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return {}
  }
}
