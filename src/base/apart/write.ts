import { writeSync } from 'node:fs'

/** Writes the whole text to a descriptor: a pipe may take a part of it at a time. */
export function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}
