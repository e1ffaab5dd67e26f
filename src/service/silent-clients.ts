import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Lets go, when the service ends, of clients that connected and have asked for nothing yet. Node keeps them: to it they are in the middle of a
 * request, and it stops looking for slow ones as soon as it closes.
 */
export function silentClients(app: FastifyInstance): void {
  // By their address: under TLS a request comes by another socket than the one that was opened.
  const silent = new Map<string, Socket>()
  const key = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
  app.server.on('connection', (socket: Socket) => {
    const client = key(socket)
    silent.set(client, socket)
    socket.once('close', () => silent.delete(client))
  })
  app.server.on('request', ({ socket }: IncomingMessage) => silent.delete(key(socket)))
  app.addHook('preClose', async () => {
    for (const socket of silent.values()) socket.destroy()
  })
}
