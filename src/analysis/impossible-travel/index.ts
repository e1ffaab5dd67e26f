import { stableId } from '../../base/hash.ts'
import { number, plural, printable } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity, evidenceOf } from '../statistics/accounts.ts'
import { greatCircle } from '../statistics/great-circle.ts'
import { fastTrips, type Stop, type Trip } from './query.ts'

interface Settings {
  /** Kilometres by which each place may be wrong. */
  readonly uncertaintyKm: number
  /** Nobody travels faster. */
  readonly kmPerHour: number
  /** Shorter distances, after what is uncertain, are left. */
  readonly leastKm: number
  /** Accounts with such journeys to or from one address, from which it is a way out elsewhere and the place of nobody. */
  readonly sharedBy: number
  readonly mostFindings: number
}

export const impossibleTravel = defineAnalysis<Settings>({
  name: 'impossible-travel',
  version: 1,
  title: 'Journeys that nobody can make',
  looksFor: 'Two successful sign-ins of one account that are further apart than anybody travels in the time between.',
  techniques: ['T1078'],
  needs: ['sign_in'],
  settings: { uncertaintyKm: 100, kmPerHour: 1000, leastKm: 300, sharedBy: 5, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const trips = (await fastTrips(lake, settings, signal)).filter((trip) => isImpossible(trip, settings))
  const shared = travellers(trips)
  const judged = trips.map((trip) => ({ trip, why: demoted(trip, shared, settings) }))
  const persons = Map.groupBy(judged, ({ trip }) => accountEntity(trip).id)
  const findings = [...persons.values()].map((own) => {
    const open = own.filter(({ why }) => why === undefined)
    return finding(open.length > 0 ? open : own, shared)
  })
  yield* findings.toSorted((a, b) => b.severity - a.severity || (a.first < b.first ? -1 : 1)).slice(0, settings.mostFindings)
}

/**
 * How many accounts make such journeys to or from each address. At the gateway of a VPN many do; at an office, which as many share, hardly
 * anybody does.
 */
function travellers(trips: readonly Trip[]): ReadonlyMap<string, number> {
  const ends = trips.flatMap((trip) => [trip.from.ip, trip.to.ip].map((ip) => ({ ip, who: accountEntity(trip).id })))
  return new Map([...Map.groupBy(ends, ({ ip }) => ip)].map(([ip, own]) => [ip, new Set(own.map(({ who }) => who)).size]))
}

/** The distance that is left when both places are as wrong as they may be, km. */
function leastDistance(from: Stop, to: Stop, uncertaintyKm: number): number {
  return Math.max(0, greatCircle(from.place, to.place) - 2 * uncertaintyKm)
}

export function isImpossible(
  { from, to }: Pick<Trip, 'from' | 'to'>,
  { uncertaintyKm, kmPerHour, leastKm }: Omit<Settings, 'sharedBy' | 'mostFindings'>,
): boolean {
  const km = leastDistance(from, to, uncertaintyKm)
  return km >= leastKm && km > (kmPerHour * (to.time - from.time)) / 3600
}

/** Why a journey is no journey: the device or the address tells of a way out that is elsewhere. */
function demoted({ from, to }: Trip, shared: ReadonlyMap<string, number>, { sharedBy }: Settings): string | undefined {
  if (from.device !== '' && from.device === to.device) return 'the same device stands at both ends: it leaves by a VPN'
  const common = [from, to].find(({ ip }) => (shared.get(ip) ?? 0) >= sharedBy)
  return (
    common &&
    `${plural(shared.get(common.ip) ?? 0, 'account')} make such journeys to or from ${printable(common.ip, 45)}: it is a way out elsewhere, not a place`
  )
}

interface Judged {
  readonly trip: Trip
  readonly why: string | undefined
}

function finding(own: readonly Judged[], shared: ReadonlyMap<string, number>): Finding {
  const [fastest] = own.toSorted((a, b) => speed(b.trip) - speed(a.trip))
  if (!fastest) throw new RangeError('a finding needs a journey')
  const { trip, why } = fastest
  const { from, to } = trip
  const name = printable(trip.account, 80)
  const severity: Severity = why === undefined ? 3 : 1
  const km = greatCircle(from.place, to.place)
  return {
    id: stableId('impossible-travel', accountEntity(trip).id),
    analysis: 'impossible-travel',
    kind: 'behaviour',
    title: `${name} signed in from ${placeName(from)} and ${duration(Math.max(1, to.time - from.time))} later from ${placeName(to)}, ${number(Math.round(km))} km away`,
    severity,
    confidence: why === undefined ? 0.6 : 0.2,
    first: isoFromSeconds(Math.min(...own.map(({ trip: one }) => one.from.time))),
    last: isoFromSeconds(Math.max(...own.map(({ trip: one }) => one.to.time))),
    about: [accountEntity(trip)],
    because: [
      {
        says: 'Nobody travels that fast.',
        observed: `${number(Math.round(km))} km in ${duration(Math.max(1, to.time - from.time))}, ${plural(own.length, 'such journey', 'such journeys')}`,
        expected: 'at most the speed of an airliner, places wrong by 100 km each allowed for',
        weight: 0.7,
      },
      {
        says: why === undefined ? 'Hardly anybody else makes such journeys to or from these addresses.' : `But ${why}.`,
        observed: [from, to].map(({ ip }) => `${printable(ip, 45)} (${plural(shared.get(ip) ?? 0, 'account')})`).join(', '),
        weight: 0.3,
      },
    ],
    innocentIf: [
      'the person uses a VPN or a mobile network that leaves elsewhere',
      'the directory places one of the addresses wrongly',
      'two people share the account',
    ],
    evidence: evidenceOf(
      'sign_in',
      own.flatMap(({ trip: one }) => [one.from.row, one.to.row]),
    ),
    advice: [
      `Ask ${name} about the sign-in from ${placeName(to)} at ${shortTime(isoFromSeconds(to.time))} UTC; if it was somebody else, end all sessions and change the password.`,
    ],
    techniques: ['T1078'],
  }
}

function speed({ from, to }: Trip): number {
  return greatCircle(from.place, to.place) / Math.max(1, to.time - from.time)
}

function placeName({ city, country, ip }: Stop): string {
  const named = [city, country].filter((part) => part !== '').map((part) => printable(part, 40))
  return named.length > 0 ? named.join(', ') : printable(ip, 45)
}
