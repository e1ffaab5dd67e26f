import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Jobs } from '../state/jobs.ts'
import { Sources } from '../state/sources.ts'
import type { Context } from './context.ts'
import { isDamaged } from './lake/damage.ts'

/** Seconds; the goal for lists is 0.05. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** `/healthz` for whoever starts it again, `/metrics` for Prometheus: numbers of the service, nothing of the evidence. */
export function observe(app: FastifyInstance, { engine, state, jobs, watch }: Context): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'gatehouse_' })
  const registers = [registry]
  const seconds = new Histogram({
    name: 'gatehouse_request_seconds',
    help: 'Time to answer a request, by operation and status.',
    labelNames: ['operation', 'status'],
    buckets,
    registers,
  })
  const refused = new Counter({ name: 'gatehouse_requests_refused_total', help: 'Requests that were refused, by status.', labelNames: ['status'], registers })
  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name: `gatehouse_${name}`,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  gauge('engine_up', 'Whether the engine of the lake runs.', () => (engine.problem === undefined ? 1 : 0))
  gauge('engine_starts_total', 'How often the engine was started.', () => engine.starts)
  gauge(
    'damaged_sources',
    'Sources that lost rows with a damaged part of the lake and were not read again.',
    async () => (await new Sources(state).lost()).length,
  )
  gauge('jobs_running', 'Jobs that run.', () => jobs.active)
  gauge('jobs_waiting', 'Jobs that wait.', () => new Jobs(state).count({ state: ['queued'] }))
  gauge('watched_files', 'Files in watched folders.', () => watch.folders.reduce((sum, { files }) => sum + files, 0))

  app.addHook('onResponse', async (request, reply) => {
    const { operation } = request.routeOptions.config
    const status = String(reply.statusCode)
    if (operation !== undefined && operation !== 'getEvents') seconds.observe({ operation, status }, reply.elapsedTime / 1000)
    if (reply.statusCode >= 400) refused.inc({ status })
  })
  app.get('/healthz', { config: { access: { public: true } } }, async (_, reply) => {
    const well = engine.problem === undefined
    // Rows that are missing are no reason to start it again: that would not bring them back.
    const whole = well && !(await isDamaged(state))
    return reply.code(well ? 200 : 503).send({ status: !well ? 'the engine is not there' : whole ? 'well' : 'rows are missing that were damaged' })
  })
  app.get('/metrics', { config: { access: { role: 'viewer', scope: 'read' } } }, async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}
