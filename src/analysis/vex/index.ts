import { stableId } from '../../base/hash.ts'
import { softwareNow } from '../../base/questions/vulnerable.ts'
import { plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { releaseName } from '../updates/release-finding.ts'
import { readStatements } from '../updates/statements.ts'
import { isAbout, type VexStatement } from '../updates/vex.ts'
import { nameOf, type Weakness } from '../updates/weakness.ts'
import { readWeaknesses } from '../updates/weaknesses.ts'

interface Settings {
  readonly mostFindings: number
}

export const vex = defineAnalysis<Settings>({
  name: 'vex',
  version: 1,
  title: 'Statements on what is affected (VEX)',
  looksFor: 'VEX statements that matched nothing here, and which weaknesses are not counted because of one.',
  techniques: [],
  needs: ['installation', 'vex_statement'],
  betterWith: ['vulnerability_affects'],
  settings: { mostFindings: 50 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const statements = await readStatements(lake, signal)
  const weaknesses = await readWeaknesses(lake, signal)
  const spared = weaknesses.filter(({ vex: statement }) => statement !== undefined)
  if (spared.length > 0) yield honoured(spared, now)
  const software = await softwareNow(lake, signal)
  const unmatched = statements.flatMap((statement) => {
    if (weaknesses.some((one) => concerns(statement, one))) return []
    const why = software.some((one) => isAbout(statement, one)) ? 'installed' : 'missing'
    return [{ statement, why } as const]
  })
  for (const { statement, why } of unmatched.slice(0, settings.mostFindings)) yield idle(statement, why, now)
}

/** Whether a statement speaks of a weakness that was met here, whatever it says of it. */
function concerns(statement: VexStatement, { id, cves, software }: Weakness): boolean {
  const ids = new Set([statement.vulnerability, ...statement.aliases].map((name) => name.toUpperCase()))
  return [id, ...cves].some((name) => ids.has(name.toUpperCase())) && isAbout(statement, software)
}

function honoured(spared: readonly Weakness[], now: Date): Finding {
  const at = isoFromSeconds(now.getTime() / 1000)
  return {
    id: stableId('vex', 'honoured'),
    analysis: 'vex',
    kind: 'context',
    title: `${plural(spared.length, 'weakness', 'weaknesses')} of installed releases ${spared.length === 1 ? 'is' : 'are'} not counted, because a VEX statement says so`,
    severity: 1,
    confidence: 0.9,
    first: at,
    last: at,
    about: [
      ...new Map(
        spared.map(({ software }) => [`${software.product}@${software.version}`, { kind: 'release', id: `${software.product}@${software.version}` } as const]),
      ).values(),
    ],
    because: spared.slice(0, 10).map((one) => ({
      says: `${printable(nameOf(one), 40)} in ${releaseName(one.software)}: ${one.vex?.status === 'fixed' ? 'repaired' : 'not affected'}, as ${printable(one.vex?.author || 'its author', 80)} says.`,
      observed: printable(one.vex?.justification || one.vex?.statement || 'no reason is given', 200),
      weight: 0.1,
    })),
    innocentIf: [],
    evidence: spared
      .slice(0, 100)
      .flatMap(({ vex: statement }) => (statement ? [{ table: 'vex_statement', source: statement.row[0], line: statement.row[1] }] : [])),
    advice: [],
    techniques: [],
  }
}

function idle(statement: VexStatement, why: 'installed' | 'missing', now: Date): Finding {
  const at = isoFromSeconds(now.getTime() / 1000)
  const about = printable(statement.purl || `${statement.product} ${statement.version}`.trim() || 'a product that it does not name', 120)
  return {
    id: stableId('vex', statement.document, statement.vulnerability, statement.purl, statement.product, statement.version),
    analysis: 'vex',
    kind: 'context',
    title: `The VEX statement on ${printable(statement.vulnerability, 40)} in ${about} matched nothing here`,
    severity: 2,
    confidence: 0.9,
    first: at,
    last: at,
    about: [{ kind: 'software', id: statement.purl || statement.product || statement.document }],
    because: [
      {
        says:
          why === 'installed'
            ? 'The software is installed, and nothing that was read says that it has this weakness.'
            : 'No inventory tells of a software that it is about: by package URL, by hash, or by name, vendor and version.',
        observed: `${printable(statement.status, 40)}, said by ${printable(statement.author || 'nobody who is named', 80)}`,
        expected: 'a statement on a weakness of something that is installed',
        weight: 1,
      },
    ],
    innocentIf: ['the statement is about software that is not here, and came with others', 'the weakness is not in the reference knowledge that was read'],
    evidence: [{ table: 'vex_statement', source: statement.row[0], line: statement.row[1] }],
    advice: ['Look whether the name, the package URL and the version in the statement are those that the inventory gives: as it is, it spares nothing.'],
    techniques: [],
  }
}
