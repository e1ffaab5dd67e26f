import { some } from '../../../base/text.ts'
import { BeyondEnd } from '../../cursor.ts'
import { beginsLikeMachO } from '../../native/mach-o-head.ts'
import type { Trait } from '../../reading.ts'
import type { Signature } from '../../release.ts'
import { Asn1Error } from '../asn1/der.ts'
import { type Certificate, signerOf } from '../certificates/certificate.ts'
import { absent, type Check, concluded, invalid, trait } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import type { Scheme, VerifyContext } from '../scheme.ts'
import { checkBeside } from './bundle.ts'
import { verifyCms } from './cms.ts'
import { type CodeDirectory, flags } from './code-directory.ts'
import { checkInside, checkPages } from './pages.ts'
import { readSlices, type Slice } from './slices.ts'
import { readSuperBlob, type SuperBlob } from './super-blob.ts'

const scheme = 'mach-o'

/** Apple's code signatures in programs and libraries, every architecture for itself. */
export const machO: Scheme = {
  name: scheme,
  title: 'Apple code signature',
  recognise: ({ head }) => beginsLikeMachO(head),
  verify(file, context) {
    try {
      return verifySlices(file.path, readSlices(file.bytes()), context)
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      return concluded({ scheme, path: file.path, checks: [invalid(`its structure is damaged: ${thrown.message}`)] })
    }
  },
}

interface SliceAnswer {
  readonly slice: Slice
  readonly checks: readonly Check[]
  readonly certificate?: Certificate
  readonly signedAt?: Date
  readonly directory?: CodeDirectory
  readonly traits: readonly Trait[]
}

function verifySlices(path: string, slices: readonly Slice[], context: VerifyContext): Signature {
  const unsigned = slices.filter(({ signature }) => !signature || signature.size === 0)
  const traits = [trait('mach-o.slices', slices.map(({ name }) => name).join(' '))]
  if (unsigned.length === slices.length) return absent(scheme, path, 'it carries no code signature', traits)
  const answers = slices.filter((slice) => !unsigned.includes(slice)).map((slice) => verifySlice(path, slice, context))
  // Apple's linker signs the code for arm64 ad hoc, and leaves that for x86_64 as it is: nobody's word is broken by that.
  const isVouchedFor = answers.some(({ certificate }) => certificate !== undefined)
  const checks = [
    ...(isVouchedFor ? unsigned.map(({ name }) => invalid(`${name} is not signed, while the other architectures are`)) : []),
    ...answers.flatMap((answer) => answer.checks),
    ...differing(answers),
  ]
  const all = [...traits, ...answers.flatMap((answer) => answer.traits)]
  const [first] = answers
  if (!first) return absent(scheme, path, 'it carries no code signature', all)
  if (checks.every(({ state }) => state === 'valid') && answers.every(({ certificate }) => !certificate)) {
    const besides = unsigned.length > 0 ? `, and ${some(unsigned.map(({ name }) => name))} not even that` : ''
    return absent(scheme, path, `it is signed ad hoc: its pages have the digests it states itself, but nobody vouches for them${besides}`, all)
  }
  const { certificate, directory } = first
  return concluded({
    scheme,
    path,
    checks: [...new Map(checks.map((check) => [check.says, check])).values()],
    signer: certificate && { ...signerOf(certificate), ...(directory?.team !== undefined && { id: directory.team }) },
    signedAt: first.signedAt,
    traits: all,
  })
}

function verifySlice(path: string, slice: Slice, context: VerifyContext): SliceAnswer {
  const { signature, bytes, name } = slice
  if (!signature || signature.offset + signature.size > bytes.length)
    return { slice, checks: [invalid(`the signature of ${name} lies outside of the file`)], traits: [] }
  try {
    const blob = readSuperBlob(bytes.subarray(signature.offset, signature.offset + signature.size))
    return answerFor(path, slice, blob, signature, context)
  } catch (thrown) {
    if (!(thrown instanceof BeyondEnd) && !(thrown instanceof Asn1Error)) throw thrown
    return { slice, checks: [invalid(`the signature of ${name} cannot be read: ${thrown.message}`)], traits: [] }
  }
}

function answerFor(path: string, slice: Slice, blob: SuperBlob, place: { offset: number; size: number }, context: VerifyContext): SliceAnswer {
  const { directories, cms } = blob
  const directory = directories[0]
  if (!directory) return { slice, checks: [invalid(`the signature of ${slice.name} lists no digests`)], traits: [] }
  const beside = checkBeside(path, directories.at(-1) ?? directory, context.siblings)
  const signed = cms ? verifyCms(cms, directories, context) : { checks: [] }
  const adHoc = (directory.flags & flags.adHoc) !== 0
  const bare = !cms && !adHoc ? [invalid(`${slice.name} says that somebody signed it, but the signature is not there`)] : []
  return {
    slice,
    directory,
    checks: [...directories.flatMap((each) => [checkPages(slice, each), ...checkInside(slice, each, blob)]), ...beside.checks, ...bare, ...signed.checks],
    ...('certificate' in signed && signed.certificate && { certificate: signed.certificate }),
    ...('signedAt' in signed && signed.signedAt && { signedAt: signed.signedAt }),
    traits: [...sliceTraits(slice, directory, blob, place), ...beside.traits],
  }
}

function sliceTraits({ name, bytes, offset }: Slice, directory: CodeDirectory, blob: SuperBlob, place: { offset: number; size: number }): Trait[] {
  const entitlements = blob.blobs.get(5) ?? blob.blobs.get(7)
  const end = place.offset + place.size
  return [
    trait(`mach-o.identifier.${name}`, directory.identifier),
    trait(`mach-o.team.${name}`, directory.team ?? null),
    trait(`mach-o.ad-hoc.${name}`, (directory.flags & flags.adHoc) !== 0),
    trait(`mach-o.hardened.${name}`, (directory.flags & flags.hardened) !== 0),
    trait(`mach-o.digest.${name}`, directory.hash ?? null),
    trait(`mach-o.entitlements.${name}`, entitlements ? digest('sha256', entitlements).toString('hex') : 'none'),
    trait(`mach-o.uncovered-bytes.${name}`, Math.max(0, place.offset - directory.limit), offset + directory.limit),
    trait(`mach-o.slack-bytes.${name}`, slackOf(bytes.subarray(place.offset + blob.length, end)), offset + place.offset + blob.length),
    trait(`mach-o.overlay-bytes.${name}`, bytes.length - end, offset + end),
  ]
}

/** Room for the signature is reserved before it is made, and filled with zeros: what counts is up to the last other byte. */
function slackOf(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1
}

/** Architectures of one file come from one signer under one name. */
function differing(answers: readonly SliceAnswer[]): Check[] {
  const [first, ...others] = answers
  return others
    .filter(({ directory, certificate }) => directory?.team !== first?.directory?.team || certificate?.subjectDer !== first?.certificate?.subjectDer)
    .map(({ slice }) => invalid(`${slice.name} was signed by another than ${first?.slice.name}`))
}
