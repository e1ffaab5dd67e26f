import { isAbout, type VexStatement } from '../../base/affected/vex.ts'
import { packageKey } from '../../base/ecosystem.ts'
import { stableId } from '../../base/hash.ts'
import { parsePurl } from '../../base/purl.ts'
import { type ReleaseName, softwareOfFamilies } from '../../base/questions/software.ts'
import { readStatements } from '../../base/questions/vex-statements.ts'
import { sql } from '../../base/sql.ts'
import { plainName, plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis, type Questions } from '../analysis.ts'
import { releaseName } from '../updates/release-finding.ts'
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
  const weaknesses = await readWeaknesses(lake, await releasesSpokenOf(lake, signal), signal)
  const spared = weaknesses.filter(({ vex: statement }) => statement !== undefined)
  if (spared.length > 0) yield honoured(spared, now)
  const byName = Map.groupBy(
    weaknesses.flatMap((one) => namesOf(one).map((name) => ({ name, one }))),
    ({ name }) => name,
  )
  const unmatched = statements.filter((statement) => !idsOf(statement).some((id) => (byName.get(id) ?? []).some(({ one }) => isAbout(statement, one.software))))
  for (const statement of unmatched.slice(0, settings.mostFindings)) {
    yield idle(statement, (await isInstalled(lake, statement, signal)) ? 'installed' : 'missing', now)
  }
}

/** Releases that have or may have a weakness of which a statement speaks, whatever it says of it. */
function releasesSpokenOf(lake: Questions, signal: AbortSignal): Promise<readonly ReleaseName[]> {
  const named = sql`SELECT upper(arrayJoin(arrayConcat([vulnerability], aliases))) FROM vex_statement`
  return lake.rows<ReleaseName>(
    sql`SELECT DISTINCT toString(product) AS product, version FROM weakness ARRAY JOIN versions AS version
      WHERE vulnerability IN (SELECT id FROM vulnerability ARRAY JOIN arrayConcat([id], cves, aliases) AS name WHERE upper(name) IN (${named})) ORDER BY product, version`,
    signal,
  )
}

function idsOf({ vulnerability, aliases }: VexStatement): readonly string[] {
  return [vulnerability, ...aliases].map((name) => name.toUpperCase())
}

function namesOf({ id, cves }: Weakness): readonly string[] {
  return [...new Set([id, ...cves].map((name) => name.toUpperCase()))]
}

/** Whether anything that is installed is what a statement is about. */
async function isInstalled(lake: Questions, statement: VexStatement, signal: AbortSignal): Promise<boolean> {
  const purl = parsePurl(statement.purl)
  const keys = [plainName(statement.product), ...(purl ? [packageKey(purl.type, purl.name)] : [])].filter((key) => key !== '')
  const families = await lake.rows<{ family: number }>(
    sql`SELECT DISTINCT family FROM software WHERE hasAny(hashes, CAST(${statement.hashes} AS Array(String)))
        OR family IN (SELECT family FROM software_key WHERE key IN CAST(${keys} AS Array(String)))`,
    signal,
  )
  const software = await softwareOfFamilies(
    lake,
    families.map(({ family }) => family),
    signal,
  )
  return software.some((one) => isAbout(statement, one))
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
