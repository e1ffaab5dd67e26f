import type { Signature } from '../../release.ts'
import { absent, type Check, concluded, invalid, trait, unknown, valid } from '../check.ts'
import { publicKeyOf, signatureFits } from '../cms/algorithms.ts'
import type { NpmKey, NpmMaterial, Scheme } from '../scheme.ts'
import { checkIntegrity } from './integrity.ts'
import { keysFor } from './keys.ts'

const scheme = 'npm'
const mostSignatures = 16

/** The npm registry's own signature on `name@version:integrity`, and the integrity itself. */
export const npm: Scheme = {
  name: scheme,
  title: 'npm registry signature',
  recognise: (file, { options, siblings }) => options.npm !== undefined && file.path === siblings.artifact.path,
  verify(file, { options }) {
    const { npm: material } = options
    if (!material) return absent(scheme, file.path, 'it is no package of an npm registry')
    return judged(file.path, checkIntegrity(file.bytes(), material.integrity), material)
  },
}

function judged(path: string, integrity: Check, material: NpmMaterial): Signature {
  const { signatures } = material
  const traits = [trait('npm.integrity', material.integrity ?? null), trait('npm.signatures', signatures?.length ?? null)]
  if (integrity.state === 'invalid') return concluded({ scheme, path, checks: [integrity], traits })
  if (signatures === undefined)
    return concluded({ scheme, path, checks: [unknown('the registry, or the mirror before it, served no signatures'), integrity], traits })
  if (signatures.length === 0) return absent(scheme, path, 'the registry says that it has no signature', traits)
  const keys = keysFor(material)
  const checks = signatures.slice(0, mostSignatures).map(({ keyid, sig }) => checkSignature(keyid, sig, keys.get(keyid), material))
  return concluded({ scheme, path, checks: [integrity, ...checks], signer: { subject: 'npm registry', id: signatures[0]?.keyid ?? '' }, traits })
}

function checkSignature(keyid: string, signature: string, key: NpmKey | undefined, { name, version, integrity, publishedAt }: NpmMaterial): Check {
  if (!key) return unknown(`the registry's public key ${keyid} is not at hand`)
  const publicKey = publicKeyOf(Buffer.from(key.key, 'base64'))
  if (!publicKey || integrity === undefined) return unknown(`the registry's signature under ${keyid} cannot be checked`)
  const data = Buffer.from(`${name}@${version}:${integrity}`)
  const fits = signatureFits({ data, signature: Buffer.from(signature, 'base64'), algorithm: '', hash: 'sha256', key: publicKey })
  if (!fits) return invalid(`the registry's signature under ${keyid} is not for ${name}@${version} with this digest`)
  return expiry(key, publishedAt) ?? valid(`the registry signed ${name}@${version} with its key ${keyid}`)
}

/** A key that has expired still vouches for what was published before. */
function expiry({ keyid, expires }: NpmKey, publishedAt: string | undefined): Check | undefined {
  if (expires === null) return undefined
  const end = Date.parse(expires)
  const at = publishedAt === undefined ? Number.NaN : Date.parse(publishedAt)
  if (Number.isNaN(end)) return unknown(`it cannot be told whether the registry's key ${keyid} has expired`)
  if (Number.isNaN(at)) return unknown(`the registry's key ${keyid} expired on ${expires.slice(0, 10)}, and when this was published is not known`)
  return at >= end ? invalid(`the registry's key ${keyid} had expired on ${expires.slice(0, 10)}, before this was published`) : undefined
}
