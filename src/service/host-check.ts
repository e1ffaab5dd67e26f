import type { onRequestAsyncHookHandler } from 'fastify'
import { isLocal } from './local.ts'
import { Refused } from './problem.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Refuses names that the service is not known by: a page elsewhere whose name was pointed here (DNS rebinding) would otherwise speak to it
 * as if it were its own.
 */
export function hostCheck(hosts: readonly string[]): onRequestAsyncHookHandler {
  const known = new Set(hosts.map((host) => host.toLowerCase()))
  return async (request) => {
    if (isLocal(request.raw.socket)) return
    const host = request.host.toLowerCase()
    const name = host.replace(/:\d+$/, '')
    if (!loopback.test(name) && !known.has(host) && !known.has(name)) {
      throw new Refused('host-refused', 'The service is not known by this name.', { hint: 'Add it to serve.hosts in gatehouse.yaml.' })
    }
  }
}
