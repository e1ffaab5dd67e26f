import { printable } from '../../base/text.ts'
import type { Trait } from '../reading.ts'
import type { Signature, SignatureState, Signer } from '../release.ts'

/** One thing that was looked at, and how it ended. */
export interface Check {
  readonly state: Exclude<SignatureState, 'absent'>
  readonly says: string
}

export function valid(says: string): Check {
  return { state: 'valid', says }
}

export function invalid(says: string): Check {
  return { state: 'invalid', says }
}

export function unknown(says: string): Check {
  return { state: 'cannot tell', says }
}

const weight = { invalid: 0, 'cannot tell': 1, valid: 2 } as const

interface Outcome {
  readonly scheme: string
  readonly path: string
  readonly checks: readonly Check[]
  readonly signer?: Signer | undefined
  readonly signedAt?: Date | undefined
  readonly traits?: readonly Trait[]
}

/** A signature is as good as the worst of its checks; that one is said first. No check at all tells nothing. */
export function concluded({ scheme, path, checks, signer, signedAt, traits = [] }: Outcome): Signature {
  const ordered = checks.toSorted((a, b) => weight[a.state] - weight[b.state])
  return {
    scheme,
    path,
    state: ordered[0]?.state ?? 'cannot tell',
    because: ordered.map(({ says }) => printable(says, 600)),
    ...(signer && { signer }),
    ...(signedAt && { signedAt: signedAt.toISOString() }),
    traits,
  }
}

export function absent(scheme: string, path: string, says: string, traits: readonly Trait[] = []): Signature {
  return { scheme, path, state: 'absent', because: [says], traits }
}

export function trait(name: string, value: Trait['value'], offset?: number): Trait {
  return { name, value: typeof value === 'string' ? printable(value, 400) : value, ...(offset !== undefined && { place: { offset } }) }
}
