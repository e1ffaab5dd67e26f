import { plural } from '../../base/text.ts'
import type { CohortFigure } from '../../model/figure.ts'
import type { Cohort } from './cohorts.ts'
import type { Facts } from './facts.ts'
import { cohortName, placesOf } from './names.ts'
import type { PosedProblem } from './pose.ts'
import type { DestinationRanking } from './problem.ts'

const mostReleases = 8
/** More columns than that no picture shows, and a finding is no place to keep an inventory. */
const mostHosts = 500

/** Contacting hosts first, then hosts that have the likeliest cohort and did not contact, then others. */
export function cohortFigure(facts: Facts, problem: PosedProblem, index: number, ranking: DestinationRanking): CohortFigure {
  const { names, contacts } = facts.destinations[index] ?? { names: [], contacts: [] }
  const name = placesOf(names)
  const shown = ranking.ranking.slice(0, Math.max(mostReleases, Math.min(ranking.setSize, 16))).flatMap(({ candidate }) => problem.candidates[candidate] ?? [])
  const holders = shown.map((cohort) => new Set(cohort.hosts))
  const contactOf = new Map(contacts.map(({ host, at }) => [host, at]))
  const talkers = [...contacts].sort((a, b) => a.at - b.at || a.host - b.host).map(({ host }) => host)
  const silent = facts.hosts.flatMap((_, host) => (contactOf.has(host) ? [] : [host]))
  const order = [...talkers, ...silent.filter((host) => holders[0]?.has(host)), ...silent.filter((host) => !holders[0]?.has(host))]
  return {
    kind: 'cohort',
    title: titleOf(shown[0], talkers, name),
    summary: summaryOf(shown[0], talkers, facts, name),
    destination: name,
    releases: shown.map(cohortName),
    hosts: order.slice(0, mostHosts).map((host) => ({
      name: facts.hosts[host]?.name ?? '',
      contact: contactOf.get(host) ?? null,
      has: holders.map((own): 0 | 1 => (own.has(host) ? 1 : 0)),
    })),
  }
}

/** The conclusion: on how many of those that talk to it the likeliest release is. */
function titleOf(cohort: Cohort | undefined, talkers: readonly number[], destination: string): string {
  if (!cohort) return `No release is on the hosts that talk to ${destination}`
  const own = new Set(cohort.hosts)
  const talking = talkers.filter((host) => own.has(host)).length
  const all = talkers.length === 1 ? 'The one host that talks' : `All ${talkers.length} hosts that talk`
  const who = talking === talkers.length ? all : `${talking} of the ${talkers.length} hosts that talk`
  return `${who} to ${destination} ${talking === 1 ? 'has' : 'have'} ${cohortName(cohort)}`
}

function summaryOf(cohort: Cohort | undefined, talkers: readonly number[], facts: Facts, destination: string): string {
  if (!cohort) return ''
  const own = new Set(cohort.hosts)
  const talking = talkers.filter((host) => own.has(host)).length
  const silent = facts.hosts.length - talkers.length
  return `${talking} of the ${plural(talkers.length, 'host')} that talk to ${destination} have ${cohortName(cohort)}; of the ${plural(silent, 'host')} that do not, ${own.size - talking} have it.`
}
