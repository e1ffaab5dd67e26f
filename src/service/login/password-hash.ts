import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP Password Storage Cheat Sheet: scrypt with N = 2^15, r = 8, p = 3, which takes 32 MiB. */
const cost = { N: 2 ** 15, r: 8, p: 3 } as const
const keyBytes = 32
const saltBytes = 16

function derive(password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFKC: the same password from another keyboard is the same password (NIST SP 800-63B-4, section 3.1.1.2).
    scrypt(password.normalize('NFKC'), salt, keyBytes, { ...options, maxmem: 2 ** 28 }, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** `scrypt:N:r:p:salt:hash`, so that a later cost can be told from this one. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join(':')
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [name, n, r, p, salt = '', hash = ''] = stored.split(':')
  if (name !== 'scrypt') return false
  const expected = Buffer.from(hash, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) })
  return expected.length === given.length && timingSafeEqual(expected, given)
}

let nobody: Promise<string> | undefined

/** Takes as long as checking a password, so that whether a name is known cannot be told from the time. */
export async function verifyNothing(password: string): Promise<false> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'))
  await verifyPassword(password, await nobody)
  return false
}
