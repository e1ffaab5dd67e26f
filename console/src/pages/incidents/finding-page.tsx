import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import { type Answer, asking } from '../../api/call.ts'
import { About } from '../../parts/about.tsx'
import { Asked } from '../../parts/asked.tsx'
import { confidenceWords } from '../../parts/confidence.ts'
import { DataFigure } from '../../parts/figure/data-figure.tsx'
import { Page } from '../../parts/page.tsx'
import { RowsOfEvidence } from '../../parts/rows-of-evidence.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Span, Time } from '../../parts/time.tsx'
import { Section } from './anatomy/section.tsx'
import { Reasons } from './parts/reasons.tsx'
import './incident.css'
import { sentence } from '../../base/sentence.ts'

const route = getRouteApi('/signed-in/incidents/findings/$id')

/** One finding: what it says, why, what would make it innocent, and the rows it rests on. */
export function FindingPage() {
  const { id } = route.useParams()
  const finding = useQuery(asking('getFinding', { params: { id } }))
  return (
    <Page title={finding.data?.finding.title ?? 'Finding'}>
      <Asked query={finding} what="Reading the finding">
        {(detail) => <Detail detail={detail} />}
      </Asked>
    </Page>
  )
}

function Detail({ detail: { finding, incident, suppression, firstFound } }: { readonly detail: Answer<'getFinding'> }) {
  return (
    <>
      <div className="row">
        <SeverityMark severity={finding.severity} />
        <span className="small faint">
          Confidence {confidenceWords(finding.confidence)} · <Span first={finding.first} last={finding.last} /> · by{' '}
          <Link to="/evidence" search={{ part: 'analyses' }} hash={finding.analysis}>
            {finding.analysis}
          </Link>
          , first found <Time iso={firstFound} zoned />
        </span>
        {incident !== null && (
          <Link to="/incidents/$id" params={{ id: incident }}>
            Its incident
          </Link>
        )}
        {suppression !== null && (
          <Link to="/settings" search={{ part: 'suppressions' }}>
            Suppressed
          </Link>
        )}
      </div>
      <Section title="About">
        <About about={finding.about} />
      </Section>
      <Section title="Why we believe it">
        <Reasons because={finding.because} />
      </Section>
      {finding.figure && (
        <section className="card">
          <DataFigure figure={finding.figure} level={2} />
        </section>
      )}
      <Section title="What would make it innocent">
        {finding.innocentIf.length === 0 && <p className="faint">Nothing that we know of.</p>}
        <ul className="against">
          {finding.innocentIf.map((one) => (
            <li key={one}>{sentence(one)}</li>
          ))}
        </ul>
      </Section>
      <Section title="Do now">
        <ol className="do-now">
          {finding.advice.map((step) => (
            <li key={step}>{sentence(step)}</li>
          ))}
        </ol>
        {finding.evidence.length > 0 && <RowsOfEvidence finding={finding.id} title={`The ${plural(finding.evidence.length, 'row')} it rests on`} />}
      </Section>
    </>
  )
}
