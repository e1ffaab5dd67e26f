import { octetsOf, oidOf } from '../asn1/values.ts'
import type { Certificate } from '../certificates/certificate.ts'
import { codeSigning, trustIn } from '../certificates/trust.ts'
import { type Check, invalid, unknown } from '../check.ts'
import { digest, hashName } from '../cms/algorithms.ts'
import { readSignedData, type SignerInfo } from '../cms/signed-data.ts'
import { checkSigner } from '../cms/signer-check.ts'
import { timestampsOf } from '../cms/timestamp.ts'
import type { VerifyContext } from '../scheme.ts'
import type { CodeDirectory } from './code-directory.ts'

/** Attributes with the digests of all directories: a property list with 20 bytes of each, and pairs of algorithm and digest. */
const directoryList = '1.2.840.113635.100.9.1'
const directoryDigests = '1.2.840.113635.100.9.2'

interface CmsAnswer {
  readonly checks: readonly Check[]
  readonly certificate?: Certificate
  readonly signedAt?: Date
}

/** The CMS signature over the first directory, which vouches for the others by attributes. Throws Asn1Error. */
export function verifyCms(bytes: Uint8Array, directories: readonly CodeDirectory[], { roots, options }: VerifyContext): CmsAnswer {
  const data = readSignedData(bytes)
  const [signer] = data.signers
  const [first, ...others] = directories
  if (!signer || !first) return { checks: [invalid('the signature has no signer')] }
  const made = checkSigner(signer, first.bytes, data.certificates)
  const timestamps = timestampsOf(signer, { certificates: data.certificates, roots, now: options.now })
  const stamp = timestamps.find(({ trusted }) => trusted)
  const { certificate } = made
  const trust = certificate && trustIn({ signer: certificate, pool: data.certificates, roots, use: codeSigning, now: options.now, signedAt: stamp?.time })
  const team = first.team !== undefined && certificate?.unit !== undefined && first.team !== certificate.unit
  return {
    checks: [
      ...made.checks,
      ...others.flatMap((other) => vouchedFor(other, signer)),
      ...(trust?.checks ?? []),
      ...(team ? [invalid(`the code names the team ${first.team}, the signer's certificate ${certificate.unit}`)] : []),
      ...timestamps.flatMap(({ checks }) => checks),
    ],
    ...(certificate && { certificate }),
    ...(stamp?.time && { signedAt: stamp.time }),
  }
}

/** macOS takes the directory with the strongest hash, so every one must be covered. */
function vouchedFor(directory: CodeDirectory, signer: SignerInfo): Check[] {
  const { hash } = directory
  if (hash === undefined) return [unknown('a second list of digests is of a kind that is not known')]
  const own = digest(hash, directory.bytes)
  const pairs = signer.signed.get(directoryDigests)
  const list = signer.signed.get(directoryList)?.[0]
  if (!pairs && !list) return [unknown(`nothing in the signature covers its list of ${hash.toUpperCase()} digests`)]
  const inPairs = pairs?.some(({ children: [algorithm, value] }) => algorithm && value && hashName(oidOf(algorithm)) === hash && own.equals(octetsOf(value)))
  const inList = list !== undefined && Buffer.from(octetsOf(list)).toString('latin1').includes(own.subarray(0, 20).toString('base64'))
  return inPairs || inList ? [] : [invalid(`its list of ${hash.toUpperCase()} digests is not the signed one`)]
}
