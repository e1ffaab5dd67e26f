import { some } from '../../../base/text.ts'
import type { Signature } from '../../release.ts'
import { Asn1Error } from '../asn1/der.ts'
import { signerOf } from '../certificates/certificate.ts'
import { absent, type Check, concluded, invalid, trait, unknown, valid } from '../check.ts'
import type { Scheme, VerifyContext } from '../scheme.ts'
import { countEntries } from './entries.ts'
import { readManifest } from './manifest.ts'
import { type SignerFile, verifySignerFile } from './signer-file.ts'

const scheme = 'jar'
const manifestPath = 'META-INF/MANIFEST.MF'
const signerFile = /^META-INF\/[^/]+\.SF$/i
const blocks = ['RSA', 'DSA', 'EC', 'rsa', 'dsa', 'ec']
const mostSigners = 8

/** Signed Java archives: digests of entries in the manifest, of the manifest in signature files, PKCS #7 over those. */
export const jar: Scheme = {
  name: scheme,
  title: 'jar signature',
  recognise: ({ path, head }, { siblings }) => head[0] === 0x50 && head[1] === 0x4b && siblings.find(`${path}!/${manifestPath}`) !== undefined,
  verify({ path }, context) {
    const { siblings } = context
    const prefix = `${path}!/`
    const whole = siblings.find(prefix + manifestPath)?.bytes() ?? new Uint8Array()
    const manifest = readManifest(whole)
    const names = siblings.members
      .filter((member) => member.path.startsWith(prefix) && signerFile.test(member.path.slice(prefix.length)))
      .map((member) => member.path)
    if (names.length === 0) return absent(scheme, path, 'it carries no jar signature')
    const signers = names.slice(0, mostSigners).map((name) => readSigner(name, manifest, whole, context))
    const covered = new Set(signers.flatMap((signer) => [...signer.covered]))
    const counts = countEntries(prefix, manifest, covered, siblings)
    return judged(path, signers, counts, siblings.incomplete(prefix))
  },
}

function readSigner(name: string, manifest: ReturnType<typeof readManifest>, whole: Uint8Array, context: VerifyContext): SignerFile {
  const file = context.siblings.find(name)
  const block = blocks.map((ending) => context.siblings.find(name.replace(/[^.]+$/, ending))).find((found) => found !== undefined)
  if (!file || !block) return { checks: [invalid(`${name} has no signature block beside it`)], covered: new Set() }
  try {
    return verifySignerFile(file, block, manifest, whole, context)
  } catch (thrown) {
    if (!(thrown instanceof Asn1Error)) throw thrown
    return { checks: [invalid(`${block.path} cannot be read: ${thrown.message}`)], covered: new Set() }
  }
}

function judged(path: string, signers: readonly SignerFile[], counts: ReturnType<typeof countEntries>, incomplete: boolean): Signature {
  const { right, wrong, unsigned, missing } = counts
  const entries: Check[] = []
  if (wrong.length > 0) entries.push(invalid(`not what was signed: ${some(wrong)}`))
  else entries.push(valid(`${right} entries have their signed digests`))
  if (unsigned.length > 0) entries.push(unknown(`the signature does not cover ${some(unsigned)}`))
  if (missing.length > 0) entries.push(valid(`signed, but not there: ${some(missing)}`))
  if (incomplete) entries.push(unknown('some entries could not be unpacked, and were not checked'))
  const first = signers.find(({ certificate }) => certificate)
  return concluded({
    scheme,
    path,
    checks: [...entries, ...signers.flatMap(({ checks }) => checks)],
    signer: first?.certificate && signerOf(first.certificate),
    signedAt: first?.signedAt,
    traits: [
      trait('jar.signers', signers.length),
      trait('jar.signed-entries', right),
      trait('jar.unsigned-entries', unsigned.length),
      trait('jar.missing-entries', missing.length),
    ],
  })
}
