import { describe, expect, it } from 'vitest'
import { commonDigest, isCommonPassword } from './common-passwords.ts'
import { passwordFault } from './passwords.ts'

const owner = { name: 'Ada Lovelace', email: 'ada.lovelace@example.com' }

describe('a new password', () => {
  it.each([
    ['short one', 'ninety trees', /at least 15/],
    ['14 characters that are 28 bytes', 'é'.repeat(14), /at least 15/],
    ['one that is too long', `${'four words and more '.repeat(7)}`, /at most 128/],
    ['a common one, in any case', 'QwertyuIop12345', /Many people/],
    ['a repeated piece', 'tabletabletabletable', /repeats/],
    ['one character', 'aaaaaaaaaaaaaaaaaa', /repeats/],
    ['name and product', 'Ada.Lovelace-Gatehouse!', /do not count/],
    ['the own address', 'ada.lovelace@example.com', /do not count/],
  ])('may not be %s', (_, password, why) => {
    expect(passwordFault(password, owner)).toMatch(why)
  })

  it.each([
    ['four words', 'copper violin march tunnel'],
    ['15 characters', 'kT9#vuwqLp0xzQe'],
    ['other writings', 'черепаха под дождём'],
    ['128 characters', 'abcdefghijklmnopqrstuvwxyz012345'.repeat(4)],
    ['the product with enough else', 'gatehouse copper violin march'],
  ])('may be %s', (_, password) => {
    expect(passwordFault(password, owner)).toBeUndefined()
  })

  it('is known again by 40 bits of its hash', () => {
    // printf passwordpassword | sha256sum
    expect(commonDigest('PasswordPassword')).toBe('2e2b24f8ee')
    expect(isCommonPassword('1qaz2wsx3edc4rfv')).toBe(true)
    expect(isCommonPassword('copper violin march tunnel')).toBe(false)
  })
})
