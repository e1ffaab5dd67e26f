import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entropy } from '../entropy.ts'
import { isBlob, textEntropy } from './blob.ts'

const here = import.meta.dirname
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(here, name), 'utf8'))

test('the entropy of characters is that of bytes where each is one', () => {
  const text = randomBytes(5000).toString('latin1')
  expect(textEntropy(text)).toBeCloseTo(entropy(Buffer.from(text, 'latin1')), 10)
  expect(textEntropy('')).toBeCloseTo(0)
})

test.each([
  ['base64', randomBytes(600).toString('base64')],
  ['base64url', randomBytes(600).toString('base64url')],
  ['hexadecimal', randomBytes(600).toString('hex')],
  ['base64 of prose', Buffer.from(sources.join('')).toString('base64')],
  ['escapes', [...randomBytes(300)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')],
  ['numbers', [...randomBytes(400)].join(',')],
  ['85 characters', [...randomBytes(2000)].map((byte) => String.fromCharCode(33 + (byte % 85))).join('')],
])('%s is a blob', (_, text) => expect(isBlob(text)).toBe(true))

test.each([
  ['prose and code', sources.join('\n')],
  ['code without white space', sources.join('').replace(/\s+/g, '')],
  ['a digest', createHash('sha512').update('a').digest('hex')],
  ['one character', 'a'.repeat(5000)],
  ['a rule', '-='.repeat(2000)],
  ['names', Array.from({ length: 400 }, (_, index) => `name-${index}`).join(' ')],
])('%s is none', (_, text) => expect(isBlob(text)).toBe(false))
