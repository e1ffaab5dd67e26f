import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { textsOf } from '../../base/filters.ts'
import { rootRoute } from '../../routes.ts'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => textsOf(search, ['next', 'error']),
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
})

export const signInRoutes = [signInRoute, welcomeRoute]
