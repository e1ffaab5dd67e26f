import type { Case } from '../advisories/merge/case.ts'
import { everyday } from '../base/questions/everyday.ts'
import { number } from '../base/text.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Lake } from '../lake/lake.ts'
import type { Finding } from '../model/finding.ts'
import type { Hunt, HuntedIndicator, HuntedPattern, HuntedProduct, UnreadFile, Untested } from '../model/hunt.ts'
import { answerOf, wordOrder } from './answer.ts'
import { type Ground, groundOf } from './coverage.ts'
import { huntedHosts } from './host-words.ts'
import { hostNames, knownHosts, shownName } from './hosts.ts'
import { huntedIndicators, tested } from './indicators.ts'
import { type Met, matchWanted } from './match.ts'
import { huntPatterns } from './patterns/hunt-patterns.ts'
import { huntProducts } from './products/hunt-products.ts'
import { tiesOf } from './ties.ts'
import { type KnownFile, vettedSightings } from './vetted.ts'
import { dropWanted, loadWanted, wantedOf } from './wanted.ts'

export interface HuntInput {
  readonly lake: Lake
  /** Advisories that tell of one affair, merged. */
  readonly affair: Case
  /** File names of the advisories by id, and what could not be read of them. */
  readonly files: ReadonlyMap<string, string>
  readonly notes: readonly string[]
  /** Files that were given with them and could not be read. */
  readonly unread: readonly UnreadFile[]
  /** None of the advisories could be read. */
  readonly unreadable: boolean
  /** Members of releases that were vetted, of the hashes that are asked for. */
  readonly vetted: AsyncIterable<KnownFile> | Iterable<KnownFile>
  /** What the analyses of the workspace found. */
  readonly findings: readonly Finding[]
  readonly sourceName: (source: number) => string
  readonly now: Date
  readonly signal: AbortSignal
}

/** Looks for everything that the advisories name in everything that the workspace holds. */
export async function hunt(input: HuntInput): Promise<Hunt> {
  const { lake, affair, signal } = input
  const started = performance.now()
  const ground = await groundOf(lake, signal)
  const hosts = await knownHosts(lake, signal)
  const wanted = wantedOf(affair.indicators)
  const asked = new Set(wanted.map(({ indicator }) => indicator))
  const others = affair.indicators.filter((indicator) => !asked.has(indicator))
  const { met, notes } = await matched(lake, wanted, signal)
  const vetted = await vettedSightings(wanted, input.vetted)
  const nameHost = await hostNames(
    lake,
    met.flatMap(({ who, isAddress }) => (isAddress && who !== '' ? [who] : [])),
    signal,
  )
  const early = tooEarly(affair, ground)
  const seen = hosts.filter((host) => host.seen || host.watched).length
  const names = new Set(hosts.map(({ host }) => host))
  const listed = await onWarningLists(lake, wanted, met, signal)
  const indicators = huntedIndicators(wanted, others, [...met, ...vetted.met], {
    listed,
    ground,
    nameHost,
    shown: (host) => shownName(host, names),
    hosts: seen,
    vetted: vetted.any,
    tooEarly: early,
  })
  const products = await huntProducts(lake, affair.products, {
    inventoried: (ground.rows.get('installation') ?? 0) > 0 || hosts.some((host) => host.inventoried),
    traffic: ground.traffic,
    artifacts: vetted.artifacts,
    signal,
  })
  const patterns = await huntPatterns(lake, affair, { ground, nameHost: (addresses) => hostNames(lake, addresses, signal), signal })
  const testedTraffic = [...indicators, ...patterns].some(({ word }) => word === 'NOT SEEN' || word === 'HIT' || word === 'SEEN')
  const byHost = huntedHosts({ hosts, indicators, patterns, products, testedTraffic })
  const ties = await tiesOf(lake, input.findings, products, hosts.length, signal)
  const untested = untestedOf(indicators, products, patterns)
  const whole = { hosts: byHost, indicators, patterns, products, ties, ground, untested, unreadable: input.unreadable, unread: input.unread.length }
  return named(
    {
      id: affair.id,
      title: affair.title,
      advisories: affair.advisories.map(({ id, title, publisher, published, tlp, format, sha256 }) => ({
        id,
        file: input.files.get(id) ?? '',
        title,
        publisher: publisher ?? '',
        published: published ?? '',
        tlp: tlp ?? '',
        format,
        sha256,
      })),
      at: input.now.toISOString(),
      ...answerOf(whole),
      indicators: indicators.toSorted((a, b) => wordOrder.indexOf(a.word) - wordOrder.indexOf(b.word) || b.hosts.length - a.hosts.length || b.rows - a.rows),
      products: products.toSorted((a, b) => wordOrder.indexOf(a.word) - wordOrder.indexOf(b.word)),
      patterns: patterns.toSorted((a, b) => wordOrder.indexOf(a.word) - wordOrder.indexOf(b.word)),
      hosts: byHost,
      ties,
      cves: affair.cves.map(({ id }) => id),
      techniques: affair.techniques.map(({ id }) => id),
      coverage: { evidence: ground.evidence, untested, tested: indicators.filter(({ needs, word }) => needs === undefined && word !== 'CANNOT TELL').length },
      disagreements: affair.disagreements.map(
        ({ about, field, says }) => `${about}: ${field} differs (${[...new Set(says.map(({ value }) => value))].slice(0, 6).join(' · ')})`,
      ),
      ...(input.unread.length > 0 && { unread: input.unread }),
      notes: [...input.notes, ...notes, ...(early === undefined ? [] : [early])],
      seconds: (performance.now() - started) / 1000,
    },
    input.sourceName,
  )
}

async function matched(lake: Lake, wanted: ReturnType<typeof wantedOf>, signal: AbortSignal): ReturnType<typeof matchWanted> {
  if (wanted.length === 0) return { met: [], notes: [] }
  try {
    await loadWanted(lake, wanted)
    return await matchWanted(lake, wanted, signal)
  } finally {
    await dropWanted(lake)
  }
}

/** Values that were met and that a warning list of the workspace names, with the list. A full URL stays an indicator on the most ordinary host. */
function onWarningLists(lake: Lake, wanted: ReturnType<typeof wantedOf>, met: readonly Met[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(met.map(({ id }) => id))
  const values = wanted.filter(({ id, match }) => ids.has(id) && match !== 'url').map(({ value }) => tested(value))
  return everyday(lake, values, signal)
}

/** Advisories tell of what went on before they came out: of up to half a year. In seconds. */
const toldAfterwards = 180 * 86_400

/** Evidence that ends before everything that the advisory dates says nothing of what came then. */
function tooEarly({ dates, advisories }: Case, { traffic }: Ground): string | undefined {
  const seconds = (date: string) => Date.parse(date) / 1000
  const stated = least(dates.map(({ date }) => seconds(date)))
  const before = least(advisories.flatMap(({ published }) => (published === undefined ? [] : [seconds(published) - toldAfterwards])))
  const earliest = Math.min(stated, before)
  if (earliest === Number.POSITIVE_INFINITY || traffic.last === undefined || traffic.last >= earliest) return undefined
  const day = isoFromSeconds(earliest).slice(0, 10)
  const since = before < stated ? `from ${day} on: ${toldAfterwards / 86_400} days before it was published` : `its dates begin on ${day}`
  return `evidence of the time that the advisory tells of (${since}; the traffic here ends before)`
}

function least(times: readonly number[]): number {
  return Math.min(...times.filter(Number.isFinite))
}

/** What could not be looked for, by the evidence that is missing. */
function untestedOf(indicators: readonly HuntedIndicator[], products: readonly HuntedProduct[], patterns: readonly HuntedPattern[]): readonly Untested[] {
  const missing = indicators.filter(({ needs, word }) => needs !== undefined && word === 'CANNOT TELL')
  const byNeed = [...Map.groupBy(missing, ({ needs }) => needs ?? '')].map(([needs, same]) => {
    const types = [...Map.groupBy(same, ({ type }) => type)].map(([type, all]) => `${number(all.length)} ${type.replaceAll('-', ' ')}`)
    return { what: types.join(', '), count: same.length, needs }
  })
  const software = products.flatMap(({ product, needs }) => (needs === undefined ? [] : [{ what: `the versions of ${product}`, count: 1, needs }]))
  const rules = [
    ...Map.groupBy(
      patterns.filter(({ word }) => word === 'CANNOT TELL'),
      ({ says }) => says,
    ),
  ].map(([says, same]) => ({
    what: same.length === 1 ? `the pattern ${same[0]?.name ?? ''}` : `${number(same.length)} patterns`,
    count: same.length,
    needs: says,
  }))
  return [...byNeed, ...software, ...rules].toSorted((a, b) => b.count - a.count)
}

/** References with the names of their files. */
function named(hunted: Hunt, sourceName: (source: number) => string): Hunt {
  const files = <T extends { readonly evidence: Hunt['indicators'][number]['sightings'][number]['evidence'] }>(of: T): T => ({
    ...of,
    evidence: of.evidence.map((ref) => (ref.source === 0 ? ref : { ...ref, file: sourceName(ref.source) })),
  })
  return {
    ...hunted,
    indicators: hunted.indicators.map((one) => ({ ...one, sightings: one.sightings.map(files) })),
    patterns: hunted.patterns.map((one) => ({ ...one, sightings: one.sightings.map(files) })),
    products: hunted.products.map((one) => ({ ...one, installations: one.installations.map(files) })),
  }
}
