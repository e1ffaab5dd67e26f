import type { VexStatement } from '../affected/vex.ts'
import { sql } from '../sql.ts'
import type { Questions } from './software.ts'

const mostStatements = 200_000

/** VEX statements that were read. */
export async function readStatements(lake: Questions, signal?: AbortSignal): Promise<readonly VexStatement[]> {
  return lake.rows<VexStatement>(
    sql`SELECT vulnerability, aliases, product, toString(vendor) AS vendor, version, purl, hashes, toString(status) AS status, toString(justification) AS justification,
        statement, toString(author) AS author, no_fix AS noFix, toFloat64(made_at) AS made, document, (source, line) AS row
      FROM vex_statement ORDER BY vulnerability, product, document LIMIT ${mostStatements}`,
    signal,
  )
}
