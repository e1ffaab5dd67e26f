import { statementFor, statementsByVulnerability } from '../../base/affected/vex.ts'
import { type Family, type Software, softwareOfFamilies } from '../../base/questions/software.ts'
import type { Statement } from '../../base/questions/statements.ts'
import { readStatements } from '../../base/questions/vex-statements.ts'
import { sql } from '../../base/sql.ts'
import type { Row } from '../../model/tables.ts'
import type { Lake } from '../lake.ts'
import type { Told } from './weaknesses.ts'

/** A weakness of which VEX statements speak, so that each release has to be looked at. */
export interface Doubted {
  readonly family: Family
  readonly statement: Statement
  /** Every name of the vulnerability. */
  readonly names: readonly string[]
  readonly told: readonly Told[]
}

export interface Sparing {
  /** Every name of a vulnerability that VEX statements speak of; undefined for others. */
  namesOf(vulnerability: string): readonly string[] | undefined
  /** Rows of `weakness` with what the statements say. */
  decide(doubted: readonly Doubted[]): Promise<readonly Row<'weakness'>[]>
}

/** What VEX statements say, ready to be asked. */
export async function readSparing(lake: Lake, signal?: AbortSignal): Promise<Sparing> {
  const statements = statementsByVulnerability(await readStatements(lake, signal))
  const named = statements.size === 0 ? [] : await vulnerabilitiesOfStatements(lake, signal)
  const names = new Map(named.map((one) => [one.id, one.names]))
  return {
    namesOf: (vulnerability) => names.get(vulnerability),
    decide: async (doubted) => {
      const releases = Map.groupBy(
        await softwareOfFamilies(lake, [...new Set(doubted.map(({ family: { family } }) => family))], signal),
        ({ family }) => family,
      )
      return doubted.flatMap(({ family: { family, product }, statement, names: own, told }) =>
        told.flatMap((one) =>
          one.versions.map((version): Row<'weakness'> => {
            const variants = (releases.get(family) ?? []).filter((release) => release.version === version)
            const said = variants.map((release: Software) => statementFor(release, own, statements))
            return {
              family,
              product,
              versions: [version],
              vulnerability: statement.vulnerability,
              state: one.state,
              repaired: one.repaired,
              no_fix: statement.no_fix ?? said.find((each) => each?.noFix)?.noFix ?? null,
              // Of files that differ each must be spared: a statement on one says nothing of the others.
              spared: said.length > 0 && said.every((each) => each?.status === 'not_affected' || each?.status === 'fixed'),
              line: 0,
            }
          }),
        ),
      )
    },
  }
}

function vulnerabilitiesOfStatements(lake: Lake, signal?: AbortSignal) {
  return lake.rows<{ readonly id: string; readonly names: readonly string[] }>(
    sql`SELECT id, groupUniqArrayArray(arrayConcat([id], cves, aliases)) AS names FROM vulnerability
      WHERE hasAny(arrayMap(one -> upper(one), arrayConcat([id], cves, aliases)),
        (SELECT groupUniqArray(upper(arrayJoin(arrayConcat([vulnerability], aliases)))) FROM vex_statement))
      GROUP BY id`,
    signal,
  )
}
