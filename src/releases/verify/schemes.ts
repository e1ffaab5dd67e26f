import { authenticode } from './authenticode/index.ts'
import { deb } from './deb/index.ts'
import { jar } from './jar/index.ts'
import { machO } from './mach-o/index.ts'
import { npm } from './npm/index.ts'
import { openPgp } from './openpgp/index.ts'
import { rpm } from './rpm/index.ts'
import type { Scheme } from './scheme.ts'
import { sigstore } from './sigstore/index.ts'

/** Every way of signing that is known. */
export const schemes: readonly Scheme[] = [npm, sigstore, authenticode, machO, jar, deb, rpm, openPgp]
