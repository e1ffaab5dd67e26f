import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import type { Overview } from '../../../../src/contract/overview.ts'
import { asking } from '../../api/call.ts'
import { useNews } from '../../api/events.ts'
import { Asked } from '../../parts/asked.tsx'
import { CoverageStrip } from '../../parts/coverage-strip.tsx'
import { JobList } from '../../parts/job-list.tsx'
import { NewsBar } from '../../parts/news-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { Ago } from '../../parts/time.tsx'
import { VerdictBanner } from '../../parts/verdict.tsx'
import { FirstEvidence } from './first-evidence.tsx'
import { PostureMultiples } from './posture-multiples.tsx'
import { TopIncidents } from './top-incidents.tsx'
import './overview.css'

export function OverviewPage() {
  const overview = useQuery(asking('getOverview', {}))
  const news = useNews('incident', 'getOverview')
  const assessedAt = overview.data?.assessedAt
  return (
    <Page
      title="Overview"
      about={
        assessedAt && (
          <>
            Assessed <Ago iso={assessedAt} />
          </>
        )
      }
    >
      <NewsBar count={news.count} what={news.count === 1 ? 'incident changed' : 'incidents changed'} show={news.show} />
      <Asked query={overview} what="Reading what stands">
        {(data) => <Answer overview={data} />}
      </Asked>
    </Page>
  )
}

function Answer({ overview }: { readonly overview: Overview }) {
  const { verdict, evidence, jobs, coverage, posture } = overview
  const running = jobs.filter(({ state }) => state === 'running' || state === 'queued')
  return (
    <>
      {verdict ? <VerdictBanner verdict={verdict} /> : <FirstEvidence hasEvidence={evidence.sources > 0} />}
      {running.length > 0 && <JobList jobs={running} />}
      {verdict && <TopIncidents overview={overview} />}
      {coverage.length > 0 && (
        <section className="card" aria-label="Coverage">
          <CoverageStrip lanes={coverage} />
          <Limits overview={overview} />
        </section>
      )}
      {posture.length > 0 && <PostureMultiples parts={posture} />}
    </>
  )
}

/** What the answer does not cover: analyses that were skipped did not find nothing. */
function Limits({ overview: { analyses, notes, evidence } }: { readonly overview: Overview }) {
  const count = (wanted: string) => analyses.find(({ value }) => value === wanted)?.count ?? 0
  return (
    <div className="limits small">
      <p>
        {plural(evidence.rows, 'row')} from <Link to="/evidence">{plural(evidence.sources, 'source')}</Link>. Analyses: {count('succeeded')} done,{' '}
        {count('partial')} in part, {count('failed')} failed,{' '}
        <Link to="/evidence" search={{ part: 'analyses' }}>
          {count('skipped')} skipped for want of evidence
        </Link>
        .
      </p>
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
