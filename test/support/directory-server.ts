import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly authorization: string | undefined
  /** Form or other body. */
  readonly body: string
}

/** JSON to answer with, or a handler that answers itself. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | ((response: ServerResponse) => void)

export interface DirectoryServer extends AsyncDisposable {
  readonly url: string
  readonly asked: Asked[]
  /** Answers before the routes; undefined lets them answer. */
  interfere: ((asked: Asked, count: number) => Reply | undefined) | undefined
}

/** A directory's interface on the loopback address: what `answer` gives for what is asked. */
export async function directoryServer(answer: (asked: Asked, base: string) => Reply | undefined): Promise<DirectoryServer> {
  const asked: Asked[] = []
  const http = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one: Asked = { method: request.method ?? '', url: new URL(request.url ?? '/', server.url), authorization: request.headers.authorization, body }
      asked.push(one)
      const reply = server.interfere?.(one, asked.length) ?? answer(one, server.url)
      if (typeof reply === 'function') return reply(response)
      if (!reply) return response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}')
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(JSON.stringify(reply.json))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const server: DirectoryServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    asked,
    interfere: undefined,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return server
}

/** Half an answer, and the connection is gone. */
export function cutOff(json: unknown): Reply {
  return (response) => {
    const text = JSON.stringify(json)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) })
    response.write(text.slice(0, text.length / 2), () => response.socket?.destroy())
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
