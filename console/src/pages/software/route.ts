import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { signedInRoute } from '../../routes.ts'

const softwareRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/software',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['text', 'vendor', 'sort', 'at']),
  component: lazyRouteComponent(() => import('./software-page.tsx'), 'SoftwarePage'),
})

const vettedRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/software/vetted',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['name', 'at', 'job']),
  component: lazyRouteComponent(() => import('./vetted-page.tsx'), 'VettedPage'),
})

const vettingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/software/vetted/$id',
  component: lazyRouteComponent(() => import('./vetting-page.tsx'), 'VettingPage'),
})

const productRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/software/products/$id',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['version', 'at']),
  component: lazyRouteComponent(() => import('./product-page.tsx'), 'ProductPage'),
})

export const softwareRoutes = [softwareRoute, vettedRoute, vettingRoute, productRoute]
