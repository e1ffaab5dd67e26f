import { hash } from 'node:crypto'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/**
 * True for a text in Base58Check: its last four bytes are the first of the SHA-256 of the SHA-256 of the others (as Bitcoin's wiki, “Base58Check encoding”, has
 * it). Of names in code that look like one, one in four milliards is.
 */
export function isBase58Check(text: string, bytes: number): boolean {
  let value = 0n
  for (const character of text) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) return false
    value = value * 58n + BigInt(digit)
  }
  const hexadecimal = value.toString(16).padStart(2 * bytes, '0')
  if (hexadecimal.length !== 2 * bytes) return false
  const decoded = Buffer.from(hexadecimal, 'hex')
  const once = hash('sha256', decoded.subarray(0, -4), 'buffer')
  return hash('sha256', once, 'buffer').subarray(0, 4).equals(decoded.subarray(-4))
}
