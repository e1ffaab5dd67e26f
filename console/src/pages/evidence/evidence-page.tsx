import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../parts/page.tsx'
import { PartTabs } from '../../parts/part-tabs.tsx'
import { AnalysesPart } from './analyses-part.tsx'
import { FeedsPart } from './feeds-part.tsx'
import { FormatsPart } from './formats-part.tsx'
import { GapsPart } from './gaps-part.tsx'
import { JobsPart } from './jobs-part.tsx'
import { SourcePart } from './source-part.tsx'
import { SourcesPart } from './sources-part.tsx'
import './evidence.css'

const route = getRouteApi('/signed-in/evidence')

const parts = [
  { part: 'sources', name: 'Sources', Part: SourcesPart },
  { part: 'gaps', name: 'Coverage and gaps', Part: GapsPart },
  { part: 'feeds', name: 'Reference knowledge', Part: FeedsPart },
  { part: 'analyses', name: 'Analyses', Part: AnalysesPart },
  { part: 'formats', name: 'Formats', Part: FormatsPart },
  { part: 'jobs', name: 'Jobs', Part: JobsPart },
] as const

/** What the answers rest on: what was read, what is missing, and what looked at it. */
export function EvidencePage() {
  const { part = 'sources', source } = route.useSearch()
  const { Part } = parts.find((one) => one.part === part) ?? parts[0]
  return (
    <Page title="Evidence">
      <PartTabs label="Parts of the evidence" to="/evidence" parts={parts} chosen={part} />
      {source === undefined ? <Part /> : <SourcePart id={source} />}
    </Page>
  )
}
