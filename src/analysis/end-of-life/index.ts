import { type End, endOf } from '../../base/lifecycle.ts'
import { type Lived, lifecyclesNow } from '../../base/questions/lifecycles.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
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
  const weaknesses = byRelease(countingWeaknesses(await readWeaknesses(lake, signal)))
  const feeds = await feedWords(lake, ['endoflife', 'osv', 'cve', 'kev'], now, signal)
  const endings = [...Map.groupBy(lived, placeOf).values()].flatMap((group) => (group[0] ? [{ end: endOf(group[0].cycles, at), group }] : []))
  const ended = endings.filter(({ end }) => end.state === 'ended')
  const isEnded = new Set(ended.flatMap(({ group }) => group.map(releaseKey)))
  for (const ending of ended.slice(0, settings.mostFindings)) {
    const keys = new Set(ending.group.map(releaseKey))
    yield endedProduct(ending, weaknesses.filter((own) => keys.has(keyOf(own))).flat(), feeds, now)
  }
  const soon = endings.filter(({ end }) => end.state === 'ends' && end.at !== null && end.at - at <= settings.days * 86_400)
  for (const ending of soon.slice(0, settings.mostFindings)) yield endingProduct(ending, feeds, now)
  const hopeless = weaknesses.flatMap((own) => {
    const left = own.filter(({ noFix, verdict }) => noFix === true || (verdict.fixedIn === undefined && isEnded.has(keyOf(own))))
    return left.length > 0 ? [left] : []
  })
  for (const group of hopeless.slice(0, settings.mostFindings)) yield unrepaired(group, feeds, now)
  const unknown = endings.filter(({ end }) => end.state === 'unknown').flatMap(({ group }) => group)
  if (unknown.length + others.length > 0) yield untold(unknown, others, feeds, now)
}

/** What ends on one day: the cycles of one product. */
function placeOf({ table, all, cycles, name, version }: Lived): string {
  return JSON.stringify([table, all[0]?.product ?? '', ...(cycles.length > 0 ? cycles.map(({ cycle }) => cycle) : [name, version])])
}

function releaseKey({ table, name, version }: Lived): string {
  return JSON.stringify([table, name, version])
}

function keyOf([first]: readonly Weakness[]): string {
  return JSON.stringify(['installation', first?.software.product, first?.software.version])
}
