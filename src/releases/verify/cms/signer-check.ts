import { octetsOf, oidOf } from '../asn1/values.ts'
import type { Certificate } from '../certificates/certificate.ts'
import { type Check, invalid, unknown, valid } from '../check.ts'
import { digest, hashName, signatureFits } from './algorithms.ts'
import { certificateOf, oids, type SignerInfo } from './signed-data.ts'

export interface SignerCheck {
  readonly checks: readonly Check[]
  readonly certificate?: Certificate
  readonly hash?: string
}

/**
 * Whether a signer signed this content: the digest among the signed attributes, then the signature over them
 * (RFC 5652 5.4, 5.6). `contentType` is demanded where the attribute must name it.
 */
export function checkSigner(signer: SignerInfo, content: Uint8Array, certificates: readonly Certificate[], contentType?: string): SignerCheck {
  const hash = hashName(signer.digestAlgorithm)
  const certificate = certificateOf(signer, certificates)
  if (hash === undefined) return { checks: [unknown(`the digest algorithm ${signer.digestAlgorithm} is not known`)] }
  if (!certificate) return { checks: [unknown('the certificate of the signer does not come with the signature')], hash }
  const checks: Check[] = []
  if (signer.signedAttributes) {
    const stated = signer.signed.get(oids.messageDigest)?.[0]
    const type = signer.signed.get(oids.contentType)?.[0]
    if (!stated || !digest(hash, content).equals(octetsOf(stated))) checks.push(invalid('the signed digest is not that of the signed content'))
    if (contentType !== undefined && (!type || oidOf(type) !== contentType)) checks.push(invalid('the signature is for another kind of content'))
  }
  const fits = signatureFits({
    data: signer.signedAttributes ?? content,
    signature: signer.signature,
    algorithm: signer.signatureAlgorithm,
    hash,
    key: certificate.x509.publicKey,
  })
  checks.push(
    fits
      ? valid(`the signature was made with the key of ${certificate.subject}`)
      : invalid(`the signature was not made with the key of ${certificate.subject}`),
  )
  return { checks, certificate, hash }
}
