import { duration } from '../../base/time.ts'
import type { Publication } from '../release.ts'
import { stepOf } from '../weigh/step.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'

/** A publisher who has been silent for longer than this, in days, and now comes back. */
const dormantDays = 365
/** Versions of one package within an hour that are a burst. */
const burst = 3
const hour = 3600e3

/** Class H: who published it and how. Nothing here ever speaks for a release, and what is not known says nothing. */
export const publicationFacts: readonly FactRule[] = [
  {
    name: 'provenance-lost',
    class: 'H',
    title: 'No longer says where it was built',
    technique: 'T1195.002',
    innocentIf: 'the maintainers moved away from the build service and say so',
    absolute: true,
    find: provenanceLost,
  },
  {
    name: 'new-publisher',
    class: 'H',
    title: 'Published by someone new',
    technique: 'T1078',
    innocentIf: 'the maintainers announced the new publisher',
    absolute: true,
    find: newPublisher,
  },
  {
    name: 'dormant-publisher',
    class: 'H',
    title: 'The publisher comes back after a long silence',
    technique: 'T1078',
    innocentIf: 'the maintainer is known to have come back',
    absolute: true,
    find: dormantPublisher,
  },
  {
    name: 'burst',
    class: 'H',
    title: 'Many versions at once',
    innocentIf: 'the package publishes for several release lines at once',
    absolute: true,
    find: bursts,
  },
]

function publicationOf({ comparison }: Evidence): Publication | undefined {
  return comparison.now.record.publication
}

function* provenanceLost(on: Evidence): Generator<Sign> {
  const publication = publicationOf(on)
  if (publication?.provenance !== false) return
  const { version } = on.comparison.now.record.identity
  const last = publication.history.findLast((entry) => entry.provenance !== null && ['patch', 'minor'].includes(stepOf(version, entry.version)))
  if (last?.provenance === true)
    yield {
      says: 'The release before named its source and builder; this one of the same line does not.',
      now: 'no provenance',
      before: `provenance in ${last.version}`,
    }
}

function* newPublisher(on: Evidence): Generator<Sign> {
  const publication = publicationOf(on)
  const known = new Set(publication?.history.flatMap(({ publisher }) => publisher ?? []))
  if (publication?.publisher === undefined || known.size === 0 || known.has(publication.publisher)) return
  yield { says: `${publication.publisher} has published no version before.`, now: publication.publisher, before: [...known].slice(-3).join(', ') }
}

function* dormantPublisher(on: Evidence): Generator<Sign> {
  const publication = publicationOf(on)
  if (publication?.publisher === undefined || publication.publishedAt === undefined) return
  const own = publication.history.filter((entry) => entry.publisher === publication.publisher && entry.publishedAt !== undefined)
  const others = publication.history.some((entry) => entry.publisher !== undefined && entry.publisher !== publication.publisher)
  const last = own.at(-1)?.publishedAt
  if (last === undefined || !others) return
  const silent = (Date.parse(publication.publishedAt) - Date.parse(last)) / 1000
  if (silent > dormantDays * 86_400) {
    yield { says: `${publication.publisher} had published nothing of this package for ${duration(silent)}.`, now: publication.publishedAt, before: last }
  }
}

function* bursts(on: Evidence): Generator<Sign> {
  const publication = publicationOf(on)
  if (publication?.publishedAt === undefined) return
  const at = Date.parse(publication.publishedAt)
  const near = publication.history.filter(({ publishedAt }) => publishedAt !== undefined && Math.abs(at - Date.parse(publishedAt)) <= hour)
  if (near.length + 1 >= burst)
    yield { says: `${near.length + 1} versions were published within an hour.`, now: [...near.map(({ version }) => version), 'this one'].join(', ') }
}
