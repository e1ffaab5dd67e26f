import { GatehouseError } from '../base/errors.ts'
import { sql } from '../base/sql.ts'
import { printable, some } from '../base/text.ts'
import { huntFinding } from '../hunt/finding.ts'
import type { Finding } from '../model/finding.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Incident } from '../model/incident.ts'
import type { Assessment } from '../report/assessment.ts'
import type { TlpLevel } from '../sharing/tlp.ts'
import type { InstalledRelease, Internal, WarningInput } from '../sharing/warning-input.ts'
import { Advisories, type StoredHunt } from '../state/advisories.ts'
import { assessmentOf } from './assessment.ts'
import type { Workspace } from './workspace.ts'

export interface Asked {
  readonly incident?: string
  readonly advisory?: string
  readonly tlp: TlpLevel
  readonly from: string
  readonly at: Date
  readonly version: string
}

/** Severity from which a finding that no incident took up is told on. */
const leastSeverity = 3
const leastPrefix = 4
const mostReleases = 5000

/** What the workspace knows of what was asked for. Throws USAGE where there is no such incident or advisory. */
export async function warningInputOf(workspace: Workspace, asked: Asked): Promise<WarningInput> {
  const stored = await new Advisories(workspace.state).hunts()
  const intake = { files: 0, added: 0, grown: 0, known: 0, rows: 0, skipped: [] }
  const assessment = await assessmentOf(workspace, { folder: '.', intake, seconds: 0, version: asked.version, at: asked.at })
  const chosen = chosenOf(asked, assessment, stored)
  const findings = findingsOf(chosen, assessment)
  return {
    about: chosen.about,
    tlp: asked.tlp,
    from: asked.from,
    at: asked.at.toISOString(),
    gatehouse: asked.version,
    // The tool's own next steps speak of what stands in the workspace as a whole.
    verdict: assessment.verdict,
    incidents: chosen.incidents,
    findings,
    hunts: chosen.hunts,
    coverage: assessment.coverage,
    releases: await releasesOf(workspace, findings),
    vetted: vettedOf(assessment, findings),
  }
}

interface Chosen {
  readonly about: WarningInput['about']
  readonly incidents: readonly Incident[]
  readonly hunts: readonly Hunt[]
}

function chosenOf({ incident, advisory }: Asked, { incidents, findings }: Assessment, stored: readonly StoredHunt[]): Chosen {
  const hunts = stored.map(({ hunt }) => hunt)
  if (incident !== undefined) {
    const one = oneOf(
      'incident',
      incident,
      incidents.map((known) => ({ item: known, ids: [known.id], shown: `${known.id} ${printable(known.title, 60)}` })),
    )
    return { about: { kind: 'incident', id: one.id }, incidents: [one], hunts: huntsIn([one], hunts) }
  }
  if (advisory === undefined) return { about: { kind: 'workspace', id: 'all' }, incidents, hunts }
  const one = oneOf(
    'advisory',
    advisory,
    hunts.map((hunt) => ({
      item: hunt,
      ids: [hunt.id, ...hunt.advisories.flatMap(({ id, sha256, file }) => [id, sha256, file])],
      shown: `${hunt.id} ${printable(hunt.title, 60)}`,
    })),
  )
  const finding = huntFinding(one)
  const told = finding && findings.some(({ id }) => id === finding.id) ? incidents.filter((known) => known.findings.includes(finding.id)) : []
  // An incident that other advisories speak of, too, is told with them: their marks hold for it.
  return { about: { kind: 'advisory', id: one.id }, incidents: told, hunts: [one, ...huntsIn(told, hunts).filter(({ id }) => id !== one.id)] }
}

function huntsIn(incidents: readonly Incident[], hunts: readonly Hunt[]): readonly Hunt[] {
  const taken = new Set(incidents.flatMap(({ findings }) => findings))
  return hunts.filter((hunt) => taken.has(huntFinding(hunt)?.id ?? ''))
}

function oneOf<T>(what: string, wanted: string, known: readonly { readonly item: T; readonly ids: readonly string[]; readonly shown: string }[]): T {
  const exact = known.filter(({ ids }) => ids.includes(wanted))
  const found = exact.length > 0 || wanted.length < leastPrefix ? exact : known.filter(({ ids }) => ids.some((id) => id.startsWith(wanted)))
  const [first] = found
  if (first && found.length === 1) return first.item
  const hint =
    known.length === 0
      ? `There is no ${what} in this workspace yet.`
      : `There are: ${some(
          known.map(({ shown }) => shown),
          12,
        )}.`
  throw new GatehouseError('USAGE', found.length > 1 ? `more than one ${what} fits ${printable(wanted)}` : `there is no ${what} ${printable(wanted)}`, { hint })
}

/** Findings of the incidents, and for the whole workspace also those that stand alone. */
function findingsOf({ about, incidents, hunts }: Chosen, { findings }: Assessment): readonly Finding[] {
  const taken = new Set([...incidents.flatMap((incident) => incident.findings), ...hunts.flatMap((hunt) => huntFinding(hunt)?.id ?? [])])
  return findings.filter(({ id, severity }) => taken.has(id) || (about.kind === 'workspace' && severity >= leastSeverity))
}

/** Where the releases that findings name are installed. */
async function releasesOf({ lake }: Workspace, findings: readonly Finding[]): Promise<readonly InstalledRelease[]> {
  const named = [...new Set(findings.flatMap(({ about }) => about.flatMap(({ kind, id }) => (kind === 'release' ? [id] : []))))]
  if (named.length === 0) return []
  const rows = await lake.rows<{ host: string; product: string; vendor: string; version: string; since: string | null; until: string | null }>(
    sql`SELECT toString(host) AS host, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, formatDateTime(since, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS since, formatDateTime(until, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS until
      FROM installed WHERE concat(product, '@', version) IN ${named} ORDER BY product, version, host LIMIT ${mostReleases}`,
  )
  return rows.map(({ since, until, ...release }) => ({ ...release, ...(since !== null && { since }), ...(until !== null && { until }) }))
}

function vettedOf({ vettings }: Assessment, findings: readonly Finding[]): WarningInput['vetted'] {
  const named = new Set(findings.flatMap(({ about }) => about.map(({ id }) => id)))
  return vettings
    .filter(({ release }) => named.has(release))
    .map(({ vetting: { release, word, conclusion } }) => ({
      name: release.identity.name,
      version: release.identity.version ?? '',
      sha256: release.artifact.sha256,
      word,
      sentence: conclusion,
    }))
}

/** Everything inside that the workspace knows by name or address. */
export async function internalOfWorkspace({ lake }: Workspace, ranges: readonly string[], domains: readonly string[]): Promise<Internal> {
  const hosts = await lake.rows<{ host: string }>(
    sql`SELECT DISTINCT host FROM (SELECT toString(host) AS host FROM host UNION ALL SELECT toString(host) FROM installation UNION ALL SELECT toString(host) FROM host_address) WHERE host != '' ORDER BY host`,
  )
  const addresses = await lake.rows<{ ip: string; host: string }>(
    sql`SELECT toString(ip) AS ip, toString(argMax(host, ifNull(since, toDateTime64(0, 6, 'UTC')))) AS host FROM host_address WHERE ip != '' AND host != '' GROUP BY ip ORDER BY ip`,
  )
  return { hosts: hosts.map(({ host }) => host), users: [], domains, ranges, addresses: new Map(addresses.map(({ ip, host }) => [ip, host])) }
}
