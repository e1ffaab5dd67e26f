import { bundledNpmKeys } from '../roots/sigstore-seeds.ts'
import type { NpmKey, NpmMaterial } from '../scheme.ts'

/** The keys given, and those that come with the `sigstore` packages where none of the same id is given. */
export function keysFor({ keys = [] }: NpmMaterial): ReadonlyMap<string, NpmKey> {
  return new Map([...bundledNpmKeys(), ...keys].map((key) => [key.keyid, key]))
}
