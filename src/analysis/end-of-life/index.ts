import { type End, endOf } from '../../base/lifecycle.ts'
import { type Lived, lifecyclesNow } from '../../base/questions/lifecycles.ts'
import type { ReleaseName } from '../../base/questions/software.ts'
import { sql } from '../../base/sql.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis, type Questions } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
import { counting, weaknessRows } from '../updates/ranking.ts'
import { byRelease, countingWeaknesses, type Weakness } from '../updates/weakness.ts'
import { readWeaknesses } from '../updates/weaknesses.ts'
import { endedProduct, endingProduct, unrepaired, untold } from './finding.ts'

interface Settings {
  /** An end within so many days is told of. */
  readonly days: number
  readonly mostFindings: number
}

export const endOfLife = defineAnalysis<Settings>({
  name: 'end-of-life',
  version: 1,
  title: 'Without security updates',
  looksFor: 'Releases and systems that get no more security updates or soon none, and weaknesses for which no repair will come.',
  techniques: ['T1190', 'T1203'],
  needs: ['installation'],
  betterWith: ['lifecycle', 'host_address', 'vulnerability_affects', 'known_exploited', 'vex_statement'],
  settings: { days: 90, mostFindings: 100 },
  run,
})

export interface Ending {
  readonly end: End
  readonly group: readonly Lived[]
}

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const at = now.getTime() / 1000
  const { lived, others } = await lifecyclesNow(lake, signal)
  const feeds = await feedWords(lake, ['endoflife', 'osv', 'cve', 'kev'], now, signal)
  const endings = [...Map.groupBy(lived, placeOf).values()].flatMap((group) => (group[0] ? [{ end: endOf(group[0].cycles, at), group }] : []))
  const ended = endings.filter(({ end }) => end.state === 'ended')
  const isEnded = new Set(ended.flatMap(({ group }) => group.map(releaseKey)))
  const told = ended.slice(0, settings.mostFindings)
  const weaknesses = await weaknessesOf(
    lake,
    told
      .flatMap(({ group }) => group)
      .filter(({ table }) => table === 'installation')
      .map(nameOfLived),
    signal,
  )
  for (const ending of told) {
    const keys = new Set(ending.group.map(releaseKey))
    yield endedProduct(ending, weaknesses.filter((own) => keys.has(keyOf(own))).flat(), feeds, now)
  }
  const soon = endings.filter(({ end }) => end.state === 'ends' && end.at !== null && end.at - at <= settings.days * 86_400)
  for (const ending of soon.slice(0, settings.mostFindings)) yield endingProduct(ending, feeds, now)
  const without = (await unrepairedReleases(lake, signal)).filter(
    (one) => one.givenUp || isEnded.has(releaseKey({ table: 'installation', name: one.product, version: one.version })),
  )
  const hopeless = (await weaknessesOf(lake, without.slice(0, settings.mostFindings), signal)).flatMap((own) => {
    const left = own.filter(({ noFix, verdict }) => noFix === true || (verdict.fixedIn === undefined && isEnded.has(keyOf(own))))
    return left.length > 0 ? [left] : []
  })
  for (const group of hopeless) yield unrepaired(group, feeds, now)
  const unknown = endings.filter(({ end }) => end.state === 'unknown').flatMap(({ group }) => group)
  if (unknown.length + others.count > 0) yield untold(unknown, others, feeds, now)
}

/** What ends on one day: the cycles of one product. */
function placeOf({ table, all, cycles, name, version }: Lived): string {
  return JSON.stringify([table, all[0]?.product ?? '', ...(cycles.length > 0 ? cycles.map(({ cycle }) => cycle) : [name, version])])
}

function releaseKey({ table, name, version }: Pick<Lived, 'table' | 'name' | 'version'>): string {
  return JSON.stringify([table, name, version])
}

function nameOfLived({ name, version }: Lived): ReleaseName {
  return { product: name, version }
}

function keyOf([first]: readonly Weakness[]): string {
  return JSON.stringify(['installation', first?.software.product, first?.software.version])
}

const mostUnrepaired = 100_000

/** Releases with a weakness for which no repair is named or, `givenUp`, none is planned; the gravest first. */
function unrepairedReleases(lake: Questions, signal: AbortSignal): Promise<readonly (ReleaseName & { readonly givenUp: boolean })[]> {
  return lake.rows(
    sql`SELECT product, version, max(ifNull(no_fix, false)) AS givenUp FROM ${weaknessRows(sql`${counting} AND (no_fix OR NOT repaired)`)}
      GROUP BY product, version ORDER BY min(place), product, version LIMIT ${mostUnrepaired}`,
    signal,
  )
}

async function weaknessesOf(lake: Questions, releases: readonly ReleaseName[], signal: AbortSignal): Promise<readonly (readonly Weakness[])[]> {
  return byRelease(countingWeaknesses(await readWeaknesses(lake, releases, signal)))
}
