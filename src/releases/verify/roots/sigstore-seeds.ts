import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import type { NpmKey } from '../scheme.ts'

/**
 * What comes with the `sigstore` packages: the trusted root of the public instance and the keys of the npm registry,
 * as they were when that version was published. Newer ones are given.
 */
const publicInstance = seeds['https://tuf-repo-cdn.sigstore.dev']

function target(name: keyof typeof publicInstance.targets): unknown {
  return JSON.parse(Buffer.from(publicInstance.targets[name], 'base64').toString('utf8'))
}

let root: unknown

/** `trusted_root.json`, parsed. */
export function bundledTrustedRoot(): unknown {
  root ??= target('trusted_root.json')
  return root
}

interface SeedKey {
  readonly keyId: string
  readonly publicKey: { readonly rawBytes: string; readonly validFor?: { readonly end?: string } }
}

/** Keys of registry.npmjs.org, those that have expired too. */
export function bundledNpmKeys(): NpmKey[] {
  const { keys } = target('registry.npmjs.org%2Fkeys.json') as { readonly keys: readonly SeedKey[] }
  const all = keys.map(({ keyId, publicKey }) => ({ keyid: keyId, key: publicKey.rawBytes, expires: publicKey.validFor?.end ?? null }))
  return [...new Map(all.map((key) => [key.keyid, key])).values()]
}
