import { BeyondEnd } from '../../cursor.ts'
import { concluded, invalid, trait } from '../check.ts'
import type { Scheme, VerifyContext } from '../scheme.ts'
import { unarmoured } from './armour.ts'
import { type OpenPgpKey, readKeys } from './keys.ts'
import { checkDetached } from './signature.ts'

const scheme = 'openpgp'
const ending = /\.(?:asc|sig|gpg)$/i
const largest = 64 * 1024

const rings = new WeakMap<VerifyContext, readonly OpenPgpKey[]>()

/** The OpenPGP keys given, read once. */
export function keyRing(context: VerifyContext): readonly OpenPgpKey[] {
  const ring = rings.get(context) ?? readKeys(context.options.openPgpKeys ?? []).keys
  rings.set(context, ring)
  return ring
}

/** Signatures in files beside what they sign: `x.tar.gz.asc` for `x.tar.gz`. */
export const openPgp: Scheme = {
  name: scheme,
  title: 'detached OpenPGP signature',
  recognise: ({ path, size }, { siblings }) => size <= largest && ending.test(path) && siblings.find(path.replace(ending, '')) !== undefined,
  verify(file, context) {
    const signed = context.siblings.find(file.path.replace(ending, ''))
    const path = signed?.path ?? file.path
    try {
      const [block] = unarmoured(file.bytes(), 'SIGNATURE')
      if (!signed || !block) return concluded({ scheme, path, checks: [invalid(`${file.path} holds no signature`)] })
      const { check, signer, traits } = checkDetached(block, [signed.bytes()], keyRing(context))
      return concluded({ scheme, path, checks: [check], signer, traits: [...traits, trait('openpgp.file', file.path)] })
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return concluded({ scheme, path, checks: [invalid(`${file.path} is damaged: ${thrown.message}`)] })
    }
  },
}
