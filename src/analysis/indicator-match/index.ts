import { everyday } from '../../base/questions/everyday.ts'
import { sql } from '../../base/sql.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis, type Questions } from '../analysis.ts'
import { addressHits } from './addresses.ts'
import { findingOf, type Match, remainder } from './finding.ts'
import { clientHits, fileHits } from './fingerprints.ts'
import { type Hit, mergeHits } from './hit.ts'
import { domainHits } from './names.ts'
import { originOf, originsOf } from './origin.ts'
import { urlHits } from './urls.ts'
import { reachOf, severityOf } from './weigh.ts'

interface Settings {
  readonly mostFindings: number
}

const settings: Settings = { mostFindings: 100 }

export const indicatorMatch = defineAnalysis<Settings>({
  name: 'indicator-match',
  version: 1,
  title: 'Published indicators',
  looksFor:
    'Domains, addresses, URLs, files and client fingerprints that lists of indicators name, and says whether they were contacted, only looked up, or blocked.',
  techniques: ['T1071', 'T1105'],
  needs: ['indicator'],
  betterWith: ['connection', 'dns_query', 'http_request', 'tls_session', 'file_event', 'certificate', 'warning_value'],
  settings,
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const hits = withoutRepeats(mergeHits(await allHits(lake, signal)))
  if (hits.length === 0) return
  const lists = await everyday(lake, hits.map(testedValue), signal)
  const origins = await originsOf(lake, hits, signal)
  const connections = await hasConnections(lake, signal)
  const matches = hits
    .map((hit): Match => {
      // A full URL stays an indicator on the most ordinary host.
      const list = hit.type === 'url' ? undefined : lists.get(testedValue(hit))
      return { hit, origin: originOf(hit, origins), connections, ...(list !== undefined && { list }) }
    })
    .sort(gravestFirst)
  for (const match of matches.slice(0, settings.mostFindings)) yield findingOf(match)
  if (matches.length > settings.mostFindings) yield remainder(matches.slice(settings.mostFindings))
}

async function allHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const types = await lake.rows<{ type: string }>(sql`SELECT DISTINCT toString(type) AS type FROM indicator`, signal)
  const has = (...wanted: readonly string[]) => types.some(({ type }) => wanted.includes(type))
  return [
    ...(has('domain') ? await domainHits(lake, signal) : []),
    ...(has('ip', 'cidr') ? await addressHits(lake, signal) : []),
    ...(has('url') ? await urlHits(lake, signal) : []),
    ...(has('md5', 'sha1', 'sha256') ? await fileHits(lake, signal) : []),
    ...(has('ja3', 'user_agent') ? await clientHits(lake, signal) : []),
  ]
}

/** The host of a URL says nothing new where the URL itself or its domain was matched. */
function withoutRepeats(hits: readonly Hit[]): readonly Hit[] {
  const urls = new Set(hits.filter((hit) => hit.type === 'url').map((hit) => hit.value))
  const domains = new Set(hits.filter((hit) => hit.type === 'domain').map((hit) => hit.value))
  return hits.filter((hit) => {
    if (hit.type !== 'url host') return true
    const parts = hit.value.split('.')
    const covered = parts.some((_, from) => domains.has(parts.slice(from).join('.')))
    return !covered && !hit.names.some((name) => name.split(' ').some((url) => urls.has(url)))
  })
}

/** What the lists of everyday values are asked for. */
function testedValue(hit: Hit): string {
  return hit.type === 'cidr' ? (hit.value.split('/')[0] ?? hit.value) : hit.value
}

async function hasConnections(lake: Questions, signal: AbortSignal): Promise<boolean> {
  const [count] = await lake.rows<{ n: number }>(sql`SELECT count() AS n FROM contact`, signal)
  return (count?.n ?? 0) > 0
}

function gravestFirst(one: Match, other: Match): number {
  const severity = (match: Match) => severityOf(match.hit, reachOf(match.hit, match.connections), match.list)
  return severity(other) - severity(one) || other.hit.hosts.length - one.hit.hosts.length || (one.hit.value < other.hit.value ? -1 : 1)
}
