import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../routes.ts'

export const entityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/entity/$kind/$id',
  component: lazyRouteComponent(() => import('./entity-page.tsx'), 'EntityPage'),
})
