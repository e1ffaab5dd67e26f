import { type Affects, affectedBy, type Verdict } from '../../base/affected/affected.ts'
import { type Judged, judgeOf } from '../../base/affected/judge.ts'
import { keysOf } from '../../base/affected/keys.ts'
import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { readExploitation } from './exploitation.ts'
import { heldSoftware, type ToldSoftware } from './held-software.ts'
import { readStatements } from './statements.ts'
import { statementFor, statementsByVulnerability } from './vex.ts'
import type { Weakness } from './weakness.ts'

/** Keys asked for at once: a query has a longest length. */
const batch = 2000

interface AffectsRow extends Affects {
  readonly vulnerability: string
  readonly no_fix: boolean | null
}

interface VulnerabilityRow {
  readonly id: string
  readonly cves: readonly string[]
  readonly aliases: readonly string[]
  readonly summary: string
  readonly vector: string
  readonly score: number | null
  readonly malicious: boolean
}

interface Match {
  readonly software: ToldSoftware
  readonly row: AffectsRow
  readonly verdict: Verdict
}

/**
 * Every weakness that an installed release has or may have, with the evidence of its exploitation and what VEX says of it. What is withdrawn affects
 * nothing; a weakness that several sources tell of is told once.
 */
export async function readWeaknesses(lake: Questions, signal?: AbortSignal): Promise<readonly Weakness[]> {
  const software = await heldSoftware(lake, signal)
  const matches = matchAll(software, await candidates(lake, software, signal))
  const known = await vulnerabilities(lake, [...new Set(matches.map(({ row }) => row.vulnerability))], signal)
  const exploitation = await readExploitation(lake, [...new Set([...known.values()].flatMap(({ cves }) => cves))], signal)
  const statements = statementsByVulnerability(await readStatements(lake, signal))
  const told = new Map<string, Weakness>()
  for (const match of matches) {
    const vulnerability = known.get(match.row.vulnerability)
    if (!vulnerability) continue
    const { id, cves, aliases, summary, vector, score, malicious } = vulnerability
    const held = match.software
    const statement = statementFor(held, [id, ...cves, ...aliases], statements)
    const silenced = statement?.status === 'not_affected' || statement?.status === 'fixed'
    const weakness: Weakness = {
      software: held,
      id,
      cves,
      summary,
      vector,
      score,
      malicious,
      verdict: match.verdict,
      noFix: match.row.no_fix ?? statement?.noFix ?? null,
      exploitation: exploitation(cves),
      vex: silenced ? statement : undefined,
    }
    const key = JSON.stringify([software.indexOf(held), [id, ...cves, ...aliases].sort().find((name) => name.startsWith('CVE-')) ?? id])
    const before = told.get(key)
    if (!before || weight(weakness.verdict) > weight(before.verdict)) told.set(key, weakness)
  }
  return [...told.values()]
}

/** Of two sources that tell of the same, the one that can tell, and is surer of the product. */
function weight({ state, confidence, fixedIn }: Verdict): number {
  return (state === 'affected' ? 2 : 0) + confidence + (fixedIn === undefined ? 0 : 0.01)
}

async function candidates(lake: Questions, software: readonly ToldSoftware[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly AffectsRow[]>> {
  const keys = [...new Set(software.flatMap((one) => keysOf(one).map(({ key }) => key)))]
  const rows: AffectsRow[] = []
  for (let from = 0; from < keys.length; from += batch) {
    rows.push(
      ...(await lake.rows<AffectsRow>(
        sql`SELECT vulnerability, key, toString(type) AS type, toString(ecosystem) AS ecosystem, toString(vendor) AS vendor, product, cpe, platforms,
            toString(scheme) AS scheme, versions, ranges, unaffected, toString(others) AS others, commits, fixed_in, no_fix
          FROM vulnerability_affects WHERE key IN ${keys.slice(from, from + batch)}`,
        signal,
      )),
    )
  }
  return Map.groupBy(rows, ({ type, key }) => `${type}/${key}`)
}

function matchAll(software: readonly ToldSoftware[], byKey: ReadonlyMap<string, readonly AffectsRow[]>): readonly Match[] {
  // A statement is read once, however many releases it is held against.
  const judges = new Map<AffectsRow, (version: string) => Judged>()
  const judge = (row: AffectsRow) => {
    const known = judges.get(row) ?? judgeOf(row)
    judges.set(row, known)
    return known
  }
  return software.flatMap((held) => {
    const rows = new Set(keysOf(held).flatMap(({ type, key }) => byKey.get(`${type}/${key}`) ?? []))
    return [...rows].flatMap((row) => {
      const verdict = affectedBy(held, row, judge(row))
      return verdict && verdict.state !== 'not affected' ? [{ software: held, row, verdict }] : []
    })
  })
}

async function vulnerabilities(lake: Questions, ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, VulnerabilityRow>> {
  const rows: VulnerabilityRow[] = []
  for (let from = 0; from < ids.length; from += batch) {
    rows.push(
      ...(await lake.rows<VulnerabilityRow>(
        sql`SELECT id, arraySort(groupUniqArrayArray(cves)) AS cves, arraySort(groupUniqArrayArray(aliases)) AS aliases, max(summary) AS summary,
            max(cvss_vector) AS vector, max(cvss_score) AS score, max(malicious) AS malicious
          FROM vulnerability WHERE id IN ${ids.slice(from, from + batch)} AND isNull(withdrawn) GROUP BY id`,
        signal,
      )),
    )
  }
  return new Map(rows.map((row) => [row.id, row]))
}
