import { name, type Sql, sql } from '../../base/sql.ts'
import type { EntityPage } from '../../contract/entity.ts'
import type { Entity, EntityKind } from '../../model/entity.ts'
import { type TableName, tables } from '../../model/tables.ts'
import type { Engine } from '../engine/engine.ts'
import { factsOf } from './facts.ts'

type Known = Pick<EntityPage, 'facts' | 'first' | 'last' | 'related' | 'rows'>

/** Where rows of an entity lie: table and column. */
const places: Readonly<Record<EntityKind, readonly (readonly [TableName, string])[]>> = {
  host: [
    ['contact', 'host'],
    ['visit', 'host'],
    ['installed', 'host'],
    ['host_address', 'host'],
    ['installation', 'host'],
  ],
  destination: [
    ['contact', 'destination'],
    ['visit', 'destination'],
    ['dns_query', 'query'],
    ['tls_session', 'server_name'],
    ['http_request', 'host'],
  ],
  release: [['installed', 'product']],
  software: [['installed', 'product']],
  account: [
    ['account', 'account'],
    ['sign_in', 'account'],
    ['account_event', 'account'],
  ],
  file: [
    ['file_event', 'sha256'],
    ['file_event', 'md5'],
    ['file_event', 'sha1'],
  ],
  source: [],
}

const mostRelated = 50

interface Related {
  readonly id: string
  readonly says: string
  readonly total: number
}

/** What the lake knows of an entity. While the engine is away, only what the state knows is shown. */
export async function knownOf(engine: Engine, entity: Entity): Promise<Known> {
  const ask = <Row>(query: Sql) => engine.ask<readonly Row[]>('rows', { text: query.text })
  const [product, version] = releaseOf(entity)
  const rows: Known['rows'] = []
  for (const [table, column] of places[entity.kind]) {
    const value = entity.kind === 'release' ? product : entity.id
    const versioned = entity.kind === 'release' ? sql` AND version = ${version}` : sql``
    const [counted] = await ask<{ rows: number }>(sql`SELECT count() AS rows FROM ${name(table)} WHERE ${name(column)} = ${value}${versioned}`)
    if (counted && counted.rows > 0) rows.push({ table, title: tables[table].title.replace(/ \(.*\)$/, ''), column, rows: counted.rows })
  }
  const span = await spanOf(entity, ask)
  return { facts: [...(await factsOf(entity, ask))], ...span, related: [...(await relatedOf(entity, ask))], rows }
}

export type Ask = <Row>(query: Sql) => Promise<readonly Row[]>

/** `thing@1.2` → thing, 1.2. */
export function releaseOf({ kind, id }: Entity): readonly [product: string, version: string] {
  const at = id.lastIndexOf('@')
  return kind === 'release' && at >= 0 ? [id.slice(0, at), id.slice(at + 1)] : [id, '']
}

async function spanOf({ kind, id }: Entity, ask: Ask): Promise<{ readonly first: string | null; readonly last: string | null }> {
  const column = kind === 'host' ? 'host' : kind === 'destination' ? 'destination' : undefined
  if (column === undefined) return { first: null, last: null }
  const [span] = await ask<{ first: string | null; last: string | null }>(
    sql`SELECT formatDateTime(minOrNull(first), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS first, formatDateTime(maxOrNull(last), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS last FROM visit WHERE ${name(column)} = ${id}`,
  )
  return { first: span?.first ?? null, last: span?.last ?? null }
}

async function relatedOf({ kind, id }: Entity, ask: Ask): Promise<Known['related']> {
  const [product, version] = releaseOf({ kind, id })
  const contacts = sql`concat(toString(sum(contacts)), ' contacts')`
  const queries: Partial<Record<EntityKind, readonly (readonly [title: string, kind: EntityKind, query: Sql])[]>> = {
    host: [
      [
        'Destinations outside',
        'destination',
        sql`SELECT destination AS id, ${contacts} AS says FROM visit WHERE host = ${id} AND direction = 'outward' GROUP BY destination ORDER BY sum(contacts) DESC, id`,
      ],
      [
        'Software',
        'release',
        sql`SELECT concat(product, '@', version) AS id, toString(any(vendor)) AS says FROM installed WHERE host = ${id} AND isNull(until) GROUP BY product, version ORDER BY id`,
      ],
    ],
    destination: [
      [
        'Hosts',
        'host',
        sql`SELECT toString(host) AS id, ${contacts} AS says FROM visit WHERE destination = ${id} GROUP BY host ORDER BY sum(contacts) DESC, id`,
      ],
    ],
    release: [
      [
        'Hosts',
        'host',
        sql`SELECT toString(host) AS id, if(any(isNull(until)), 'installed', 'replaced since') AS says FROM installed WHERE product = ${product} AND version = ${version} GROUP BY host ORDER BY id`,
      ],
    ],
    software: [
      [
        'Releases',
        'release',
        sql`SELECT concat(product, '@', version) AS id, concat(toString(uniqExact(host)), ' hosts') AS says FROM installed WHERE product = ${product} GROUP BY product, version ORDER BY uniqExact(host) DESC, id`,
      ],
    ],
    account: [
      [
        'Devices and addresses',
        'host',
        sql`SELECT toString(src_ip) AS id, concat(toString(count()), ' sign-ins') AS says FROM sign_in WHERE account = ${id} AND src_ip != '' GROUP BY src_ip ORDER BY count() DESC, id`,
      ],
    ],
  }
  const related: Known['related'] = []
  for (const [title, of, query] of queries[kind] ?? []) {
    const found = await ask<Related>(sql`SELECT id, says, count() OVER () AS total FROM (${query}) LIMIT ${mostRelated}`)
    if (found[0]) related.push({ title, items: found.map((one) => ({ entity: { kind: of, id: one.id }, says: one.says })), total: found[0].total })
  }
  return related
}
