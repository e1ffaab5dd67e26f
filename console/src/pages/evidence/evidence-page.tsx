import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../parts/page.tsx'
import { PartTabs } from '../../parts/part-tabs.tsx'
import { AnalysesPart } from './analyses-part.tsx'
import { FormatsPart } from './formats-part.tsx'
import { GapsPart } from './gaps-part.tsx'
import { JobsPart } from './jobs-part.tsx'
import { SourcePart } from './source-part.tsx'
import { SourcesPart } from './sources-part.tsx'
import './evidence.css'

const route = getRouteApi('/signed-in/evidence')

const parts = [
  { part: 'sources', name: 'Sources' },
  { part: 'gaps', name: 'Coverage and gaps' },
  { part: 'analyses', name: 'Analyses' },
  { part: 'formats', name: 'Formats' },
  { part: 'jobs', name: 'Jobs' },
] as const

/** What the answers rest on: what was read, what is missing, and what looked at it. */
export function EvidencePage() {
  const { part = 'sources', source } = route.useSearch()
  return (
    <Page title="Evidence">
      <PartTabs label="Parts of the evidence" to="/evidence" parts={parts} chosen={part} />
      {source !== undefined ? (
        <SourcePart id={source} />
      ) : part === 'gaps' ? (
        <GapsPart />
      ) : part === 'analyses' ? (
        <AnalysesPart />
      ) : part === 'formats' ? (
        <FormatsPart />
      ) : part === 'jobs' ? (
        <JobsPart />
      ) : (
        <SourcesPart />
      )}
    </Page>
  )
}
