import type { Trait } from '../../reading.ts'
import { type Der, isContext } from '../asn1/der.ts'
import { trait } from '../check.ts'
import type { SignedData, SignerInfo } from '../cms/signed-data.ts'

const opusInfo = '1.3.6.1.4.1.311.2.1.12'
/** Unsigned attributes that belong there: timestamps, countersignatures and nested signatures. */
const expected = new Set(['1.3.6.1.4.1.311.3.3.1', '1.2.840.113549.1.9.16.2.14', '1.2.840.113549.1.9.6', '1.3.6.1.4.1.311.2.4.1'])

/** The program's name as the signer wrote it (SpcSpOpusInfo.programName), or null. */
export function programOf(signer: SignerInfo): string | null {
  const name = signer.signed.get(opusInfo)?.[0]?.children.find((part) => isContext(part, 0))?.children[0]
  return name ? textOf(name) : null
}

/** SpcString: [0] UTF-16 in network order, [1] ASCII. */
function textOf(value: Der): string {
  const bytes = Buffer.from(value.content.subarray(0, 512))
  return isContext(value, 0) && bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : bytes.toString('latin1')
}

/** Room inside the signature where data can be hidden without breaking it. */
export function stuffing(data: SignedData, signer: SignerInfo): Trait[] {
  const foreign = [...signer.unsigned].filter(([oid]) => !expected.has(oid)).flatMap(([, values]) => values)
  return [
    trait(
      'authenticode.foreign-attribute-bytes',
      foreign.reduce((sum, { whole }) => sum + whole.length, 0),
    ),
    trait('authenticode.unsigned-attribute-bytes', signer.unsignedBytes),
    trait('authenticode.largest-certificate-bytes', Math.max(0, ...data.certificates.map(({ x509 }) => x509.raw.length))),
  ]
}
