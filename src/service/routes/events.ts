import type { FastifyInstance } from 'fastify'
import { operations } from '../../contract/operations.ts'
import type { Context } from '../context.ts'
import type { NumberedEvent } from '../events.ts'
import { addRoute } from '../route.ts'

/** Comment lines keep proxies from closing a silent stream. */
const heartbeat = 15_000
/** Milliseconds between looks whether whoever listens may still do so. */
const lookAgain = 2000
/** A client that does not read is let go: it comes back with Last-Event-ID. */
const mostWaiting = 2 ** 20

export function eventRoutes(app: FastifyInstance, { events, stopping }: Context): void {
  addRoute(app, operations.getEvents, ({ request, reply }) => {
    const { raw } = reply
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    const write = ({ id, event }: NumberedEvent) => {
      raw.write(`id: ${events.epoch}-${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      if (raw.writableLength > mostWaiting) raw.destroy()
    }
    raw.write('retry: 2000\n\n')
    for (const missed of missedBy(request.headers['last-event-id'])) write(missed)
    const stop = events.listen(write)
    const beat = setInterval(() => raw.write(': still here\n\n'), heartbeat)
    const end = () => raw.end()
    // What cannot be told is no: the client comes back, and is asked who it is.
    const check = async () => (await request.stillMay().catch(() => false)) || end()
    const look = setInterval(() => void check(), lookAgain)
    stopping.addEventListener('abort', end, { once: true })
    raw.on('close', () => {
      stop()
      clearInterval(beat)
      clearInterval(look)
      stopping.removeEventListener('abort', end)
    })
    return undefined
  })

  /** What a client that comes back has missed; one event that says “ask again” where that is not known. */
  function missedBy(last: string | string[] | undefined): readonly NumberedEvent[] {
    const match = /^(\w+)-(\d+)$/.exec(String(last ?? ''))
    if (!match) return []
    const missed = match[1] === events.epoch ? events.since(Number(match[2])) : undefined
    return missed ?? [{ id: events.newest, event: { type: 'reset', at: new Date().toISOString() } }]
  }
}
