import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../base/hash.ts'

const path = join(import.meta.dirname, '..', '..', '..', 'rules', 'common-passwords.txt')
let known: ReadonlySet<string> | undefined

/** What stands in the list for a password: 40 bits, so that one in 10⁸ others is taken for a common one. */
export function commonDigest(password: string): string {
  return sha256(password.toLowerCase()).slice(0, 10)
}

/** True for a password of rules/common-passwords.txt, in whatever case. */
export function isCommonPassword(password: string): boolean {
  known ??= new Set(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#')),
  )
  return known.has(commonDigest(password))
}
