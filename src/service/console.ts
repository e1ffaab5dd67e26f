import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Files beside the first page, such as its icon. */
const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

/** Serves the built console: its files as they are, and its first page for every path that is not one of the API's. */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) {
    app.get('/', { config: { access: { public: true } } }, (_, reply) => reply.type('text/plain').send('The console is not built. The API is under /api/v1.\n'))
    return
  }
  const html = readFileSync(page, 'utf8')
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && types[extname(entry.name)])) {
    const bytes = readFileSync(join(folder, name))
    app.get(`/${name}`, { config: { access: { public: true } } }, (_, reply) =>
      reply
        .header('cache-control', 'public, max-age=3600')
        .type(types[extname(name)] ?? '')
        .send(bytes),
    )
  }
  await app.register(async (files) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: { public: true } }
    })
    await files.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      // Their names change with their content.
      immutable: true,
      maxAge: '365d',
      index: false,
      // Packed when the console was built, see scripts/console.ts.
      preCompressed: true,
      decorateReply: false,
    })
  })
  const send = (reply: FastifyReply) => reply.type('text/html; charset=utf-8').send(html)
  app.get('/*', { config: { access: { public: true } } }, (request, reply) => (request.url.startsWith('/api/') ? reply.callNotFound() : send(reply)))
}
