import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { number, plural, printable } from '../../../../src/base/text.ts'
import { type Answer, asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useMay } from '../../api/session.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { JobHere } from '../../parts/job-here.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Word } from '../../parts/word.tsx'

const route = getRouteApi('/signed-in/evidence')
const tones = { fresh: 'low', stale: 'high', missing: 'calm' } as const

type Feed = Answer<'listFeeds'>['items'][number]

/** Knowledge from elsewhere that answers rest on: how old each feed is, and how to fetch what is new. */
export function FeedsPart() {
  const { job } = route.useSearch()
  const feeds = useQuery(asking('listFeeds', {}))
  const mayFetch = useMay('admin')
  return (
    <>
      {mayFetch && <Fetch />}
      {job !== undefined && <JobHere id={job} />}
      <Asked query={feeds} what="Reading the state of the feeds">
        {({ items }) => <Feeds items={items} />}
      </Asked>
    </>
  )
}

function Fetch() {
  const navigate = useNavigate()
  const act = useAct(async () => {
    const { job } = await call('updateFeeds', { body: {} })
    await refresh('listJobs')
    await navigate({ to: '/evidence', search: { part: 'feeds', job: job.id } })
  })
  return (
    <div className="stack tight">
      <div className="row">
        <Button size="sm" variant="default" loading={act.busy} onClick={act.run}>
          Fetch what is new
        </Button>
        <span className="small faint">
          By itself as often as{' '}
          <Link to="/settings" search={{ part: 'connectors' }}>
            the settings
          </Link>{' '}
          say. Without a way out: gatehouse feeds update --from FOLDER.
        </span>
      </div>
      {act.error && <Trouble error={act.error} />}
    </div>
  )
}

function Feeds({ items }: { readonly items: readonly Feed[] }) {
  return (
    <section className="card scroll" aria-label="Reference knowledge">
      <table className="plain-table">
        <caption>{conclusionOf(items)}</caption>
        <thead>
          <tr>
            <th scope="col">Feed</th>
            <th scope="col">How old it is</th>
            <th scope="col" className="number">
              Records
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((feed) => (
            <FeedLine key={feed.name} feed={feed} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function FeedLine({ feed: { title, state, says, records, problem } }: { readonly feed: Feed }) {
  return (
    <tr>
      <th scope="row">{printable(title, 80)}</th>
      <td>
        <Word tone={tones[state]}>{state}</Word> {state !== 'missing' && says.replace(/: stale\b/, '')}
        {problem !== undefined && <div className="small faint">The last try failed: {printable(problem, 300)}</div>}
      </td>
      <td className="number">{state === 'missing' ? <span className="faint">unknown</span> : number(records)}</td>
    </tr>
  )
}

/** What the table says, in one line. */
function conclusionOf(items: readonly Feed[]): string {
  const count = (state: Feed['state']) => items.filter((feed) => feed.state === state).length
  const [fresh, stale, missing] = [count('fresh'), count('stale'), count('missing')]
  if (missing === items.length) return 'No reference knowledge yet: what is vulnerable, exploited or at its end cannot be told'
  if (stale + missing === 0) return `All ${plural(fresh, 'feed')} are fresh`
  return [fresh > 0 && `${number(fresh)} fresh`, stale > 0 && `${number(stale)} stale`, missing > 0 && `${number(missing)} missing`].filter(Boolean).join(', ')
}
