import type { FastifyInstance } from 'fastify'
import { number } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import type { Context } from '../context.ts'
import { addRoute } from '../route.ts'

/** Ways in which evidence comes besides watched folders. */
export function connectorRoutes(app: FastifyInstance, { config, syslog }: Context): void {
  addRoute(app, operations.listConnectors, () => ({
    items: [
      {
        id: 'http',
        name: 'HTTP',
        kind: 'http',
        enabled: true,
        says: 'POST /api/v1/evidence, with a service key that may do nothing but that (evidence:write).',
        settings: {},
      },
      {
        id: 'syslog',
        name: 'Syslog over TLS',
        kind: 'syslog',
        enabled: syslog !== undefined,
        says:
          syslog === undefined
            ? 'Off: set serve.syslogPort, serve.certificate and serve.key in gatehouse.yaml.'
            : `${number(syslog.counts.taken)} lines of Zeek and Suricata taken since the start, ${number(syslog.counts.passedOver)} other records passed over.`,
        settings: { port: syslog?.port ?? 0, clients: config.serve.syslogClients === '' ? 'anybody' : 'those with a certificate' },
      },
    ],
  }))
}
