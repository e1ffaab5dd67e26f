import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useMay } from '../../api/session.ts'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { PartTabs } from '../../parts/part-tabs.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import './settings.css'

const route = getRouteApi('/signed-in/settings')

/** Each part with the role that may open it. */
const parts = [
  { part: 'account', name: 'My account', role: 'viewer', view: lazy(() => import('./account-part.tsx')) },
  { part: 'sessions', name: 'Sessions', role: 'viewer', view: lazy(() => import('./sessions-part.tsx')) },
  { part: 'suppressions', name: 'Suppressions', role: 'viewer', view: lazy(() => import('./suppressions-part.tsx')) },
  { part: 'users', name: 'People', role: 'admin', view: lazy(() => import('./users-part.tsx')) },
  { part: 'keys', name: 'Service keys', role: 'admin', view: lazy(() => import('./keys-part.tsx')) },
  { part: 'connectors', name: 'Evidence coming in', role: 'admin', view: lazy(() => import('./connectors-part.tsx')) },
  { part: 'notifications', name: 'Notifications', role: 'admin', view: lazy(() => import('./notifications-part.tsx')) },
  { part: 'retention', name: 'Retention', role: 'admin', view: lazy(() => import('./retention-part.tsx')) },
  { part: 'audit', name: 'Audit log', role: 'admin', view: lazy(() => import('./audit-part.tsx')) },
  { part: 'general', name: 'In force', role: 'admin', view: lazy(() => import('./general-part.tsx')) },
] as const

/** One's own account, and for those who run Gatehouse everything else. */
export function SettingsPage() {
  const { part = 'account' } = route.useSearch()
  const isAdmin = useMay('admin')
  const open = parts.filter(({ role }) => isAdmin || role === 'viewer')
  const chosen = open.find((one) => one.part === part)
  return (
    <Page title="Settings">
      <PartTabs label="Parts of the settings" to="/settings" parts={open} chosen={part} />
      <Suspense fallback={<Waiting />}>
        {chosen ? <chosen.view /> : <Empty kind="not-looked" title="Only somebody who runs this Gatehouse may see that" />}
      </Suspense>
    </Page>
  )
}
