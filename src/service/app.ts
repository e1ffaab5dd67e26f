import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { knowLocal } from './local.ts'
import { observe } from './metrics.ts'
import { connectorRoutes } from './routes/connectors.ts'
import { entityRoutes } from './routes/entities.ts'
import { eventRoutes } from './routes/events.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { feedRoutes } from './routes/feeds.ts'
import { findingRoutes } from './routes/findings.ts'
import { huntRoutes } from './routes/hunts.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { jobRoutes } from './routes/jobs.ts'
import { lakeRoutes } from './routes/lake.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { overviewRoutes } from './routes/overview.ts'
import { retentionRoutes } from './routes/retention.ts'
import { settingRoutes } from './routes/settings.ts'
import { softwareRoutes } from './routes/software.ts'
import { transferRoutes } from './routes/transfers.ts'
import { makeServer, type ServerSettings } from './server.ts'

/** Binds what the API needs besides who may enter: that is `login`. */
const topics = [
  overviewRoutes,
  incidentRoutes,
  findingRoutes,
  huntRoutes,
  softwareRoutes,
  evidenceRoutes,
  feedRoutes,
  jobRoutes,
  entityRoutes,
  lakeRoutes,
  settingRoutes,
  notificationRoutes,
  transferRoutes,
  retentionRoutes,
  connectorRoutes,
  eventRoutes,
]

/** A server with every route. `login` comes before the routes: it says who asks, and refuses what does not suffice. */
export function makeApp(context: Context, settings: ServerSettings, login: (app: FastifyInstance) => void): FastifyInstance {
  const app = makeServer(settings)
  app.decorateRequest('principal', undefined)
  knowLocal(app)
  login(app)
  observe(app, context)
  for (const addTopic of topics) addTopic(app, context)
  return app
}
