import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
import { missingTool, oldTool, silentTool } from './finding.ts'
import { missingOn, oldOnes, silenceOf } from './judge.ts'
import { heldTools, outings, toldHosts } from './query.ts'

interface Settings {
  /** Days from which an older version than elsewhere, or silence, is told of. */
  readonly days: number
  /** Share of hosts of one kind that have a tool, from which the others miss it, and how many there must be. */
  readonly share: number
  readonly leastHosts: number
  /** Hosts that are in touch with the maker, from which the others are silent. */
  readonly leastHeard: number
}

export const securityTool = defineAnalysis<Settings>({
  name: 'security-tool',
  version: 1,
  title: 'Security tools that are old, missing or silent',
  looksFor:
    'Protection whose program, engine or signatures are older than on other hosts, that hosts of the same kind have and these have not, or that is silent.',
  techniques: ['T1562.001'],
  needs: ['installation'],
  betterWith: ['host_address', 'connection', 'dns_query', 'lifecycle'],
  settings: { days: 7, share: 0.8, leastHosts: 10, leastHeard: 3 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const held = await heldTools(lake, signal)
  if (held.length === 0) return
  const at = now.getTime() / 1000
  const feeds = await feedWords(lake, ['endoflife'], now, signal)
  for (const group of Map.groupBy(oldOnes(held, settings.days, at), ({ product }) => product).values()) yield oldTool(group, feeds, now)
  const told = await toldHosts(lake, signal)
  const seen = await outings(lake, signal)
  const guarded = new Set(held.flatMap(({ tool, host }) => (tool.kind === 'protection' ? [host] : [])))
  for (const own of Map.groupBy(held, ({ tool }) => tool.name).values()) {
    const [first] = own
    if (!first) continue
    const { name, kind, domains } = first.tool
    const having = new Set(own.map(({ host }) => host))
    for (const missing of missingOn(having, told, settings.share, settings.leastHosts)) {
      const bare = missing.hosts.filter((host) => !guarded.has(host))
      yield missingTool(name, missing, bare, kind === 'protection', feeds, now)
    }
    const silence = silenceOf([...having].sort(), domains, seen, settings.days, at)
    if (silence.silent.length > 0 && silence.heard.length >= settings.leastHeard) yield silentTool(name, silence, settings.days, domains, feeds, now)
  }
}
