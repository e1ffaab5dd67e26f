import { createHash } from 'node:crypto'

/** Bytes that look like encrypted ones and are the same on every machine: SHA-256 in counter mode over a label. They mean nothing. */
export function meaninglessBytes(label: string, length: number): Buffer {
  const parts: Buffer[] = []
  for (let index = 0; index * 32 < length; index++) parts.push(createHash('sha256').update(`${label}\0${index}`).digest())
  return Buffer.concat(parts).subarray(0, length)
}

/** A meaningless blob as attackers carry theirs: in Base64. Length in characters. */
export function blob(label: string, characters: number): string {
  return meaninglessBytes(label, Math.ceil((characters * 3) / 4))
    .toString('base64')
    .slice(0, characters)
}

export function hexBlob(label: string, characters: number): string {
  return meaninglessBytes(label, Math.ceil(characters / 2))
    .toString('hex')
    .slice(0, characters)
}
