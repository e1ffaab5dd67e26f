import { describe, expect, it } from 'vitest'
import type { Signature, Signer } from '../release.ts'
import { sameSigner } from './same-signer.ts'

function signature(signer: Signer | undefined, over: Partial<Signature> = {}): Signature {
  return { scheme: 'authenticode', path: 'a.exe', state: 'valid', because: [], traits: [], ...(signer && { signer }), ...over }
}

const acme = { subject: 'CN=Acme Inc., O=Acme Inc., C=US', organisation: 'Acme Inc.', id: 'aa', issuer: 'CN=One' }

describe('the signer of two releases', () => {
  it.each<[string, Signer, string]>([
    ['with the same certificate', acme, 'same'],
    ['with a new certificate of the same issuer', { ...acme, id: 'bb' }, 'same'],
    ['with a new certificate of another issuer', { ...acme, id: 'bb', issuer: 'CN=Two' }, 'renewed'],
    ['written otherwise', { ...acme, id: 'bb', organisation: 'ACME, LLC', subject: 'CN=ACME, O=ACME, LLC, C=US' }, 'renewed'],
    ['of the same name elsewhere', { ...acme, id: 'bb', subject: 'CN=Acme Inc., O=Acme Inc., C=CN' }, 'cannot tell'],
    ['unrelated', { subject: 'CN=Other GmbH, O=Other GmbH, C=DE', organisation: 'Other GmbH', id: 'cc', issuer: 'CN=One' }, 'different'],
    ['without an organisation', { subject: 'CN=Somebody', id: 'dd' }, 'cannot tell'],
  ])('%s', (_, now, word) => {
    expect(sameSigner(signature(acme), signature(now)).word).toBe(word)
  })

  it('is not believed by its name alone when nobody vouches for it', () => {
    const forged = signature({ ...acme, id: 'ee', issuer: acme.issuer }, { state: 'cannot tell' })
    expect(sameSigner(signature(acme), forged).word).toBe('cannot tell')
  })

  it('with the very certificate is the same, trusted or not', () => {
    expect(sameSigner(signature(acme, { state: 'cannot tell' }), signature(acme, { state: 'cannot tell' })).word).toBe('same')
  })

  it('of an invalid signature, or of none, tells nothing', () => {
    expect(sameSigner(signature(acme), signature(acme, { state: 'invalid' })).word).toBe('cannot tell')
    expect(sameSigner(signature(acme), signature(undefined, { state: 'absent' })).word).toBe('cannot tell')
  })

  it('is the team on Apple systems', () => {
    const one = signature({ subject: 'CN=A', id: 'TEAM123456' }, { scheme: 'mach-o' })
    expect(sameSigner(one, signature({ subject: 'CN=B', id: 'TEAM123456' }, { scheme: 'mach-o' })).word).toBe('same')
    expect(sameSigner(one, signature({ subject: 'CN=B', organisation: 'B', id: 'TEAM999999' }, { scheme: 'mach-o' })).word).toBe('cannot tell')
  })

  it('is the repository for provenance', () => {
    const from = (id: string, organisation: string, state: Signature['state'] = 'valid') =>
      signature({ subject: id, id, organisation }, { scheme: 'sigstore', state })
    const old = from('https://github.com/a/b', 'https://github.com/a')
    expect(sameSigner(old, from('https://github.com/A/b', 'https://github.com/a')).word).toBe('same')
    expect(sameSigner(old, from('https://github.com/a/c', 'https://github.com/a')).word).toBe('renewed')
    expect(sameSigner(old, from('https://github.com/x/b', 'https://github.com/x')).word).toBe('different')
    expect(sameSigner(old, from('https://github.com/a/b', 'https://github.com/a', 'cannot tell')).word).toBe('cannot tell')
  })

  it('is whoever a key is of, when the keys are known', () => {
    const by = (subject: string, id: string, state: Signature['state'] = 'valid') => signature({ subject, id }, { scheme: 'rpm', state })
    const old = by('Build <build@example.invalid>', 'K1')
    expect(sameSigner(old, by('Build <build@example.invalid>', 'K1')).word).toBe('same')
    expect(sameSigner(old, by('New build <build@example.invalid>', 'K2')).word).toBe('renewed')
    expect(sameSigner(old, by('Other <other@example.invalid>', 'K3')).word).toBe('different')
    expect(sameSigner(old, by('OpenPGP key K4', 'K4', 'cannot tell')).word).toBe('cannot tell')
  })
})
