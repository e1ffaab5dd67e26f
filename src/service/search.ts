import { plainName } from '../base/text.ts'
import type { SearchAnswer } from '../contract/entity.ts'
import { Advisories } from '../state/advisories.ts'
import { FindingList, likeOf } from '../state/finding-list.ts'
import { IncidentList } from '../state/incident-list.ts'
import { SoftwareList } from '../state/software.ts'
import { SourceList } from '../state/source-list.ts'
import { VettedReleases } from '../state/vetted.ts'
import type { Context } from './context.ts'

type Hit = SearchAnswer['items'][number]

/** Hits of one kind. */
const mostOfOne = 6

/** Finds anything that the state knows by its name: what begins with the words comes first. */
export async function searchFor({ state }: Context, text: string, limit: number): Promise<Hit[]> {
  const plain = plainName(text)
  const now = new Date().toISOString()
  const incidents = await new IncidentList(state).page({ text, gone: true }, 'severity', mostOfOne)
  const findings = await new FindingList(state, now).page({ text, suppressed: 'with' }, 'severity', mostOfOne)
  const entities = await state
    .selectFrom('finding_entity')
    .select(({ fn }) => ['kind', 'id', fn.countAll<number>().as('findings')])
    .where('id', 'like', likeOf(text).replaceAll('\\', ''))
    .groupBy(['kind', 'id'])
    .orderBy('findings', 'desc')
    .limit(2 * mostOfOne)
    .execute()
  const software = await new SoftwareList(state).products({ text }, 'hosts', mostOfOne)
  const hunts = (await new Advisories(state).hunts()).filter(({ hunt }) => plainName(hunt.title).includes(plain))
  const vetted = (await new VettedReleases(state).list()).filter(({ name }) => plainName(name).includes(plain))
  const sources = await new SourceList(state).page({ text }, 'newest', mostOfOne)
  const queries = (await state.selectFrom('saved_query').selectAll().execute()).filter(({ name }) => plainName(name).includes(plain))
  const hits: readonly Hit[] = [
    ...incidents.map(({ id, title, state: is }) => ({ kind: 'incident', id, title, says: is }) as const),
    ...entities.map(({ kind, id, findings: count }) => ({ kind: kind as Exclude<Hit['kind'], 'incident'>, id, title: id, says: `in ${count} findings` })),
    ...software.map(({ product, hosts }) => ({ kind: 'software', id: product, title: product, says: `on ${hosts} hosts` }) as const),
    ...findings.map(({ id, title, analysis }) => ({ kind: 'finding', id, title, says: analysis }) as const),
    ...hunts.slice(0, mostOfOne).map(({ id, hunt }) => ({ kind: 'hunt', id, title: hunt.title, says: hunt.word }) as const),
    ...vetted
      .slice(0, mostOfOne)
      .map(({ hash, name, version, word }) => ({ kind: 'vetting', id: hash, title: `${name} ${version}`.trim(), says: word }) as const),
    ...sources.map(({ id, path, format }) => ({ kind: 'source', id: String(id), title: path, says: format }) as const),
    ...queries.slice(0, mostOfOne).map(({ id, name }) => ({ kind: 'query', id, title: name, says: 'saved query' }) as const),
  ]
  const unique = [...new Map(hits.map((hit) => [`${hit.kind}:${hit.id}`, hit])).values()]
  const rank = ({ title }: Hit) => (plainName(title) === plain ? 0 : plainName(title).startsWith(plain) ? 1 : 2)
  return unique.sort((a, b) => rank(a) - rank(b)).slice(0, limit)
}
