import { createHash } from 'node:crypto'

/** SHA-256, hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A short, stable id from parts: the first 16 hexadecimal digits of the SHA-256 over them. */
export function stableId(...parts: readonly string[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 16)
}
