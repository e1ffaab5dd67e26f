// Writes rules/common-passwords.txt from a list of passwords, one a line, the most common first:
// node scripts/common-passwords.ts 10-million-password-list-top-1000000.txt
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commonDigest } from '../src/service/login/common-passwords.ts'
import { shortestPassword } from '../src/service/login/passwords.ts'

const [list] = process.argv.slice(2)
if (!list) throw new Error('give the list of passwords')
const passwords = readFileSync(list, 'utf8')
  .split('\n')
  .filter((password) => [...password].length >= shortestPassword)
const digests = [...new Set(passwords.map(commonDigest))].sort()
const head = [
  `The ${digests.length} passwords of at least ${shortestPassword} characters among the 1,000,000 most common of ten million that leaked, as the first`,
  '40 bits of the SHA-256 of their lower case: enough to know one again, and nobody’s password or address stands here.',
  'Source: OWASP SecLists, Passwords/Common-Credentials/10-million-password-list-top-1000000.txt, MIT licence,',
  'copyright Daniel Miessler. Made by scripts/common-passwords.ts.',
]
writeFileSync(join(import.meta.dirname, '..', 'rules', 'common-passwords.txt'), `${head.map((line) => `# ${line}`).join('\n')}\n${digests.join('\n')}\n`)
