import { registeredDomain } from '../../base/domain.ts'
import { name, sql } from '../../base/sql.ts'
import { tableNames, tables } from '../../model/tables.ts'
import type { Lake } from '../lake.ts'
import { contactStatements, requestName } from './contacts.ts'
import { hostResolution, hostTable } from './hosts.ts'
import { identityStatement } from './identities.ts'
import { installedStatement } from './installed.ts'
import { softwareStatement } from './software.ts'
import { visitStatement } from './visits.ts'
import { deriveWeaknesses } from './weaknesses.ts'

/** Raised when the derived tables change for the same evidence. */
export const deriveVersion = 4

/** Names have the same domain for ever; what vetting said is not of the evidence. */
const kept: ReadonlySet<string> = new Set(['domain_of', 'vetted_release'])

const namesPerBatch = 50_000

/** Makes the derived tables anew from the evidence: who talked to whom, by host, name and day, who has which software, and which weaknesses it has. */
export async function derive(lake: Lake, settings: { readonly internal: readonly string[]; readonly signal?: AbortSignal }): Promise<void> {
  const { internal, signal } = settings
  for (const table of tableNames) if ('derived' in tables[table] && !kept.has(table)) await lake.run(sql`TRUNCATE TABLE ${name(table)}`)
  await findDomains(lake, signal)
  const hosts = await hostResolution(lake)
  const [present] = await lake.rows<{ names: number; connections: number }>(sql`SELECT
    (SELECT count() FROM tls_session) + (SELECT count() FROM http_request) AS names, (SELECT count() FROM connection) AS connections`)
  const statements = [
    ...contactStatements(internal, hosts, { names: (present?.names ?? 0) > 0, connections: (present?.connections ?? 0) > 0 }),
    visitStatement(internal, hosts),
    installedStatement(hosts),
    hostTable,
    softwareStatement,
    identityStatement,
  ]
  for (const statement of statements) {
    signal?.throwIfAborted()
    await lake.run(statement)
  }
  await deriveWeaknesses(lake, signal)
}

/** The Public Suffix List is no matter of SQL: names that are new go through it once. */
async function findDomains(lake: Lake, signal: AbortSignal | undefined): Promise<void> {
  const query = sql`SELECT DISTINCT name FROM (SELECT query AS name FROM dns_query UNION ALL SELECT server_name FROM tls_session
    UNION ALL SELECT ${requestName} FROM http_request) WHERE name != '' AND isValidUTF8(name) AND name NOT IN (SELECT name FROM domain_of) LIMIT ${namesPerBatch}`
  for (;;) {
    signal?.throwIfAborted()
    const fresh = await lake.rows<{ name: string }>(query)
    const rows = fresh.map((row) => ({ name: row.name, domain: registeredDomain(row.name), line: 0 }))
    await lake.append('domain_of', 0, rows)
    if (fresh.length < namesPerBatch) return
  }
}
