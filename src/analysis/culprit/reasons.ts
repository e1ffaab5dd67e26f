import { bytes, number, percent, plural, some } from '../../base/text.ts'
import { duration } from '../../base/time.ts'
import type { Reason } from '../../model/finding.ts'
import { contactsNeeded } from '../statistics/hypergeometric.ts'
import type { Cohort } from './cohorts.ts'
import type { Dormancy } from './dormancy.ts'
import type { Traffic } from './evidence.ts'
import { cohortName, placesOf, tellingMembers } from './names.ts'
import type { DestinationRanking, Standing } from './problem.ts'
import { setOf, type Verdict } from './verdict.ts'

/** All that the reasons of one finding rest on. */
export interface Case {
  /** More than one where the same hosts contact them. */
  readonly destinations: readonly string[]
  readonly verdict: Verdict
  readonly ranking: DestinationRanking
  readonly cohorts: readonly Cohort[]
  /** Hosts at risk: seen in traffic, software known. */
  readonly hosts: number
  readonly destinationsTested: number
  readonly dormancy: Dormancy | undefined
  /** Parallel to `destinations`. */
  readonly traffic: readonly Traffic[]
  /** Days of contacts that could be seen since the first. */
  readonly daysSeen: number
  /** Strata that hosts were compared in. */
  readonly strata: readonly string[]
  /** Roles are not known of all hosts. */
  readonly rolesLearnt: boolean
}

export function reasonsFor(one: Case): readonly Reason[] {
  const best = one.ranking.ranking[0]
  const cohort = best && one.cohorts[best.candidate]
  if (!best || !cohort) return []
  return [
    association(one, best, cohort),
    chance(one),
    ...dormancyReason(one),
    credible(one),
    ...spread(one, best, cohort),
    ...trafficReason(one),
    nameReason(one, cohort),
  ]
}

function association(one: Case, best: Standing, cohort: Cohort): Reason {
  const { contacts } = one.ranking
  const groups = one.strata.length > 1 ? 'on hosts of the same role and system' : 'on any hosts'
  return {
    says: `${number(best.hits)} of the ${plural(contacts, 'host')} that contacted ${placesOf(one.destinations)} had ${cohortName(cohort)} before they did`,
    observed: `${number(best.hits)} of ${number(contacts)}`,
    expected: `${best.expected.toFixed(1)} if the contacts had fallen ${groups} by chance`,
    weight: 0.35,
  }
}

/** `fewer than 1 in 10,000`, `about 1 in 300`. */
function odds(p: number): string {
  if (p > 0.5) return 'more often than not'
  return p < 1e-6 ? 'less than once in a million' : `about once in ${number(Number((1 / p).toPrecision(2)))}`
}

function chance({ ranking, destinationsTested, verdict }: Case): Reason {
  const batch =
    verdict === 'named'
      ? `with ${plural(destinationsTested, 'destination')} tested, at most ${percent(ranking.q)} of the names that hold as well as this are expected to be false`
      : `among ${plural(destinationsTested, 'destination')} tested, a match this good turns up by chance: this is a lead, not a name`
  return {
    says: `If no software explained it, the best of ${plural(ranking.testable, 'testable cohort')} would fit this well ${odds(ranking.corrected)}; ${batch}`,
    observed: odds(ranking.corrected),
    expected: 'no more often than once in 20',
    weight: 0.25,
  }
}

function dormancyReason({ dormancy }: Case): readonly Reason[] {
  if (!dormancy) return []
  const range = dormancy.hosts === 1 ? '' : ` (${duration(dormancy.least)} to ${duration(dormancy.most)})`
  const meaning = dormancy.sleeps
    ? 'software that reports for honest reasons mostly does so at once; this slept'
    : dormancy.atOnce === dormancy.hosts
      ? 'at once after the installation, as telemetry and downloads of the installer do'
      : 'no common sleep stands out'
  return [
    {
      says: `From installation to first contact it took ${duration(dormancy.median)} at the median${range}, on ${plural(dormancy.hosts, 'host')} where both are dated: ${meaning}`,
      observed: `${duration(dormancy.median)}${range}`,
      weight: dormancy.sleeps ? 0.15 : 0.05,
    },
  ]
}

function credible({ ranking, cohorts }: Case): Reason {
  const set = setOf(ranking)
  const names = set.flatMap(({ candidate, posterior }) => {
    const cohort = cohorts[candidate]
    return cohort ? [`${cohortName(cohort)} (${percent(posterior)})`] : []
  })
  const merged = set.some(({ candidate }) => tellingMembers(cohorts[candidate] as Cohort).length > 1)
  return {
    says: `With 95 % probability the explanation is ${set.length + (ranking.noneInSet ? 1 : 0) === 1 ? '' : 'among these: '}${some([...names, ...(ranking.noneInSet ? [`none of them (${percent(ranking.none)})`] : [])], 12)}${merged ? '; names joined by = came to the same hosts on the same days, no traffic can tell them apart' : ''}`,
    observed: some(names, 4),
    weight: 0.2,
  }
}

/** How far the cohort reaches beyond the contacts. */
function spread({ hosts, daysSeen, ranking }: Case, best: Standing, cohort: Cohort): readonly Reason[] {
  const silent = cohort.hosts.length - best.hits
  const nearlyAll = cohort.hosts.length > 0.8 * hosts
  const needed = contactsNeeded(hosts, cohort.hosts.length, Math.max(1, ranking.testable))
  const says = nearlyAll
    ? `It is on ${number(cohort.hosts.length)} of ${plural(hosts, 'host')}, nearly all: only many contacts can single it out${needed === undefined ? '' : `, at least ${number(needed)}, all of hosts that have it`}; here ${number(ranking.contacts)} did`
    : `${number(silent)} of the ${plural(cohort.hosts.length, 'host')} that have it have not contacted the destination in the ${number(Math.floor(daysSeen))} days since the first contact`
  return [{ says, observed: `${number(best.hits)} of ${number(cohort.hosts.length)} holders`, weight: 0 }]
}

function trafficReason({ traffic }: Case): readonly Reason[] {
  const total = (pick: (one: Traffic) => number) => traffic.reduce((sum, one) => sum + pick(one), 0)
  const [contacts, sent, received, denied] = [
    total((one) => one.contacts),
    total((one) => one.bytes_out),
    total((one) => one.bytes_in),
    total((one) => one.denied),
  ]
  const what =
    contacts > 0
      ? `sent ${bytes(sent)} and received ${bytes(received)} in ${plural(contacts, 'connection')}`
      : `only looked the name up, ${plural(
          total((one) => one.lookups),
          'time',
        )}`
  const refused = denied > 0 ? `; ${number(denied)} were refused on the way, and blocked is not clean` : ''
  return [{ says: `In all, its hosts ${what}${refused}`, observed: `${bytes(sent)} out, ${bytes(received)} in`, weight: 0.05 }]
}

/** Whether the destination's name carries a name of vendor or product. */
function nameReason({ destinations }: Case, cohort: Cohort): Reason {
  const [member] = tellingMembers(cohort)
  const words = `${member?.vendor ?? ''} ${member?.product ?? ''}`.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []
  const found = words.find((word) => destinations.some((destination) => destination.toLowerCase().includes(word)))
  const says = found
    ? `The name carries “${found}”, which speaks for the vendor's own service, or for an imitation of it`
    : `Nothing in the name points to the maker of ${cohortName(cohort)}`
  return { says, observed: placesOf(destinations), weight: found ? 0 : 0.05 }
}
