import type { FastifyInstance } from 'fastify'
import { join, name, sql } from '../../base/sql.ts'
import { plainName } from '../../base/text.ts'
import { compareVersions } from '../../base/version-order.ts'
import { operations } from '../../contract/operations.ts'
import type { VettingSummary } from '../../contract/software.ts'
import { parseSpec } from '../../knowledge/npm/spec.ts'
import type { Severity } from '../../model/finding.ts'
import { SoftwareList } from '../../state/software.ts'
import { VettedReleases, type VettedSummary } from '../../state/vetted.ts'
import type { Context } from '../context.ts'
import { afterOf, cursorOf, pageFrom } from '../cursor.ts'
import { behaviourOf } from '../lake/behaviour.ts'
import { cellOf } from '../lake/rows.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, apiRoot } from '../route.ts'
import { UploadStore } from '../uploads.ts'

export function softwareRoutes(app: FastifyInstance, { state, jobs, engine, folder, answers }: Context): void {
  const vetted = new VettedReleases<unknown>(state)
  const uploads = new UploadStore(state, folder)
  const software = new SoftwareList(state)

  addRoute(
    app,
    operations.listSoftware,
    answers.of<typeof operations.listSoftware>(async ({ query: { cursor, limit, text, vendor, sort } }) => {
      const rows = await software.products({ text, vendor }, sort, limit + 1, afterOf(cursor, sort === 'name' ? 1 : 2))
      const words = new Map((await vetted.list()).toReversed().map((one) => [plainName(one.name), one.word]))
      const page = pageFrom(
        rows,
        limit,
        ({ severity, ...row }) => ({ ...row, severity: (severity as Severity | null) ?? null, vetted: words.get(plainName(row.product)) ?? null }),
        (row) => ({ hosts: [row.hosts, row.product], severity: [row.severity ?? 0, row.product], name: [row.product] })[sort],
      )
      return { ...page, total: await software.count({ text, vendor }), vendors: await software.vendors(text) }
    }),
  )

  addRoute(app, operations.getProduct, async ({ params: { id } }) => {
    const rows = await software.releases(id)
    const [first] = rows
    if (!first) throw new Refused('not-found', 'No such product is installed anywhere, as far as the evidence tells.')
    const known = (await vetted.list()).filter((one) => plainName(one.name) === plainName(id))
    const ordered = rows.toSorted((a, b) => compareVersions('', b.version, a.version))
    return {
      product: id,
      vendor: first.vendor,
      releases: ordered.map(({ version, hosts, since, last, severity }) => ({
        version,
        hosts,
        since,
        last,
        severity: (severity as Severity | null) ?? null,
        vettings: known.filter((one) => one.version !== '' && compareVersions(one.ecosystem, one.version, version) === 0).map(vettingSummaryOf),
      })),
      findings: await software.findings(id),
    }
  })

  addRoute(app, operations.getReleaseBehaviour, async ({ params: { id }, query: { version } }) => behaviourOf(engine, id, version))

  addRoute(app, operations.listInstallations, async ({ query: { product, version, cursor, limit } }) => {
    const after = afterOf(cursor, 2)
    const conditions = [
      sql`product = ${product}`,
      ...(version === undefined ? [] : [sql`version = ${version}`]),
      ...(after ? [sql`(host, version) > (${String(after[0])}, ${String(after[1])})`] : []),
    ]
    const columns = ['since', 'until'].map((column) => sql`formatDateTime(${name(column)}, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS ${name(column)}`)
    const where = join(conditions, ' AND ')
    const rows = await engine.ask<readonly { host: string; version: string; since: string | null; until: string | null; basis: string }[]>('rows', {
      text: sql`SELECT toString(host) AS host, toString(version) AS version, ${join(columns)}, toString(basis) AS basis FROM installed WHERE ${where}
        ORDER BY host, version LIMIT ${limit + 1}`.text,
    })
    const [counted] = await engine.ask<readonly { count: number }[]>('rows', {
      text: sql`SELECT count() AS count FROM installed WHERE ${join(conditions.slice(0, version === undefined ? 1 : 2), ' AND ')}`.text,
    })
    const last = rows[limit - 1]
    const items = rows.slice(0, limit).map((row) => ({ ...row, since: textOf(row.since), until: textOf(row.until) }))
    return { items, next: rows.length > limit && last ? cursorOf([last.host, last.version]) : null, total: counted?.count ?? 0 }
  })

  addRoute(app, operations.listVettings, async ({ query: { name: wanted, cursor, limit } }) => {
    const from = Number(afterOf(cursor, 1)?.[0] ?? 0)
    const all = (await vetted.list()).filter((one) => wanted === undefined || plainName(one.name).includes(plainName(wanted)))
    const items = all.slice(from, from + limit).map(vettingSummaryOf)
    return { items, next: from + limit < all.length ? cursorOf([from + limit]) : null, total: all.length }
  })

  addRoute(app, operations.getVetting, async ({ params: { id } }) => {
    const vetting = await vetted.byHash(id)
    if (!vetting) throw new Refused('not-found', 'No release with this hash was vetted.')
    return vetting
  })

  addRoute(app, operations.startVetting, async ({ body, request, reply }) => {
    const names: string[] = []
    for (const named of [body.release, ...(body.against ? [body.against] : [])]) {
      if ('upload' in named) names.push((await uploads.placed(named.upload)).split('/').at(-1) ?? '')
      // Only a package may be named: a path would be one of this machine.
      else if (parseSpec(named.package) === undefined) throw new Refused('invalid-request', 'A package is named as npm:name@version.')
      else names.push(named.package)
    }
    const title = `Vet ${names[0]}${names[1] === undefined ? '' : ` against ${names[1]}`}`
    const job = await jobs.add('vet', title.slice(0, 300), body, actorOf(request))
    reply.header('location', `${apiRoot}/jobs/${job.id}`)
    return { job }
  })
}

function vettingSummaryOf({ hash, ecosystem, name: called, version, word, at }: VettedSummary): VettingSummary {
  return { id: hash, ecosystem, name: called, version, word, at }
}

function textOf(value: string | null): string | null {
  const cell = cellOf(value, 'text')
  return typeof cell === 'string' ? cell : null
}
