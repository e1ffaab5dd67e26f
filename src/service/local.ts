import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Principal } from './access.ts'
import { serverLimits } from './limits.ts'

/** Longest path of a socket that the system takes (sun_path of Linux and macOS, with room to spare). */
const longestPath = 100

/** Where the socket of a workspace lies: in it, or where that path is too long, in a folder of the user's own among the temporary ones. */
export function socketPath(workspace: string): string {
  const inside = join(workspace, 'service.sock')
  if (Buffer.byteLength(inside) <= longestPath) return inside
  const hash = createHash('sha256').update(workspace).digest('hex').slice(0, 16)
  return join(tmpdir(), `gatehouse-${userInfo().uid}`, `${hash}.sock`)
}

const localSockets = new WeakSet<Socket>()

/** True for a connection over the workspace's own socket, which nobody but its owner can open. */
export function isLocal(socket: Socket): boolean {
  return localSockets.has(socket)
}

/** Whoever owns the workspace may do everything with it: the files lie open to him anyway. */
const localPrincipal: Principal = {
  kind: 'user',
  id: 'local',
  name: 'command line',
  role: 'admin',
  scopes: [],
  steppedUpUntil: Number.POSITIVE_INFINITY,
}

/** Sets who asks, for requests over the socket: before the login looks for a session. */
export function knowLocal(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (isLocal(request.raw.socket)) request.principal = localPrincipal
  })
}

/** Lets the same routes answer on a socket that only the owner of the workspace can open (mode 0600). The lock of the workspace is held by now. */
export async function listenLocally(app: FastifyInstance, workspace: string): Promise<AsyncDisposable> {
  const path = socketPath(workspace)
  const folder = join(path, '..')
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  rmSync(path, { force: true })
  const server = createServer({ headersTimeout: serverLimits.headersTimeout, requestTimeout: serverLimits.requestTimeout }, (request, response) =>
    app.routing(request, response),
  )
  server.on('connection', (socket) => localSockets.add(socket))
  const before = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  } finally {
    process.umask(before)
  }
  chmodSync(path, 0o600)
  return { [Symbol.asyncDispose]: () => close(server) }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
