import { sql } from '../../base/sql.ts'
import { number } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { EntityPage } from '../../contract/entity.ts'
import type { Entity, EntityKind } from '../../model/entity.ts'
import { type Ask, releaseOf } from './known.ts'

type Facts = EntityPage['facts']

/** What is simply known of an entity; null: not known. */
export async function factsOf(entity: Entity, ask: Ask): Promise<Facts> {
  return (await facts[entity.kind]?.(entity, ask)) ?? []
}

const facts: Partial<Record<EntityKind, (entity: Entity, ask: Ask) => Promise<Facts>>> = {
  host: hostFacts,
  release: softwareFacts,
  software: softwareFacts,
  account: accountFacts,
}

async function hostFacts({ id }: Entity, ask: Ask): Promise<Facts> {
  const [host] = await ask<{ role: string; os: string; seen: boolean; inventoried: boolean }>(
    sql`SELECT toString(role) AS role, toString(os) AS os, seen, inventoried FROM host WHERE host = ${id} LIMIT 1`,
  )
  if (!host) return []
  const addresses = await ask<{ ip: string }>(sql`SELECT DISTINCT toString(ip) AS ip FROM host_address WHERE host = ${id} ORDER BY ip LIMIT 20`)
  return [
    { name: 'Role', value: host.role || null },
    { name: 'Operating system', value: host.os || null },
    { name: 'Shows in traffic', value: flag(host.seen) },
    { name: 'Told its software', value: flag(host.inventoried) },
    { name: 'Addresses', value: addresses.map(({ ip }) => ip).join(', ') || null },
  ]
}

async function softwareFacts(entity: Entity, ask: Ask): Promise<Facts> {
  const [product, version] = releaseOf(entity)
  const isRelease = entity.kind === 'release'
  const versioned = isRelease ? sql` AND version = ${version}` : sql``
  const [known] = await ask<{ vendor: string; hosts: number; since: string | null }>(
    sql`SELECT toString(any(vendor)) AS vendor, uniqExact(host) AS hosts, formatDateTime(min(since), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS since
      FROM installed WHERE product = ${product}${versioned}`,
  )
  return [
    { name: 'Product', value: product, ...(isRelease && { entity: { kind: 'software', id: product } as const }) },
    ...(isRelease ? [{ name: 'Version', value: version || null }] : []),
    { name: 'Vendor', value: known?.vendor || null },
    { name: 'Hosts', value: known ? number(known.hosts) : null },
    { name: 'First installed', value: known?.since ? shortTime(known.since) : null },
  ]
}

async function accountFacts({ id }: Entity, ask: Ask): Promise<Facts> {
  const [account] = await ask<{ directory: string; kind: string; privileged: boolean | null; enabled: boolean | null; factors: string[] }>(
    sql`SELECT toString(directory) AS directory, toString(kind) AS kind, privileged, enabled, factors FROM account WHERE account = ${id} LIMIT 1`,
  )
  if (!account) return []
  return [
    { name: 'Directory', value: account.directory || null },
    { name: 'Kind', value: account.kind || null },
    { name: 'Enabled', value: flag(account.enabled) },
    { name: 'Privileged', value: flag(account.privileged) },
    { name: 'Second factors', value: account.factors.join(', ') || null },
  ]
}

function flag(value: boolean | null): string | null {
  if (value === null) return null
  return value ? 'yes' : 'no'
}
