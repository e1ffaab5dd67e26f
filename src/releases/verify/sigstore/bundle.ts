import { X509Certificate } from 'node:crypto'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'
import { messageOf } from '../../../base/errors.ts'
import { type Check, invalid, unknown, valid } from '../check.ts'
import { publicKeyOf } from '../cms/algorithms.ts'
import { bundledTrustedRoot } from '../roots/sigstore-seeds.ts'
import type { NpmKey } from '../scheme.ts'

export interface BundleAnswer {
  readonly check: Check
  /** DER of the signer's certificate, when there is one; to be believed only when the check is valid. */
  readonly certificate?: Uint8Array
  /** Id of the key when it was signed with one. */
  readonly keyid?: string
  /** When the transparency log took it in. */
  readonly loggedAt?: Date
}

/** Problems that a newer trusted root or another key may solve: no answer rather than a bad one. */
const needsOther =
  /certificate chain|no trusted certificate path|key not found|inclusion (?:promise )?could not be verified|invalid checkpoint signature|timestamp could not be verified|SCT verification failed|expected \d+ (?:SCTs|timestamps|tlog entries)/

/** Verifies a Sigstore bundle by what is at hand: certificate, log entry and signature. Never asks the network. */
export function verifyBundle(json: unknown, roots: readonly unknown[], keys: ReadonlyMap<string, NpmKey>): BundleAnswer {
  let entity: ReturnType<typeof toSignedEntity>
  let bundle: ReturnType<typeof bundleFromJSON>
  try {
    bundle = bundleFromJSON(json)
    entity = toSignedEntity(bundle)
  } catch (thrown) {
    return { check: invalid(`the attestation is damaged: ${messageOf(thrown)}`) }
  }
  const { content, tlogEntries } = bundle.verificationMaterial
  const certificate =
    content.$case === 'certificate'
      ? content.certificate.rawBytes
      : content.$case === 'x509CertificateChain'
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined
  const seconds = Number(tlogEntries[0]?.integratedTime ?? 0)
  const about = {
    ...(certificate && { certificate }),
    ...(content.$case === 'publicKey' && { keyid: content.publicKey.hint }),
    ...(seconds > 0 && seconds < 8.64e12 && { loggedAt: new Date(seconds * 1000) }),
  }
  // Holds or not whatever root one trusts, so that a changed statement is never taken for one of an unknown instance.
  if (certificate && !ownSignatureHolds(entity, certificate)) return { check: invalid('the attestation is not what was signed with its certificate'), ...about }
  const checks = [...roots, bundledTrustedRoot()].map((root) => verifyWith(root, entity, keys))
  const best = checks.find(({ state }) => state === 'valid') ?? checks.find(({ state }) => state === 'invalid') ?? checks[0]
  return { check: best ?? unknown('there is no trusted root to check the attestation with'), ...about }
}

function ownSignatureHolds({ signature }: ReturnType<typeof toSignedEntity>, certificate: Uint8Array): boolean {
  try {
    return signature.verifySignature(new X509Certificate(certificate).publicKey)
  } catch {
    return false
  }
}

function verifyWith(root: unknown, entity: ReturnType<typeof toSignedEntity>, keys: ReadonlyMap<string, NpmKey>): Check {
  try {
    const material = toTrustMaterial(TrustedRoot.fromJSON(root), keyFinder(keys))
    // A key that the registry holds is in no certificate log; its log entry counts as the time.
    new Verifier(material, { ctlogThreshold: entity.key.$case === 'certificate' ? 1 : 0 }).verify(entity)
    return valid('its signature, its certificate and its entry in the transparency log hold')
  } catch (thrown) {
    const says = messageOf(thrown)
    if (thrown instanceof VerificationError && !needsOther.test(says)) return invalid(`the attestation does not hold: ${says}`)
    return unknown(`no trusted root at hand fits the attestation: ${says}`)
  }
}

function keyFinder(keys: ReadonlyMap<string, NpmKey>) {
  return (hint: string) => {
    const key = keys.get(hint)
    const publicKey = key && publicKeyOf(Buffer.from(key.key, 'base64'))
    if (!publicKey) throw new VerificationError({ code: 'PUBLIC_KEY_ERROR', message: `key not found: ${hint}` })
    const end = key.expires === null ? Number.POSITIVE_INFINITY : Date.parse(key.expires)
    return { publicKey, validFor: (date: Date) => date.getTime() < end }
  }
}
