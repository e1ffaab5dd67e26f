import type { FastifyRequest } from 'fastify'

/** Who does something, for the audit log. */
export interface Actor {
  readonly by: string
  readonly address: string
}

export function actorOf({ principal, ip }: FastifyRequest): Actor {
  // A socket of the workspace has no address.
  return { by: principal?.name ?? 'nobody', address: ip ?? '' }
}

/** Whoever sits at the machine and runs the command line. */
export const machine: Actor = { by: 'machine', address: '' }
