import type { Signature } from '../../release.ts'
import { child, type Der, isUniversal } from '../asn1/der.ts'
import { oidOf, tags } from '../asn1/values.ts'
import { signerOf } from '../certificates/certificate.ts'
import { codeSigning, trustIn } from '../certificates/trust.ts'
import { type Check, concluded, trait, valid } from '../check.ts'
import { readSignedData, type SignedData } from '../cms/signed-data.ts'
import { checkSigner } from '../cms/signer-check.ts'
import { timestampsOf } from '../cms/timestamp.ts'
import type { SignedFile, VerifyContext } from '../scheme.ts'
import { readIndirectData } from './indirect-data.ts'
import { readLayout } from './layout.ts'
import { peDigest } from './pe-digest.ts'

const trustList = '1.3.6.1.4.1.311.10.1'
const indirectData = '1.3.6.1.4.1.311.2.1.4'
/** Catalogues larger than this, and more of them, come with no program's own installer. */
const most = { bytes: 16 * 2 ** 20, catalogues: 8, nodes: 100_000 }

interface Catalogue {
  readonly path: string
  readonly data: SignedData
  /** `hash:digest`, hexadecimal. */
  readonly digests: ReadonlySet<string>
}

const read = new WeakMap<VerifyContext, readonly Catalogue[]>()

/** The signature of a catalogue in the same release that lists this program; undefined when none does. */
export function signedByCatalogue(path: string, bytes: Uint8Array, context: VerifyContext): Signature | undefined {
  const catalogues = read.get(context) ?? cataloguesOf(context)
  read.set(context, catalogues)
  if (catalogues.length === 0) return undefined
  const layout = readLayout(bytes)
  if (!layout) return undefined
  const own = new Set(['sha1', 'sha256'].map((hash) => `${hash}:${peDigest(bytes, layout, hash).toString('hex')}`))
  const catalogue = catalogues.find(({ digests }) => !own.isDisjointFrom(digests))
  return catalogue && verifyCatalogue(path, catalogue, context)
}

function verifyCatalogue(path: string, { path: where, data }: Catalogue, { roots, options }: VerifyContext): Signature | undefined {
  const [signer] = data.signers
  if (!signer || !data.content) return undefined
  const made = checkSigner(signer, data.content.content, data.certificates, trustList)
  const stamp = timestampsOf(signer, { certificates: data.certificates, roots, now: options.now }).find(({ trusted }) => trusted)
  const trust =
    made.certificate && trustIn({ signer: made.certificate, pool: data.certificates, roots, use: codeSigning, now: options.now, signedAt: stamp?.time })
  const listed: Check = valid(`the catalogue ${where} lists its digest`)
  return concluded({
    scheme: 'authenticode',
    path,
    checks: [listed, ...made.checks, ...(trust?.checks ?? [])],
    signer: made.certificate && signerOf(made.certificate),
    signedAt: stamp?.time,
    traits: [trait('authenticode.catalogue', where)],
  })
}

function cataloguesOf({ siblings }: VerifyContext): Catalogue[] {
  const paths = siblings.members.filter(({ path, size }) => /\.cat$/i.test(path) && size <= most.bytes).slice(0, most.catalogues)
  return paths.flatMap(({ path }) => {
    const file = siblings.find(path)
    const found = file && readCatalogue(file)
    return found ? [found] : []
  })
}

/** CertificateTrustList whose subjects carry the digest of a file each. What is no catalogue lists nothing. */
function readCatalogue(file: SignedFile): Catalogue | undefined {
  try {
    const data = readSignedData(file.bytes(), most.nodes)
    if (data.contentType !== trustList || !data.content) return undefined
    const subjects = data.content.children.filter((part) => isUniversal(part, tags.sequence)).at(-1)?.children ?? []
    return { path: file.path, data, digests: new Set(subjects.flatMap((subject) => digestsOf(subject.children[1]?.children ?? []))) }
  } catch {
    return undefined
  }
}

function digestsOf(attributes: readonly Der[]): string[] {
  return attributes
    .filter((attribute) => oidOf(child(attribute, 0)) === indirectData)
    .flatMap((attribute) => child(attribute, 1).children)
    .map((value) => readIndirectData(value))
    .map(({ hash, digest }) => `${hash}:${Buffer.from(digest).toString('hex')}`)
}
