import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../src/base/hash.ts'
import type { Signature } from '../../src/releases/release.ts'
import type { VerifyOptions } from '../../src/releases/verify/scheme.ts'
import { verifyRelease } from '../../src/releases/verify/verify-release.ts'
import { temporaryFolder } from './cli.ts'
import { date } from './signing.ts'

/** Signatures of a release made of these files; the first one is the artifact. */
export function verifyFiles(files: Readonly<Record<string, Uint8Array>>, options: Partial<VerifyOptions> = {}): Signature[] {
  using folder = temporaryFolder()
  const members = Object.entries(files).map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }))
  for (const [index, bytes] of Object.values(files).entries()) writeFileSync(join(folder.path, members[index]?.sha256 ?? ''), bytes)
  const [artifact] = members
  if (!artifact) throw new TypeError('a release has at least one file')
  return verifyRelease({ folder: folder.path, artifact, members, unopened: [] }, { now: date(2026), ...options })
}

/** The one signature of a single file. */
export function verifyFile(path: string, bytes: Uint8Array, options: Partial<VerifyOptions> = {}): Signature {
  const [signature] = verifyFiles({ [path]: bytes }, options)
  if (!signature) throw new TypeError('no scheme recognised the file')
  return signature
}

export function traitOf({ traits }: Signature, name: string): string | number | boolean | null | undefined {
  return traits.find((trait) => trait.name === name)?.value
}
