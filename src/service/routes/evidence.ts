import type { FastifyInstance } from 'fastify'
import { analyses } from '../../analysis/analyses.ts'
import { name, sql } from '../../base/sql.ts'
import type { SourceSummary } from '../../contract/evidence.ts'
import { operations } from '../../contract/operations.ts'
import { formats } from '../../evidence/formats.ts'
import { type TableName, tableNames } from '../../model/tables.ts'
import { Findings } from '../../state/findings.ts'
import { remembered } from '../../state/meta.ts'
import { type ListedSource, SourceList } from '../../state/source-list.ts'
import { Sources } from '../../state/sources.ts'
import type { Context } from '../context.ts'
import { afterOf, cursorOf, pageFrom } from '../cursor.ts'
import { rowsOf } from '../lake/rows.ts'
import { Refused } from '../problem.ts'
import { addRoute } from '../route.ts'
import { coverageOf } from './incident-detail.ts'

export function evidenceRoutes(app: FastifyInstance, { state, engine, answers }: Context): void {
  const list = new SourceList(state)
  const sources = new Sources(state)

  addRoute(
    app,
    operations.listSources,
    answers.of<typeof operations.listSources>(async ({ query: { cursor, limit, sort, ...filter } }) => {
      const rows = await list.page(filter, sort, limit + 1, afterOf(cursor, sort === 'file' ? 2 : 1))
      const page = pageFrom(rows, limit, sourceSummaryOf, ({ path, id }) => (sort === 'file' ? [path, id] : [id]))
      return { ...page, total: await list.count(filter), formats: [...(await list.formats())] }
    }),
  )

  addRoute(app, operations.getSource, async ({ params: { id } }) => {
    const row = await sourceOf(id)
    const noteTexts = [...((await sources.notes()).get(row.id) ?? [])]
    const coverage = (await coverageOf(state)).filter(({ source }) => source === row.path)
    return { ...sourceSummaryOf(row), noteTexts, coverage }
  })

  addRoute(app, operations.getSourceRows, async ({ params: { id }, query: { table, line, limit, cursor } }) => {
    const { id: source, path } = await sourceOf(id)
    if (!(tableNames as readonly string[]).includes(table)) throw new Refused('invalid-request', `There is no table ${table}.`)
    const from = Number(afterOf(cursor, 1)?.[0] ?? line)
    const query = sql`SELECT * FROM ${name(table)} WHERE source = ${source} AND line >= ${from} ORDER BY line LIMIT ${limit + 1}`
    const { rows } = await rowsOf(engine, query, table as TableName)
    const next = rows[limit]
    return { items: rows.slice(0, limit).map((row) => ({ ...row, file: path })), next: next ? cursorOf([next.line]) : null }
  })

  addRoute(app, operations.listCoverage, async () => ({ items: [...(await coverageOf(state))], asOf: (await remembered(state, 'assessed')) ?? null }))

  addRoute(app, operations.listFormats, async () => {
    const counted = await list.byFormat()
    return {
      items: formats.map(({ name: called, title, origin, fills }) => {
        const { sources: count, notes } = counted.get(called) ?? { sources: 0, notes: 0 }
        return { name: called, title, origin, fills: [...fills], sources: count, notes }
      }),
    }
  })

  addRoute(app, operations.listAnalyses, async () => {
    const statuses = new Map((await new Findings(state).statuses()).map((status) => [status.analysis, status]))
    return {
      items: analyses.map(({ name: called, title, looksFor, techniques, needs, betterWith = [] }) => ({
        name: called,
        title,
        looksFor,
        techniques: [...techniques],
        needs: [...needs],
        betterWith: [...betterWith],
        status: statuses.get(called) ?? null,
      })),
    }
  })

  addRoute(app, operations.listSkipped, async () => ({ items: [...(await list.skippedFiles())] }))

  async function sourceOf(id: string): Promise<ListedSource> {
    const row = /^\d+$/.test(id) ? await list.byId(Number(id)) : undefined
    if (!row) throw new Refused('not-found', 'There is no such source.')
    return row
  }
}

function sourceSummaryOf({ id, path, format, done, outcome, rows, bytes, skipped, notes }: ListedSource): SourceSummary {
  return {
    id,
    file: path,
    format,
    complete: done === 1,
    outcome,
    rows: JSON.parse(rows) as Record<string, number>,
    bytes,
    skippedLines: skipped,
    notes: Number(notes),
  }
}
