import { type Holder, hostsWith, type Vulnerable, vulnerableNow } from '../../base/questions/vulnerable.ts'
import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { readExploitation } from './exploitation.ts'
import { readStatements } from './statements.ts'
import { statementFor, statementsByVulnerability } from './vex.ts'
import type { HeldSoftware, Weakness } from './weakness.ts'

/** Ids asked for at once: a query has a longest length. */
const batch = 2000

interface Vulnerability {
  readonly id: string
  readonly cves: readonly string[]
  readonly aliases: readonly string[]
  readonly summary: string
  readonly vector: string
  readonly score: number | null
  readonly published: number | null
  readonly malicious: boolean
}

/**
 * Every weakness that an installed release has or may have, with the evidence of its exploitation and what VEX says of it. A weakness that several
 * sources tell of is told once.
 */
export async function readWeaknesses(lake: Questions, signal: AbortSignal): Promise<readonly Weakness[]> {
  const { found } = await vulnerableNow(lake, signal)
  const known = await vulnerabilities(lake, [...new Set(found.map(({ statement }) => statement.vulnerability))], signal)
  const exploitation = await readExploitation(lake, [...new Set([...known.values()].flatMap(({ cves }) => cves))], signal)
  const statements = statementsByVulnerability(await readStatements(lake, signal))
  const holders = await hostsWith(lake, [...new Set(found.map(({ software }) => software.id))], signal)
  const held = new Map<string, HeldSoftware>()
  const told = new Map<string, Weakness>()
  for (const match of found) {
    const vulnerability = known.get(match.statement.vulnerability)
    if (!vulnerability) continue
    const software = held.get(match.software.id) ?? heldOf(match.software, holders.get(match.software.id) ?? [])
    held.set(match.software.id, software)
    const { cves, aliases, ...rest } = vulnerability
    const statement = statementFor(software, [rest.id, ...cves, ...aliases], statements)
    const spared = statement?.status === 'not_affected' || statement?.status === 'fixed'
    const weakness: Weakness = {
      ...rest,
      software,
      cves,
      verdict: match.verdict,
      noFix: match.statement.no_fix ?? statement?.noFix ?? null,
      exploitation: exploitation(cves),
      vex: spared ? statement : undefined,
    }
    const key = JSON.stringify([match.software.id, [...cves, ...aliases].sort().find((name) => name.startsWith('CVE-')) ?? rest.id])
    const before = told.get(key)
    if (!before || weight(weakness) > weight(before)) told.set(key, weakness)
  }
  return [...told.values()]
}

/** Of two sources that tell of the same, the one that can tell, and is surer of the product. */
function weight({ verdict: { state, confidence, fixedIn } }: Weakness): number {
  return (state === 'affected' ? 2 : 0) + confidence + (fixedIn === undefined ? 0 : 0.01)
}

function heldOf(software: Vulnerable['software'], holders: readonly Holder[]): HeldSoftware {
  return { ...software, hosts: holders.map(({ host }) => host), row: holders[0]?.row ?? [0, 0] }
}

async function vulnerabilities(lake: Questions, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Vulnerability>> {
  const rows: Vulnerability[] = []
  for (let from = 0; from < ids.length; from += batch) {
    rows.push(
      ...(await lake.rows<Vulnerability>(
        sql`SELECT id, arraySort(groupUniqArrayArray(cves)) AS cves, arraySort(groupUniqArrayArray(aliases)) AS aliases, max(summary) AS summary,
            max(cvss_vector) AS vector, max(cvss_score) AS score, toFloat64(min(vulnerability.published)) AS published, max(malicious) AS malicious
          FROM vulnerability WHERE id IN ${ids.slice(from, from + batch)} GROUP BY id`,
        signal,
      )),
    )
  }
  return new Map(rows.map((row) => [row.id, row]))
}
