import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { signedInRoute } from '../../routes.ts'

const incidentsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/incidents',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['state', 'severity', 'assignee', 'text', 'gone', 'sort', 'entity', 'at']),
  component: lazyRouteComponent(() => import('./incidents-page.tsx'), 'IncidentsPage'),
})

const findingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/incidents/findings',
  validateSearch: (search: Record<string, unknown>) =>
    textsOf(search, ['severity', 'analysis', 'kind', 'entity', 'text', 'suppressed', 'from', 'until', 'sort', 'at']),
  component: lazyRouteComponent(() => import('./findings-page.tsx'), 'FindingsPage'),
})

const findingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/incidents/findings/$id',
  component: lazyRouteComponent(() => import('./finding-page.tsx'), 'FindingPage'),
})

const incidentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('./incident-page.tsx'), 'IncidentPage'),
})

export const incidentRoutes = [incidentsRoute, findingsRoute, findingRoute, incidentRoute]
