import { messageOf } from '../../base/errors.ts'
import { printable } from '../../base/text.ts'
import type { Signature, Unpacked } from '../release.ts'
import { concluded, unknown } from './check.ts'
import { type RootSet, rootSet } from './roots/root-set.ts'
import type { Scheme, SignedFile, VerifyContext, VerifyOptions } from './scheme.ts'
import { schemes } from './schemes.ts'
import { siblingsOf, signedFile } from './siblings.ts'

/** Most signatures of one release that are looked at; the rest is told as one that cannot be. */
const mostSignatures = 5000
/** Milliseconds for all of them: no real release needs a fraction of it, one made of traps would take hours. */
const mostTime = 180_000

/**
 * The signatures of a release as unpacked: the artifact's own first, then those of its members in their order. Each
 * recognised member has one per scheme, absent ones too. Nothing in the bytes makes it throw; reading fails as the disk does.
 */
export function verifyRelease(unpacked: Unpacked, options: VerifyOptions): Signature[] {
  let roots: RootSet | undefined
  const context: VerifyContext = {
    options,
    // Most packages have no signature that needs them, and there are many to read.
    get roots() {
      roots ??= rootSet(options.roots)
      return roots
    },
    siblings: siblingsOf(unpacked),
  }
  const found: Signature[] = []
  const seen = new Set<string>()
  const start = performance.now()
  for (const member of [unpacked.artifact, ...unpacked.members]) {
    if (seen.has(member.path)) continue
    seen.add(member.path)
    const file = signedFile(unpacked.folder, member)
    for (const scheme of schemes) {
      if (!scheme.recognise(file, context)) continue
      if (found.length >= mostSignatures || performance.now() - start > mostTime) return [...found, unfinished(unpacked.artifact.path, found.length)]
      found.push(answered(scheme, file, context))
    }
  }
  return found
}

/** What a scheme says, or why it could not. */
function answered(scheme: Scheme, file: SignedFile, context: VerifyContext): Signature {
  try {
    return scheme.verify(file, context)
  } catch (thrown) {
    const why = printable(messageOf(thrown), 200)
    return concluded({ scheme: scheme.name, path: file.path, checks: [unknown(`its signature could not be checked: ${why}`)] })
  }
}

function unfinished(path: string, count: number): Signature {
  return concluded({
    scheme: 'all',
    path,
    checks: [unknown(`only the first ${count} signatures were checked: the release has too many, or they take too long`)],
  })
}
