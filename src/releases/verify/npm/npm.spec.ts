import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyFiles } from '../../../../test/support/verifying.ts'
import { bundledNpmKeys } from '../roots/sigstore-seeds.ts'
import type { NpmMaterial } from '../scheme.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const tarball = randomBytes(500)
const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
const key = { keyid: 'SHA256:test', key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), expires: null }
const sig = sign('sha256', Buffer.from(`one@1.0.0:${integrity}`), privateKey).toString('base64')
const base: NpmMaterial = { name: 'one', version: '1.0.0', integrity, keys: [key], signatures: [{ keyid: key.keyid, sig }] }

function state(material: Partial<NpmMaterial>, bytes = tarball): string | undefined {
  return verifyFiles({ 'one.tgz': bytes }, { npm: { ...base, ...material } }).find(({ scheme }) => scheme === 'npm')?.state
}

describe('the registry signature', () => {
  it.each<[string, Partial<NpmMaterial>, string]>([
    ['holds for the package it was made for', {}, 'valid'],
    ['does not for another version', { version: '1.0.1' }, 'invalid'],
    ['does not when it was made by another key', { signatures: [{ keyid: key.keyid, sig: `${sig.slice(0, -8)}AAAAAA==` }] }, 'invalid'],
    ['tells nothing under a key that is not at hand', { signatures: [{ keyid: 'SHA256:other', sig }] }, 'cannot tell'],
    [
      'holds under a key that expired after publication',
      { keys: [{ ...key, expires: '2025-01-01T00:00:00.000Z' }], publishedAt: '2024-01-01T00:00:00.000Z' },
      'valid',
    ],
    [
      'does not under one that had expired before',
      { keys: [{ ...key, expires: '2025-01-01T00:00:00.000Z' }], publishedAt: '2025-06-01T00:00:00.000Z' },
      'invalid',
    ],
    ['tells nothing when the key expired and the moment is unknown', { keys: [{ ...key, expires: '2025-01-01T00:00:00.000Z' }] }, 'cannot tell'],
    ['is absent when the registry says so', { signatures: [] }, 'absent'],
  ])('%s', (_, material, expected) => {
    expect(state(material)).toBe(expected)
  })

  it('that a mirror strips is unknown, not absent', () => {
    const { signatures: _, ...stripped } = base
    const [found] = verifyFiles({ 'one.tgz': tarball }, { npm: stripped })
    expect(found).toMatchObject({ scheme: 'npm', state: 'cannot tell' })
  })

  it('does not matter when the package is another one', () => {
    expect(state({}, randomBytes(500))).toBe('invalid')
    expect(state({ signatures: [] }, randomBytes(500))).toBe('invalid')
  })

  it('of the public registry has its keys at hand', () => {
    expect(bundledNpmKeys().map(({ keyid }) => keyid)).toContain('SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U')
  })
})
