import { describe, expect, it } from 'vitest'
import { derivedKey, type Keyring, newKeyText, seal, sealedByFirst, sealingKey, unseal } from './seal.ts'

function key() {
  const made = sealingKey(newKeyText())
  if (!made) throw new Error('no key')
  return made
}

describe('sealed secrets', () => {
  const ring: Keyring = [key()]

  it('open with the key and the row they were sealed for, and never look the same twice', () => {
    const sealed = seal(ring, 'päss', 'login_totp/u1')
    expect(unseal(ring, sealed, 'login_totp/u1')).toBe('päss')
    expect(seal(ring, 'päss', 'login_totp/u1')).not.toBe(sealed)
    expect(sealed).not.toContain('päss')
  })

  it('do not open for another row, with another key, changed or cut', () => {
    const sealed = seal(ring, 'x', 'row/1')
    const [version, id, body = ''] = sealed.split('.')
    const flipped = Buffer.from(body, 'base64url')
    flipped[13] = (flipped[13] ?? 0) ^ 1
    for (const attempt of [
      () => unseal(ring, sealed, 'row/2'),
      () => unseal([key()], sealed, 'row/1'),
      () => unseal(ring, `${version}.${id}.${flipped.toString('base64url')}`, 'row/1'),
      () => unseal(ring, `${version}.${id}.${body.slice(0, 20)}`, 'row/1'),
      () => unseal(ring, `2.${id}.${body}`, 'row/1'),
      () => unseal(ring, 'anything', 'row/1'),
    ])
      expect(attempt).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }))
  })

  it('open after the key changed, as long as the old one is kept', () => {
    const sealed = seal(ring, 'x', 'row/1')
    const turned: Keyring = [key(), ...ring]
    expect(unseal(turned, sealed, 'row/1')).toBe('x')
    expect(sealedByFirst(turned, sealed)).toBe(false)
    expect(sealedByFirst(turned, seal(turned, 'x', 'row/1'))).toBe(true)
  })

  it('take only keys of 32 bytes, and derive another for each purpose', () => {
    expect(sealingKey('short')).toBeUndefined()
    expect(sealingKey(Buffer.alloc(33).toString('base64'))).toBeUndefined()
    expect(derivedKey(ring, 'a')).not.toBe(derivedKey(ring, 'b'))
  })
})
