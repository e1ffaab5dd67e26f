import type { Certificate } from '../certificates/certificate.ts'
import { codeSigning, trustIn } from '../certificates/trust.ts'
import { type Check, invalid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import { readSignedData } from '../cms/signed-data.ts'
import { checkSigner } from '../cms/signer-check.ts'
import { timestampsOf } from '../cms/timestamp.ts'
import type { SignedFile, VerifyContext } from '../scheme.ts'
import { digestsOf, type Manifest, readManifest, type Section } from './manifest.ts'

export interface SignerFile {
  readonly checks: readonly Check[]
  readonly certificate?: Certificate
  readonly signedAt?: Date
  /** Names of the manifest's sections that it covers. */
  readonly covered: ReadonlySet<string>
}

/** A signature file (`X.SF`) with its PKCS #7 block (`X.RSA`, `X.DSA`, `X.EC`). Throws Asn1Error. */
export function verifySignerFile(file: SignedFile, block: SignedFile, manifest: Manifest, whole: Uint8Array, { roots, options }: VerifyContext): SignerFile {
  const bytes = file.bytes()
  const data = readSignedData(block.bytes())
  const [signer] = data.signers
  if (!signer) return { checks: [invalid(`${block.path} has no signer`)], covered: new Set() }
  const made = checkSigner(signer, bytes, data.certificates)
  const timestamps = timestampsOf(signer, { certificates: data.certificates, roots, now: options.now })
  const signedAt = timestamps.find(({ trusted }) => trusted)?.time
  const { certificate } = made
  const trust = certificate && trustIn({ signer: certificate, pool: data.certificates, roots, use: codeSigning, now: options.now, signedAt, mustName: false })
  const { covered, wrong } = coverage(readManifest(bytes), manifest, whole)
  const spoilt = wrong.length > 0 ? [invalid(`the manifest is not the one that was signed: ${wrong.slice(0, 3).join(', ')}`)] : []
  return {
    checks: [...spoilt, ...made.checks, ...(trust?.checks ?? []), ...timestamps.flatMap(({ checks }) => checks)],
    ...(certificate && { certificate }),
    ...(signedAt && { signedAt }),
    covered,
  }
}

/** The digest of the whole manifest covers all of it; else every section has its own. */
function coverage(signed: Manifest, manifest: Manifest, whole: Uint8Array): { covered: ReadonlySet<string>; wrong: string[] } {
  if (fits(digestsOf(signed.main, '-digest-manifest'), whole)) return { covered: new Set(manifest.sections.keys()), wrong: [] }
  const main = digestsOf(signed.main, '-digest-manifest-main-attributes')
  const wrong = main.length > 0 && !fits(main, manifest.main.bytes) ? ['its main attributes'] : []
  const covered = new Set<string>()
  for (const [name, section] of signed.sections) {
    if (sectionFits(section, manifest.sections.get(name))) covered.add(name)
    else wrong.push(name)
  }
  return { covered, wrong }
}

function sectionFits(signed: Section, section: Section | undefined): boolean {
  return section !== undefined && fits(digestsOf(signed), section.bytes)
}

function fits(stated: readonly { readonly hash: string; readonly value: string }[], bytes: Uint8Array): boolean {
  return stated.length > 0 && stated.every(({ hash, value }) => digest(hash, bytes).toString('base64') === value)
}
