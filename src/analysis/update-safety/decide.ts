import { plural } from '../../base/text.ts'

/** What is known of the version that is installed. Times are seconds since 1970; null is unknown. */
export interface Waiting {
  /** One of its weaknesses is known to be exploited. */
  readonly exploited: boolean
  /** The earliest day by which a catalogue asks for the repair. */
  readonly due: number | null
  /** The greatest probability of exploitation within 30 days; null where none is published. */
  readonly probability: number | null
  /** The greatest base score 0…10. */
  readonly score: number | null
  /** Traffic shows connections from the outside to a host that has it; null where there is no traffic to tell. */
  readonly reachable: boolean | null
  /** The release itself is known to have been tampered with. */
  readonly compromised: boolean
  /** Its makers repair it no longer. */
  readonly ended: boolean
}

/** What is known of a version to go to. */
export interface Candidate {
  readonly version: string
  /** It repairs every weakness that is known of the installed one; null where that cannot be told. */
  readonly repairs: boolean | null
  readonly compromised: boolean
  readonly released: number | null
  /** What vetting said of its bytes; null where it was not vetted. */
  readonly vetted: 'ALLOW' | 'HOLD' | 'BLOCK' | null
  /** Another signer than that of the installed version; null where one of the two is not known. */
  readonly signerChanged: boolean | null
  /** Hosts of the organisation that have it already. */
  readonly hosts: number
}

export type Advice = 'update now' | 'update' | 'hold' | 'isolate'

export interface Decision {
  readonly advice: Advice
  /** The version to go to; absent where there is none to recommend. */
  readonly to?: Candidate
  /** Until when, for `hold`: seconds since 1970. */
  readonly until?: number
  /** The risk of waiting and that of taking it, in plain sentences; what decided stands first. */
  readonly waiting: readonly string[]
  readonly taking: readonly string[]
}

export interface Policy {
  /** Seconds that a release has to be out before it is taken. */
  readonly age: number
  /** Probability of exploitation from which waiting is grave. */
  readonly probability: number
  /** Hosts that have a release already from which it counts as tried. */
  readonly tried: number
}

/**
 * Weighs the risk of waiting against that of taking an update. Hard rules: a release that is known to be tampered with is never recommended, not
 * as a fallback either; a repair of a weakness that is known to be exploited overrides the hold for age, and never what vetting or the signer says.
 */
export function decide(waiting: Waiting, candidates: readonly Candidate[], policy: Policy, now: number): Decision {
  const risks = risksOfWaiting(waiting, policy, now)
  const pressing = waiting.exploited || waiting.compromised || ((waiting.probability ?? 0) >= policy.probability && waiting.reachable !== false)
  const safe = candidates.filter(({ compromised }) => !compromised)
  const [best] = [...safe].sort((a, b) => order(a, policy, now) - order(b, policy, now))
  if (!best) return { advice: pressing || waiting.ended ? 'isolate' : 'hold', waiting: risks, taking: [none(candidates)] }
  const taking = risksOfTaking(best, policy, now)
  const refused = best.vetted === 'BLOCK' || best.signerChanged === true
  if (refused || best.repairs === false) return { advice: pressing ? 'isolate' : 'hold', waiting: risks, taking: [...taking, ...passedOver(candidates)] }
  if (pressing) return { advice: 'update now', to: best, waiting: risks, taking: [...taking, ...passedOver(candidates)] }
  const ripe = ripeAt(best, policy)
  if (best.vetted === 'HOLD' || ripe === null || ripe > now) {
    return { advice: 'hold', to: best, ...(ripe !== null && ripe > now && { until: ripe }), waiting: risks, taking: [...taking, ...passedOver(candidates)] }
  }
  return { advice: 'update', to: best, waiting: risks, taking: [...taking, ...passedOver(candidates)] }
}

/** When a release is old enough; null where its age is not known and nobody has tried it: unknown is no age. */
function ripeAt({ released, hosts, vetted }: Candidate, { age, tried }: Policy): number | null {
  if (released !== null) return released + age
  return hosts >= tried || vetted === 'ALLOW' ? 0 : null
}

/** The least dangerous first: not blocked, same signer, repairs, old enough. */
function order(candidate: Candidate, policy: Policy, now: number): number {
  const ripe = ripeAt(candidate, policy)
  return (
    (candidate.vetted === 'BLOCK' ? 16 : 0) +
    (candidate.signerChanged === true ? 8 : 0) +
    (candidate.repairs === true ? 0 : candidate.repairs === null ? 2 : 4) +
    (candidate.vetted === 'HOLD' ? 1 : 0) +
    (ripe === null || ripe > now ? 0.5 : 0)
  )
}

function risksOfWaiting({ exploited, due, probability, score, reachable, compromised, ended }: Waiting, policy: Policy, now: number): readonly string[] {
  const days = due === null ? undefined : Math.floor((now - due) / 86_400)
  return [
    ...(compromised ? ['The installed release is known to have been tampered with.'] : []),
    ...(exploited
      ? [
          `A weakness of it is known to be exploited${days === undefined ? '' : days > 0 ? `, and the repair is ${plural(days, 'day')} overdue` : `; the repair is due in ${plural(-days, 'day')}`}.`,
        ]
      : []),
    ...((probability ?? 0) >= policy.probability ? [`The probability that it is exploited within 30 days is ${Math.round(100 * (probability ?? 0))} %.`] : []),
    ...(ended ? ['Its makers repair it no longer.'] : []),
    ...(score !== null && score >= 7 && !exploited ? [`The gravest weakness has a base score of ${score}; nobody is known to use it.`] : []),
    reachable === null
      ? 'Whether it can be reached from the outside is not known: there is no traffic that tells.'
      : reachable
        ? 'Connections from the outside reach a host that has it.'
        : 'No connection from the outside to a host that has it was seen.',
  ]
}

function risksOfTaking({ version, vetted, signerChanged, released, repairs, hosts }: Candidate, { age, tried }: Policy, now: number): readonly string[] {
  const hours = released === null ? null : Math.floor((now - released) / 3600)
  return [
    ...(vetted === 'BLOCK' ? [`Vetting blocked ${version}: its bytes show what a tampered release looks like.`] : []),
    ...(signerChanged === true ? [`${version} is signed by somebody else than the installed version.`] : []),
    ...(vetted === 'HOLD' ? [`Vetting holds ${version}: something in it has to be looked at.`] : []),
    ...(repairs === false
      ? [`${version} does not repair what is known.`]
      : repairs === null
        ? [`Whether ${version} repairs all that is known cannot be told.`]
        : []),
    hours === null
      ? `When ${version} came out is not known.`
      : hours * 3600 < age
        ? `${version} has been out for ${plural(hours, 'hour')} only.`
        : `${version} has been out for ${plural(Math.floor(hours / 24), 'day')}.`,
    ...(vetted === 'ALLOW' ? [`Vetting allowed ${version}.`] : vetted === null ? [`${version} was not vetted here.`] : []),
    ...(signerChanged === null ? ['Whether the signer is the same is not known.'] : []),
    ...(hosts >= tried ? [`${plural(hosts, 'host')} ${hosts === 1 ? 'has' : 'have'} ${version} already.`] : []),
  ]
}

function none(candidates: readonly Candidate[]): string {
  return candidates.length === 0
    ? 'No later version is known.'
    : `The only later versions known are tampered with: ${candidates.map(({ version }) => version).join(', ')}.`
}

function passedOver(candidates: readonly Candidate[]): readonly string[] {
  const bad = candidates.filter(({ compromised }) => compromised).map(({ version }) => version)
  return bad.length > 0 ? [`Passed over, since tampered with: ${bad.join(', ')}.`] : []
}
