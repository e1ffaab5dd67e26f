import { keyOf } from '../statistics/identities.ts'
import { binomialTail } from '../statistics/tails.ts'
import type { Arrival, User } from './query.ts'

/** A user of a host of the case, and the time after the host met it. Seconds since 1970. */
export interface Watched {
  readonly user: User
  readonly from: number
  readonly until: number
}

export interface Comparison {
  /** Users with a past, and those of them who came from a new network in their time, with the first such sign-in. */
  readonly users: number
  readonly hits: readonly { readonly watched: Watched; readonly arrival: Arrival }[]
  /** Share of all other accounts with such a sign-in in the same times (Laplace's rule). */
  readonly usual: number
  /** P(X ≥ hits), X ~ Binomial(users, usual). */
  readonly chance: number
}

/**
 * How many users of the hosts came from a network that nobody of the organisation had come from before, and how usual that is: the other
 * accounts, over the same spans of time.
 */
export function compare(watched: readonly Watched[], arrivals: readonly Arrival[], firsts: ReadonlyMap<string, number>): Comparison {
  const own = new Set(watched.map(({ user }) => keyOf(user)))
  const byAccount = Map.groupBy(arrivals, keyOf)
  const hasPast = (key: string, from: number) => (firsts.get(key) ?? Number.POSITIVE_INFINITY) < from
  const counted = earliest(watched).filter(({ user, from }) => hasPast(keyOf(user), from))
  const hits = counted.flatMap((one) => {
    const arrival = arrivalIn(byAccount.get(keyOf(one.user)), one)
    return arrival ? [{ watched: one, arrival }] : []
  })
  let [others, with_] = [0, 0]
  for (const { from, until } of spans(counted)) {
    for (const [key, first] of firsts) {
      if (own.has(key) || first >= from) continue
      others += 1
      if (arrivalIn(byAccount.get(key), { from, until })) with_ += 1
    }
  }
  const usual = (with_ + 1) / (others + 2)
  return { users: counted.length, hits, usual, chance: binomialTail(hits.length, counted.length, usual) }
}

function arrivalIn(list: readonly Arrival[] | undefined, { from, until }: { readonly from: number; readonly until: number }): Arrival | undefined {
  return list?.find(({ time, anybody }) => time >= from && time <= until && anybody >= from)
}

/** One span for each account: a person at two hosts of the case counts once, from the first on. */
function earliest(watched: readonly Watched[]): readonly Watched[] {
  const groups = Map.groupBy(watched, ({ user }) => keyOf(user))
  return [...groups.values()].flatMap((own) => own.toSorted((a, b) => a.from - b.from || (a.user.host < b.user.host ? -1 : 1)).slice(0, 1))
}

const mostSpans = 200

/** The distinct spans; of very many, as many as tell the rate, evenly taken. */
function spans(watched: readonly Watched[]): readonly { readonly from: number; readonly until: number }[] {
  const distinct = [...new Map(watched.map(({ from, until }) => [from, { from, until }])).values()]
  const step = Math.max(1, Math.ceil(distinct.length / mostSpans))
  return distinct.filter((_, index) => index % step === 0)
}
