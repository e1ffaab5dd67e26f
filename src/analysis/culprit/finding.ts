import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import { entityKey } from '../../model/entity.ts'
import type { CohortFigure } from '../../model/figure.ts'
import type { Finding } from '../../model/finding.ts'
import type { Cohort } from './cohorts.ts'
import { cohortName, entitiesOf, memberName, placesOf, tellingMembers } from './names.ts'
import { type Case, reasonsFor } from './reasons.ts'
import { setOf } from './verdict.ts'

export const supplyChain = 'T1195.002'
/** ATT&CK's time-based evasion: incidents take it for a sign of its own. */
const sleeping = 'T1497.003'

const mostHosts = 1000
const mostRefs = 12

export interface Contacting {
  readonly hosts: readonly string[]
  readonly first: number
  readonly last: number
}

export function culpritFinding(one: Case, contacting: Contacting, figure: CohortFigure): Finding {
  const set = setOf(one.ranking).flatMap(({ candidate }) => one.cohorts[candidate] ?? [])
  const named = one.verdict === 'named'
  const about = [
    ...set.flatMap(entitiesOf).sort((a, b) => Number(a.kind !== 'release') - Number(b.kind !== 'release')),
    ...one.destinations.map((id) => ({ kind: 'destination' as const, id })),
    ...contacting.hosts.slice(0, mostHosts).map((id) => ({ kind: 'host' as const, id })),
  ]
  return {
    id: stableId('culprit', one.destinations[0] ?? ''),
    analysis: 'culprit',
    kind: 'explains',
    title: title(one, set),
    severity: named ? 2 : 1,
    confidence: Math.min(0.95, (1 - one.ranking.none) * (1 - (named ? one.ranking.q : Math.max(0.5, one.ranking.q)))),
    first: isoFromSeconds(contacting.first),
    last: isoFromSeconds(contacting.last),
    about: [...new Map(about.map((entity) => [entityKey(entity), entity])).values()],
    because: reasonsFor(one),
    innocentIf: innocentIf(one, set),
    evidence: one.traffic
      .flatMap(({ refs }) => refs)
      .slice(0, mostRefs)
      .map(([source, line]) => ({ table: 'visit', source, line })),
    advice: advice(one, set, contacting),
    techniques: named && one.dormancy?.sleeps ? [supplyChain, sleeping] : [supplyChain],
    figure,
  }
}

function title({ destinations, verdict }: Case, set: readonly Cohort[]): string {
  const where = placesOf(destinations)
  const [first] = set
  const products = new Set(set.flatMap((cohort) => tellingMembers(cohort).map((member) => member.product)))
  const who =
    products.size === 1 && first
      ? `release ${memberName(tellingMembers(first)[0] ?? { kind: 'product', product: '', vendor: '', version: '' })}`
      : `one of these: ${some(set.map(cohortName), 3)}`
  return verdict === 'named'
    ? `Changed behaviour of ${who}: its hosts talk to ${where}, which is new`
    : `Possibly changed behaviour of ${who}: a lead for ${where}`
}

function innocentIf({ dormancy, daysSeen, rolesLearnt }: Case, set: readonly Cohort[]): readonly string[] {
  const [first] = set
  const who = first ? cohortName(first) : 'the software'
  return [
    `The vendor of ${who} confirms that this release talks to the destination: a new telemetry, licence, crash report or content host. Association names which software, not malice.`,
    'The hosts share something else that is not in the inventory: a team, a browser add-on, a training or a mailing that led them there.',
    ...(rolesLearnt
      ? [
          'The contacting hosts do the same work: roles are not known of all hosts, so they were grouped by what they visit, which is less sure. A list of hosts with their roles makes false names rarer.',
        ]
      : []),
    ...(dormancy && dormancy.atOnce > 0
      ? ['The destination is where the installer or its parts were downloaded from: contacts on the day of installation look alike.']
      : []),
    ...(daysSeen < 35
      ? [`Only ${number(Math.floor(daysSeen))} days of contacts could be seen so far; implants sleep up to 28 days, and later contacts may change the picture.`]
      : []),
  ]
}

function advice({ destinations }: Case, set: readonly Cohort[], { hosts }: Contacting): readonly string[] {
  const release = set.flatMap(tellingMembers).find((member) => member.kind === 'release')
  const where = placesOf(destinations)
  const vet = release
    ? `Vet the installer of ${memberName(release)} against the one of the release before it: what changed in its files, its signature, what it loads and calls. Hold back its roll-out until then.`
    : 'Vet the installer of the newest release against the one before it: what changed in its files, its signature, what it loads and calls.'
  return [
    vet,
    `Find the process that talks to ${where} on ${some(
      hosts.map((host) => printable(host, 60)),
      3,
    )}; if it is not the vendor's known service, isolate the ${plural(hosts.length, 'contacting host')} and keep their memory.`,
    `Hunt on every host that has it, not only on those that have spoken: others may still sleep. Look at least 28 days back from the installation.`,
    'Ask the vendor, and whoever else runs the release, about the destination.',
  ]
}
