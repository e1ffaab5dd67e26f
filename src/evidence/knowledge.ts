import { basename } from 'node:path'
import { baseScore, parseCvss } from '../base/cvss.ts'
import { parseTime } from '../base/time.ts'
import type { TableRow } from './batches.ts'
import type { Source } from './format.ts'
import { elements, textOf } from './json-text.ts'

/** What formats of reference knowledge (OSV, CVE, KEV, VEX …) have in common. */

const longestSummary = 500
/** No list of names or weaknesses in one record is longer; what is, is cut. */
const mostTexts = 20_000

export interface CopyOfFeed {
  readonly feed: string
  readonly part: string
  readonly dated: number | null
  readonly version?: string
  readonly records: number
  readonly whole: boolean
}

/**
 * Rows of knowledge, and after them the row that says what was read and how old it is: also where reading breaks off, so that what came of it can be
 * told from a whole copy. `copy` is asked at the end.
 */
export async function* withCopy(source: Source, rows: AsyncIterable<TableRow>, copy: () => CopyOfFeed): AsyncGenerator<TableRow> {
  const copyRow = (more: Partial<CopyOfFeed> = {}): TableRow => ({
    table: 'feed',
    row: { line: 0, version: '', fetched_at: source.modified, ...copy(), ...more },
  })
  try {
    yield* rows
  } catch (error) {
    if (copy().records > 0) yield copyRow({ whole: false })
    throw error
  }
  if (copy().records > 0) yield copyRow()
}

/** What a file of several records is called where it is the whole of nothing in particular. */
export function partOfFile(source: Source): string {
  return basename(source.path)
}

/** A time of a record: null for none, and for the year 1 that Go writes where there is none. */
export function recordTime(value: unknown): number | null {
  const time = parseTime(textOf(value))
  return time === null || time < 0 ? null : time
}

/** The later of two times that may be unknown. */
export function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

/** The texts of a list that is one, each once. */
export function textsOf(value: unknown): readonly string[] {
  return [
    ...new Set(
      elements(value)
        .slice(0, mostTexts)
        .map(textOf)
        .filter((text) => text !== ''),
    ),
  ]
}

/** Names of CVEs among names, upper case, each once. */
export function cvesIn(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toUpperCase()).filter((name) => /^CVE-\d{4}-\d{4,19}$/.test(name)))]
}

/** The first sentence or line of a description. */
export function shortText(text: string): string {
  const line = text.trim().split(/\r?\n\s*\r?\n/, 1)[0] ?? ''
  const plain = line.replace(/\s+/g, ' ')
  return plain.length <= longestSummary ? plain : `${plain.slice(0, longestSummary)}…`
}

/** Words for severity in one writing; '' for others. */
export function severityWord(word: string): string {
  const lower = word.trim().toLowerCase()
  const same: Readonly<Record<string, string>> = { moderate: 'medium', important: 'high', severe: 'critical', negligible: 'low', informational: 'none' }
  const known = same[lower] ?? lower
  return ['none', 'low', 'medium', 'high', 'critical'].includes(known) ? known : ''
}

export interface Scored {
  readonly cvss_vector: string
  readonly cvss_score: number | null
}

/** Which of several vectors counts: 3.x, which is what most sources compare by, before 4.0 before 2.0; with its score as given, else as computed. */
export function bestCvss(vectors: readonly { readonly vector: string; readonly score?: number | undefined }[]): Scored {
  const rank = (version: string) => ['3.1', '3.0', '4.0', '2.0'].indexOf(version)
  const read = vectors.flatMap(({ vector, score }) => {
    const cvss = parseCvss(vector)
    return cvss ? [{ vector: vector.trim(), version: cvss.version, score: score ?? baseScore(cvss) }] : []
  })
  const best = read.toSorted((a, b) => rank(a.version) - rank(b.version))[0]
  return { cvss_vector: best?.vector ?? '', cvss_score: best?.score ?? null }
}
