import { BeyondEnd } from '../../cursor.ts'
import { absent, type Check, concluded, invalid, trait, unknown, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import { unarmoured } from '../openpgp/armour.ts'
import { keyRing } from '../openpgp/index.ts'
import { checkDetached } from '../openpgp/signature.ts'
import type { Scheme } from '../scheme.ts'
import { isRpm, type RpmHeader, readHeaders } from './header.ts'

const scheme = 'rpm'
/** Tags of the signature header (rpmtag.h). */
const tags = { pgp: 1002, md5: 1004, gpg: 1005, dsaHeader: 267, rsaHeader: 268, sha1Header: 269, sha256Header: 273, openPgp: 278 } as const
const payloadDigest = 5092
const payloadAlgorithm = 5093
const algorithms: Readonly<Record<number, string>> = { 2: 'sha1', 8: 'sha256', 9: 'sha384', 10: 'sha512' }

/** Digests and OpenPGP signatures of RPM packages. */
export const rpm: Scheme = {
  name: scheme,
  title: 'RPM signature',
  recognise: ({ head }) => isRpm(head),
  verify(file, context) {
    const { path } = file
    try {
      const { signature, main, payload } = readHeaders(file.bytes())
      const digests = checkDigests(signature, main, payload)
      const inHeader = digests.some(({ over }) => over === 'payload')
      const answers = signaturesOf(signature, main, payload).map(({ bytes, parts, over }) => ({ ...checkDetached(bytes, parts, keyRing(context)), over }))
      const traits = [trait('rpm.payload-digest', inHeader), trait('rpm.signatures', answers.length)]
      const wrong = digests.map(({ check }) => check).filter(({ state }) => state === 'invalid')
      if (answers.length === 0 && wrong.length === 0) return absent(scheme, path, 'it carries no signature', traits)
      const uncovered = !inHeader && answers.every(({ over }) => over === 'header')
      return concluded({
        scheme,
        path,
        checks: [
          ...answers.map(({ check }) => check),
          ...digests.map(({ check }) => check),
          ...(uncovered ? [unknown('the signature covers the header only, and the header has no digest of the payload')] : []),
        ],
        signer: answers.find(({ signer }) => signer)?.signer,
        traits: [...traits, ...(answers[0]?.traits ?? [])],
      })
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return concluded({ scheme, path, checks: [invalid(`the package is damaged: ${thrown.message}`)] })
    }
  },
}

function checkDigests(signature: RpmHeader, main: RpmHeader, payload: Uint8Array): { over: 'header' | 'payload' | 'all'; check: Check }[] {
  const algorithm = algorithms[main.number(payloadAlgorithm) ?? 0]
  const stated = [
    { over: 'header', hash: 'sha256', value: signature.text(tags.sha256Header), parts: [main.bytes] },
    { over: 'header', hash: 'sha1', value: signature.text(tags.sha1Header), parts: [main.bytes] },
    { over: 'payload', hash: algorithm, value: main.text(payloadDigest), parts: [payload] },
    { over: 'all', hash: 'md5', value: hex(signature.binary(tags.md5)), parts: [main.bytes, payload] },
  ] as const
  return stated.flatMap(({ over, hash, value, parts }) => {
    if (value === undefined || hash === undefined) return []
    const what = over === 'all' ? 'package' : over
    if (digest(hash, ...parts).toString('hex') === value.toLowerCase())
      return [{ over, check: valid(`the ${hash.toUpperCase()} digest of the ${what} is the stated one`) }]
    return [{ over, check: invalid(`the ${what} is not the one that was made: its ${hash.toUpperCase()} digest is another`) }]
  })
}

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex')
}

function signaturesOf(signature: RpmHeader, main: RpmHeader, payload: Uint8Array) {
  const header = [tags.rsaHeader, tags.dsaHeader].map((tag) => ({ bytes: signature.binary(tag), parts: [main.bytes], over: 'header' as const }))
  const all = [tags.pgp, tags.gpg].map((tag) => ({ bytes: signature.binary(tag), parts: [main.bytes, payload], over: 'all' as const }))
  const text = signature.text(tags.openPgp)
  const newer = text === undefined ? undefined : unarmoured(Buffer.from(text, 'base64'), 'SIGNATURE')[0]
  return [...header, ...all, { bytes: newer, parts: [main.bytes], over: 'header' as const }].flatMap(({ bytes, ...rest }) =>
    bytes ? [{ bytes, ...rest }] : [],
  )
}
