import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { signedInRoute } from '../../routes.ts'

export const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['part', 'action', 'by']),
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
})
