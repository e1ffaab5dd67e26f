import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { IncidentDetail } from '../../../../src/contract/incident.ts'
import { asking } from '../../api/call.ts'
import { useShortcuts } from '../../base/shortcuts.ts'
import { Asked } from '../../parts/asked.tsx'
import { Page } from '../../parts/page.tsx'
import { DoNow } from './anatomy/do-now.tsx'
import { EvidenceOfIncident } from './anatomy/evidence.tsx'
import { History } from './anatomy/history.tsx'
import { Scope } from './anatomy/scope.tsx'
import { Timeline } from './anatomy/timeline.tsx'
import { WhatHappened } from './anatomy/what-happened.tsx'
import { Why } from './anatomy/why.tsx'
import { TriagePanel } from './triage/triage-panel.tsx'
import './incident.css'

const route = getRouteApi('/signed-in/incidents/$id')

/** An incident in its fixed order: whoever has read one finds their way in every other. */
export function IncidentPage() {
  const { id } = route.useParams()
  const incident = useQuery(asking('getIncident', { params: { id } }))
  const navigate = useNavigate()
  useShortcuts([{ keys: 'u', does: 'Back to the list', run: () => void navigate({ to: '/incidents' }) }])
  return (
    <Page title={incident.data?.incident.title ?? 'Incident'}>
      <Asked query={incident} what="Reading the incident">
        {(detail) => <Anatomy detail={detail} />}
      </Asked>
    </Page>
  )
}

function Anatomy({ detail }: { readonly detail: IncidentDetail }) {
  return (
    <div className="anatomy">
      <div className="stack anatomy-main">
        <WhatHappened detail={detail} />
        <Timeline detail={detail} />
        <Why detail={detail} />
        <Scope detail={detail} />
        <DoNow detail={detail} />
        <EvidenceOfIncident detail={detail} />
        <History detail={detail} />
      </div>
      <TriagePanel detail={detail} />
    </div>
  )
}
