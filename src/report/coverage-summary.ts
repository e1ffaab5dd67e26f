import { plural } from '../base/text.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Coverage } from '../model/status.ts'
import { tables } from '../model/tables.ts'

/** Coverage of one source, or of many taken together. */
export interface CoverageLine {
  readonly table: string
  /** File, folder with the number of files, or just the number of files. */
  readonly source: string
  readonly rows: number
  readonly first?: string
  readonly last?: string
  readonly gaps: Coverage['gaps']
}

/** An hourly file that is missing leaves a silence of about an hour; anything shorter between two files is how they were cut. */
const leastSilence = 3000

const derived: ReadonlySet<string> = new Set(Object.entries(tables).flatMap(([name, known]) => ('derived' in known ? [name] : [])))

/** What came from files: tables that are made from others say nothing of their own about coverage. */
export function coverageOfEvidence(coverage: readonly Coverage[]): readonly Coverage[] {
  return coverage.filter(({ table }) => !derived.has(table))
}

/** Rows in all, and the first and last time in them. */
export function extentOf(coverage: readonly Coverage[]): { readonly rows: number; readonly first?: string; readonly last?: string } {
  const lines = coverageOfEvidence(coverage)
  // ISO 8601 in UTC sorts as text.
  const times = lines.flatMap(({ first, last }) => (first === undefined || last === undefined ? [] : [first, last])).toSorted()
  const [first, last] = [times[0], times.at(-1)]
  return { rows: lines.reduce((sum, line) => sum + line.rows, 0), ...(first !== undefined && last !== undefined && { first, last }) }
}

/** One line for each source and table while that is readable, else one for each folder and table, else one for each table. */
export function summariseCoverage(all: readonly Coverage[], mostLines = 24): readonly CoverageLine[] {
  const coverage = coverageOfEvidence(all)
  const ways = [(line: Coverage) => line.source, (line: Coverage) => folderOf(line.source), () => '']
  const tries = ways.map((way) => [...Map.groupBy(coverage, (line) => JSON.stringify([line.table, way(line)])).values()])
  const groups = tries.find((found) => found.length <= mostLines) ?? tries.at(-1) ?? []
  return groups.map((lines) => {
    const one = lines[0]
    const files = plural(new Set(lines.map((line) => line.source)).size, 'file')
    const folder = sharedFolder(lines.map((line) => line.source))
    const source = lines.length === 1 && one ? one.source : folder === '' ? files : `${folder} (${files})`
    return merge(one?.table ?? '', source, lines)
  })
}

/** `zeek/2023-03-22/conn.log.gz` → `zeek/2023-03-22/` */
function folderOf(file: string): string {
  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  return cut < 0 ? './' : file.slice(0, cut + 1)
}

/** The folder that all of the files lie in, however deep; empty when that is the folder of evidence itself. */
function sharedFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files.map(folderOf)
  const parts = first.split(/(?<=[/\\])/)
  const shared = parts.findIndex((_, index) => !rest.every((folder) => folder.startsWith(parts.slice(0, index + 1).join(''))))
  const folder = (shared < 0 ? parts : parts.slice(0, shared)).join('')
  return folder === './' ? '' : folder
}

type Span = readonly [from: number, until: number]

function merge(table: string, source: string, lines: readonly Coverage[]): CoverageLine {
  const rows = lines.reduce((sum, line) => sum + line.rows, 0)
  const spans = lines.flatMap(covered).toSorted((a, b) => a[0] - b[0])
  const first = spans[0]
  if (!first) return { table, source, rows, gaps: [] }
  const last = spans.reduce((latest, span) => Math.max(latest, span[1]), first[1])
  const gaps = silences(spans, lines.flatMap(ownGaps)).map(([from, until]) => ({ from: isoFromSeconds(from), until: isoFromSeconds(until) }))
  return { table, source, rows, first: isoFromSeconds(first[0]), last: isoFromSeconds(last), gaps }
}

function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}

function ownGaps(line: Coverage): readonly Span[] {
  return line.gaps.map((gap): Span => [seconds(gap.from), seconds(gap.until)]).filter(([from, until]) => until > from)
}

/** What is left of a source's span when its own gaps are taken out. */
function covered(line: Coverage): readonly Span[] {
  if (line.first === undefined || line.last === undefined) return []
  const edges = [seconds(line.first), ...ownGaps(line).flat(), seconds(line.last)]
  return Array.from({ length: edges.length / 2 }, (_, index): Span => [edges[2 * index] ?? 0, edges[2 * index + 1] ?? 0])
}

/**
 * The holes in the union of the spans. A hole that a source itself has as a gap is one; a hole between sources is one when it is longer
 * than twice the silence that is usual between them (their 90 % quantile), since a log that is seldom written leaves many.
 */
function silences(spans: readonly Span[], known: readonly Span[]): readonly Span[] {
  const holes: Span[] = []
  let end = spans[0]?.[1] ?? 0
  for (const [from, until] of spans) {
    if (from > end) holes.push([end, from])
    end = Math.max(end, until)
  }
  const isKnown = (hole: Span) => known.some((gap) => gap[0] < hole[1] && gap[1] > hole[0])
  const between = holes.filter((hole) => !isKnown(hole))
  const lengths = between.map(([from, until]) => until - from).toSorted((a, b) => a - b)
  const usual = between.length > 2 ? (lengths[Math.floor((lengths.length - 1) * 0.9)] ?? 0) : 0
  return holes.filter((hole) => isKnown(hole) || (hole[1] - hole[0] >= leastSilence && hole[1] - hole[0] > 2 * usual))
}
