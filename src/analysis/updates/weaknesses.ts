import { statementFor, statementsByVulnerability } from '../../base/affected/vex.ts'
import { inParts, type ReleaseName, softwareCalled } from '../../base/questions/software.ts'
import { readStatements } from '../../base/questions/vex-statements.ts'
import { vulnerableAmong } from '../../base/questions/vulnerable.ts'
import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { readExploitation } from './exploitation.ts'
import type { Weakness } from './weakness.ts'

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
 * The weaknesses that some installed releases have or may have, with the evidence of their exploitation and what VEX says of them: all that is to
 * be told of. Which releases to ask for is for `ranking.ts` to say. A weakness that several sources tell of is told once.
 * @returns by product and version, as `byRelease` takes them
 */
export async function readWeaknesses(lake: Questions, releases: readonly ReleaseName[], signal: AbortSignal): Promise<readonly Weakness[]> {
  if (releases.length === 0) return []
  const found = await vulnerableAmong(lake, await softwareCalled(lake, releases, signal), signal)
  const known = await vulnerabilities(lake, [...new Set(found.map(({ statement }) => statement.vulnerability))], signal)
  const exploitation = await readExploitation(lake, [...new Set([...known.values()].flatMap(({ cves }) => cves))], signal)
  const statements = statementsByVulnerability(await readStatements(lake, signal))
  const told = new Map<string, Weakness>()
  for (const { software, statement: stated, verdict } of found) {
    const vulnerability = known.get(stated.vulnerability)
    if (!vulnerability) continue
    const { cves, aliases, ...rest } = vulnerability
    const statement = statementFor(software, [rest.id, ...cves, ...aliases], statements)
    const spared = statement?.status === 'not_affected' || statement?.status === 'fixed'
    const weakness: Weakness = {
      ...rest,
      software,
      cves,
      verdict,
      noFix: stated.no_fix ?? statement?.noFix ?? null,
      exploitation: exploitation(cves),
      vex: spared ? statement : undefined,
    }
    const key = JSON.stringify([software.id, [...cves, ...aliases].sort().find((name) => name.startsWith('CVE-')) ?? rest.id])
    const before = told.get(key)
    if (!before || weight(weakness) > weight(before)) told.set(key, weakness)
  }
  return [...told.values()]
}

/** Of two sources that tell of the same, the one that can tell, and is surer of the product. */
function weight({ verdict: { state, confidence, fixedIn } }: Weakness): number {
  return (state === 'affected' ? 2 : 0) + confidence + (fixedIn === undefined ? 0 : 0.01)
}

async function vulnerabilities(lake: Questions, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Vulnerability>> {
  const rows = await inParts(ids, (part) =>
    lake.rows<Vulnerability>(
      sql`SELECT id, arraySort(groupUniqArrayArray(cves)) AS cves, arraySort(groupUniqArrayArray(aliases)) AS aliases, max(summary) AS summary,
          max(cvss_vector) AS vector, max(cvss_score) AS score, toFloat64(min(vulnerability.published)) AS published, max(malicious) AS malicious
        FROM vulnerability WHERE id IN ${part} GROUP BY id`,
      signal,
    ),
  )
  return new Map(rows.map((row) => [row.id, row]))
}
