import { type Check, invalid, unknown, valid } from '../check.ts'
import type { RootSet } from '../roots/root-set.ts'
import type { Certificate } from './certificate.ts'
import { bestPath, type CertificatePath, outdated } from './path.ts'

export const codeSigning = '1.3.6.1.5.5.7.3.3'
export const timeStamping = '1.3.6.1.5.5.7.3.8'
const anyUse = '2.5.29.37.0'
const useNames: Readonly<Record<string, string>> = { [codeSigning]: 'signing code', [timeStamping]: 'timestamps' }

/** Exactly what is known of a right signature whose root nobody vouches for. */
export const unknownRoot = "the signature fits the file, the signer's root is not among those given"

interface Asked {
  readonly signer: Certificate
  readonly pool: readonly Certificate[]
  readonly roots: RootSet
  readonly use: string
  readonly now: Date
  /** When a trusted timestamp says it was signed. */
  readonly signedAt?: Date | undefined
  /** True: the signer must name the use; false: no restriction will do as well. */
  readonly mustName?: boolean
}

export interface Trust {
  readonly checks: readonly Check[]
  readonly path: CertificatePath
}

/** Whether the signer's certificate was good for the use when it signed, as far as certificates at hand can tell. Revocation is not looked at. */
export function trustIn({ signer, pool, roots, use, now, signedAt, mustName = true }: Asked): Trust {
  const path = bestPath(signer, pool, roots, use)
  const checks: Check[] = []
  const uses = signer.uses ?? (mustName ? [] : [use])
  if (!uses.includes(use) && !uses.includes(anyUse)) checks.push(invalid(`the certificate of ${signer.subject} is not for ${useNames[use] ?? 'this use'}`))
  if (path.misused) checks.push(invalid(`${path.misused.certificate.subject} ${path.misused.why}, but signed the certificate below it`))
  checks.push(path.origin === undefined ? unknown(rootMissing(path)) : valid(trusted(path)))
  const stale = outdated(path, signedAt ?? now)
  if (stale) checks.push(staleCheck(stale, now, signedAt))
  return { checks, path }
}

function staleCheck(stale: Certificate, now: Date, signedAt: Date | undefined): Check {
  const between = `${day(stale.from)} to ${day(stale.to)}`
  if (signedAt) return invalid(`signed on ${day(signedAt)}, but the certificate of ${stale.subject} is valid from ${between} only`)
  if (now < stale.from) return invalid(`the certificate of ${stale.subject} is not valid before ${day(stale.from)}`)
  return unknown(`the certificate of ${stale.subject} expired on ${day(stale.to)}, and no trusted timestamp says that it signed before`)
}

function rootMissing({ certificates, complete }: CertificatePath): string {
  const last = certificates.at(-1)
  if (!last) return unknownRoot
  if (complete && certificates.length === 1) return `${unknownRoot}: ${last.subject} vouches for itself`
  return complete ? `${unknownRoot}: it ends in ${last.subject}` : `${unknownRoot}: the certificate of ${last.issuer} is missing`
}

function trusted({ certificates, origin }: CertificatePath): string {
  const root = certificates.at(-1)?.subject ?? ''
  const from = { given: 'the roots given', bundled: "the roots that come with Node (Mozilla's)", pinned: 'the roots that Apple and Microsoft publish' } as const
  return `the certificate of ${certificates[0]?.subject ?? ''} leads to ${root}, one of ${from[origin ?? 'given']}; whether it was revoked since cannot be told without asking its issuer`
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
