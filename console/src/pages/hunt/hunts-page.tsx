import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import type { HuntSummary } from '../../../../src/contract/hunt.ts'
import { asking } from '../../api/call.ts'
import { useNews } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { JobHere } from '../../parts/job-here.tsx'
import { NewsBar } from '../../parts/news-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'
import { AskAdvisory } from './ask-advisory.tsx'
import { HuntTabs } from './tabs.tsx'
import './hunt.css'
import { sentence } from '../../base/sentence.ts'

const route = getRouteApi('/signed-in/hunt')

/** A warning has come: are we hit? And what was asked before, answered again with every new evidence. */
export function HuntsPage() {
  const { job } = route.useSearch()
  const hunts = useQuery(asking('listHunts', {}))
  const news = useNews('hunt', 'listHunts')
  const mayHunt = useMay('analyst')
  return (
    <Page title="Hunt" about="Are we hit by what a warning tells of, and are we exposed to it?">
      <HuntTabs />
      {mayHunt && <AskAdvisory />}
      {job !== undefined && <JobHere id={job} />}
      <NewsBar count={news.count} what={news.count === 1 ? 'answer is new' : 'answers are new'} show={news.show} />
      <Asked query={hunts} what="Reading the hunts">
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="no-evidence" title="No warning was asked about yet">
              <p>Drop one above: prose, PDF, HTML, STIX, CSAF, MISP, a list of indicators. It is kept, and asked again when new evidence comes.</p>
            </Empty>
          ) : (
            <ul className="plain-list stack tight">
              {items.map((hunt) => (
                <HuntLine key={hunt.id} hunt={hunt} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  )
}

function HuntLine({ hunt: { id, title, word, sentence: conclusion, answered, files, hosts } }: { readonly hunt: HuntSummary }) {
  return (
    <li className="card stack tight">
      <div className="row apart">
        <div className="row">
          <Word>{word}</Word>
          <h2>
            <Link to="/hunt/$id" params={{ id }}>
              {sentence(title)}
            </Link>
          </h2>
        </div>
        <span className="small faint">
          answered <Ago iso={answered} />
        </span>
      </div>
      <p className="prose">{sentence(conclusion)}</p>
      <p className="small faint">
        {plural(files.length, 'file')} · {plural(hosts, 'host')} hit or exposed
      </p>
    </li>
  )
}
