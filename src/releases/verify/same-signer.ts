import type { Signature, Signer } from '../release.ts'

export const continuityWords = ['same', 'renewed', 'different', 'cannot tell'] as const

/** Whether two releases were signed by one and the same. */
export interface Continuity {
  /** renewed: another certificate, key or name of the same party. */
  readonly word: (typeof continuityWords)[number]
  readonly because: string
}

/** In these a signature that is not valid was never held against a key: its signer is a mere claim. */
const claimOnly = new Set(['npm', 'sigstore', 'deb', 'rpm', 'openpgp'])
const keyOnly = new Set(['deb', 'rpm', 'openpgp'])

/**
 * Holds the signer of a release against the one of the release before. Only signatures that fit their files say
 * anything about who signed. A name counts as the same only when a trusted root vouches for it: anybody can write any
 * name into a certificate of their own. Another name needs no such voucher to be another.
 */
export function sameSigner(old: Signature, now: Signature): Continuity {
  const before = fitting(old)
  const after = fitting(now)
  if (old.scheme !== now.scheme || !before || !after) {
    return { word: 'cannot tell', because: 'one of the releases has no signature of this kind that tells who signed it' }
  }
  const exact = before.id !== undefined && before.id === after.id
  if (exact && now.scheme !== 'mach-o' && !claimOnly.has(now.scheme)) return { word: 'same', because: 'both were signed with the same certificate' }
  const found = compared(before, after, now.scheme)
  if (found.word === 'different' || (now.state === 'valid' && old.state === 'valid')) return found
  const which = now.state === 'valid' ? 'the release before' : 'this one'
  return found.word === 'cannot tell'
    ? found
    : { word: 'cannot tell', because: `${found.because}, as they say themselves: for the signer of ${which} nobody vouches` }
}

function fitting(signature: Signature): Signer | undefined {
  return signature.state === 'valid' || signature.state === 'cannot tell' ? signature.signer : undefined
}

function compared(before: Signer, after: Signer, scheme: string): Continuity {
  if (scheme === 'npm') return { word: 'same', because: 'the registry signed both' }
  if (scheme === 'sigstore') return comparedSources(before, after)
  if (keyOnly.has(scheme)) return comparedKeys(before, after)
  if (scheme === 'mach-o' && before.id !== undefined && before.id === after.id) return { word: 'same', because: `both were signed by the team ${after.id}` }
  return comparedNames(before, after)
}

/** Provenance names a repository: that is who built it. */
function comparedSources(before: Signer, after: Signer): Continuity {
  if (before.id === undefined || after.id === undefined) return { word: 'cannot tell', because: 'the provenance of one release names no repository' }
  if (before.id.toLowerCase() === after.id.toLowerCase()) return { word: 'same', because: `both were built from ${after.id}` }
  if (before.organisation !== undefined && before.organisation === after.organisation) {
    return { word: 'renewed', because: `built from ${after.id} instead of ${before.id}, both of ${after.organisation}` }
  }
  return { word: 'different', because: `built from ${after.id} instead of ${before.id}` }
}

function comparedKeys(before: Signer, after: Signer): Continuity {
  if (before.id === undefined || after.id === undefined) return { word: 'cannot tell', because: 'the key of one release is not named' }
  if (before.id === after.id) return { word: 'same', because: `both were signed with the key ${after.id}` }
  if ([before, after].some(({ subject }) => subject.startsWith('OpenPGP key'))) {
    return { word: 'cannot tell', because: `signed with the key ${after.id} instead of ${before.id}; without the keys nobody can say whose they are` }
  }
  if (address(before.subject) === address(after.subject)) return { word: 'renewed', because: `signed with another key of ${after.subject}` }
  return { word: 'different', because: `signed by ${after.subject} instead of ${before.subject}` }
}

function comparedNames(before: Signer, after: Signer): Continuity {
  if (before.subject === after.subject && before.issuer === after.issuer) return { word: 'same', because: `both were signed by ${after.subject}` }
  const [old, now] = [organisation(before), organisation(after)]
  if (old === undefined || now === undefined) {
    return { word: 'cannot tell', because: `signed by ${after.subject} instead of ${before.subject}; one of them names no organisation` }
  }
  const names = `${after.organisation} instead of ${before.organisation}`
  if (old !== now) return { word: 'different', because: `signed by ${names}` }
  const [from, to] = [country(before), country(after)]
  if (from !== to) return { word: 'cannot tell', because: `signed by ${names}, of ${to ?? 'no country'} instead of ${from ?? 'no country'}` }
  return { word: 'renewed', because: `both were signed by ${after.organisation}, with different certificates` }
}

/** Forms of companies, which are written in many ways; what is left names the organisation. */
const forms = new Set('inc incorporated llc ltd limited corp corporation co company gmbh ag sa sas sarl bv nv oy ab as aps kg plc pty spa srl sro'.split(' '))

/** Name of the organisation without its form, case and marks. */
function organisation({ organisation: name }: Signer): string | undefined {
  if (name === undefined) return undefined
  const plain = name.normalize('NFKD').toLowerCase().replace(/[.']/g, '')
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const core = words.filter((word) => !forms.has(word))
  return (core.length > 0 ? core : words).join(' ')
}

function country({ subject }: Signer): string | undefined {
  return /(?:^|, )C=([A-Za-z]{2})(?:,|$)/.exec(subject)?.[1]?.toUpperCase()
}

function address(userId: string): string {
  return (/<([^<>]{3,200})>/.exec(userId)?.[1] ?? userId).toLowerCase()
}
