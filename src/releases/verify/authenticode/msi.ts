import { createHash } from 'node:crypto'
import type { Signature } from '../../release.ts'
import { Asn1Error } from '../asn1/der.ts'
import { signerOf } from '../certificates/certificate.ts'
import { absent, type Check, concluded, invalid, trait, valid } from '../check.ts'
import type { VerifyContext } from '../scheme.ts'
import { verifyBlob } from './blob.ts'
import { type Compound, type Entry, readCompound } from './compound.ts'

const scheme = 'authenticode'
const signatureStream = '\u0005DigitalSignature'
const extendedStream = '\u0005MsiDigitalSignatureEx'

/** The signature inside an MSI package: a stream of its own. */
export function verifyMsi(path: string, bytes: Uint8Array, context: VerifyContext): Signature {
  const file = readCompound(bytes)
  const streams = file.root.children.filter(({ kind }) => kind === 'stream')
  const signature = streams.find(({ name }) => name === signatureStream)
  const overlay = Math.max(0, bytes.length - file.end)
  const traits = [trait('authenticode.overlay-bytes', overlay, file.end)]
  if (!signature) return absent(scheme, path, 'it carries no Authenticode signature', traits)
  const extended = streams.find(({ name }) => name === extendedStream)
  const stated = extended && file.read(extended)
  const around: Check[] = overlay > 0 ? [valid(`${overlay} bytes lie behind the end of the package, where the signature covers nothing`)] : []
  try {
    const blob = file.read(signature)
    const answer = verifyBlob(blob, { digestsOf: (hash) => msiDigests(file, hash, stated) }, context)
    return concluded({
      scheme,
      path,
      checks: [...answer.checks, ...around],
      signer: answer.certificate && signerOf(answer.certificate),
      signedAt: answer.signedAt,
      traits: [
        ...answer.traits,
        ...traits,
        trait('authenticode.slack-bytes', blob.length - answer.length),
        trait('authenticode.names-covered', stated !== undefined),
      ],
    })
  } catch (thrown) {
    if (!(thrown instanceof Asn1Error)) throw thrown
    return concluded({ scheme, path, checks: [invalid(`there is a signature, but it cannot be read: ${thrown.message}`)], traits })
  }
}

/**
 * The digest over all streams in the order of their names, storages followed by their class id; with the extended
 * stream a digest over names, sizes and times comes first, which is what that stream holds. None: it does not.
 */
function msiDigests(file: Compound, hash: string, extended: Uint8Array | undefined): Buffer[] {
  const whole = createHash(hash)
  if (extended) {
    const names = createHash(hash)
    for (const part of metadata(file.root)) names.update(part)
    const own = names.digest()
    if (!own.equals(extended)) return []
    whole.update(own)
  }
  for (const part of contents(file, file.root)) whole.update(part)
  return [whole.digest()]
}

function covered(storage: Entry): Entry[] {
  return storage.children
    .filter(({ name }) => storage.kind !== 'root' || (name !== signatureStream && name !== extendedStream))
    .toSorted((a, b) => Buffer.compare(a.rawName, b.rawName))
}

function* contents(file: Compound, storage: Entry): Generator<Uint8Array> {
  for (const entry of covered(storage)) {
    if (entry.kind === 'stream') yield file.read(entry)
    else yield* contents(file, entry)
  }
  yield storage.raw.subarray(80, 96)
}

function* metadata(entry: Entry): Generator<Uint8Array> {
  if (entry.kind !== 'root') yield entry.rawName
  yield entry.kind === 'stream' ? entry.raw.subarray(120, 124) : entry.raw.subarray(80, 96)
  yield entry.raw.subarray(96, 100)
  if (entry.kind !== 'root') yield entry.raw.subarray(100, 116)
  if (entry.kind !== 'stream') for (const inner of covered(entry)) yield* metadata(inner)
}
