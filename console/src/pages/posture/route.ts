import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedInRoute } from '../../routes.ts'

export const postureRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/posture',
  component: lazyRouteComponent(() => import('./posture-page.tsx'), 'PosturePage'),
})
