import { createRouter } from '@tanstack/react-router'
import { queryClient } from './api/query-client.ts'
import { entityRoute } from './pages/entity/route.ts'
import { evidenceRoute } from './pages/evidence/route.ts'
import { huntRoutes } from './pages/hunt/route.ts'
import { incidentRoutes } from './pages/incidents/route.ts'
import { overviewRoute } from './pages/overview/route.ts'
import { postureRoute } from './pages/posture/route.ts'
import { settingsRoute } from './pages/settings/route.ts'
import { signInRoutes } from './pages/sign-in/route.ts'
import { softwareRoutes } from './pages/software/route.ts'
import { Waiting } from './parts/waiting.tsx'
import { rootRoute, signedInRoute } from './routes.ts'

const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  signedInRoute.addChildren([overviewRoute, ...incidentRoutes, ...huntRoutes, ...softwareRoutes, postureRoute, evidenceRoute, settingsRoute, entityRoute]),
])

export const router = createRouter({
  routeTree,
  context: { queries: queryClient },
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultPendingMs: 400,
  // What is there is shown at once, also when the sign of waiting has only just come.
  defaultPendingMinMs: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
