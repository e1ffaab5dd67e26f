import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { Hit } from './hit.ts'

/** What the lists say of an indicator. */
export interface Origin {
  readonly role: string
  readonly lists: readonly string[]
}

/** Origins of these hits by type and value, as `originKey` writes them. */
export async function originsOf(lake: Questions, hits: readonly Hit[], signal: AbortSignal): Promise<ReadonlyMap<string, Origin>> {
  const values = [...new Set(hits.flatMap((hit) => [hit.value, ...(hit.type === 'url host' ? hit.names.flatMap((name) => name.split(' ')) : [])]))]
  if (values.length === 0) return new Map()
  const rows = await lake.rows<Origin & { type: string; value: string }>(
    sql`SELECT toString(type) AS type, if(type = 'user_agent', lower(value), value) AS value, max(role) AS role, arraySort(groupUniqArray(toString(list))) AS lists
      FROM indicator WHERE if(type = 'user_agent', lower(value), value) IN ${values} GROUP BY type, value`,
    signal,
  )
  return new Map(rows.map(({ type, value, ...origin }) => [`${type}\n${value}`, origin]))
}

export function originOf(hit: Hit, origins: ReadonlyMap<string, Origin>): Origin {
  const [type, value] = hit.type === 'url host' ? ['url', hit.names[0]?.split(' ')[0] ?? ''] : [hit.type, hit.value]
  return origins.get(`${type}\n${value}`) ?? { role: '', lists: [] }
}
