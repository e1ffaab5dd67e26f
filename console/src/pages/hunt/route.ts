import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { signedInRoute } from '../../routes.ts'
import { rowsSearch } from './rows/rows-search.ts'

const huntsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/hunt',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['at', 'job']),
  component: lazyRouteComponent(() => import('./hunts-page.tsx'), 'HuntsPage'),
})

const rowsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/hunt/rows',
  validateSearch: rowsSearch,
  component: lazyRouteComponent(() => import('./rows-page.tsx'), 'RowsPage'),
})

const huntRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/hunt/$id',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['word', 'at']),
  component: lazyRouteComponent(() => import('./hunt-page.tsx'), 'HuntPage'),
})

export const huntRoutes = [huntsRoute, rowsRoute, huntRoute]
