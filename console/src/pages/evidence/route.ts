import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { signedInRoute } from '../../routes.ts'

export const evidenceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/evidence',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['part', 'source', 'format', 'outcome', 'text', 'sort', 'at', 'job']),
  component: lazyRouteComponent(() => import('./evidence-page.tsx'), 'EvidencePage'),
})
