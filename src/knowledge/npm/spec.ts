import { GatehouseError } from '../../base/errors.ts'

/** A package of npm as a user names it: `npm:axios`, `npm:@scope/name@1.2.3`, `npm:next@canary`. */
export interface PackageSpec {
  readonly name: string
  /** An exact version or a tag. */
  readonly wanted: string
}

// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name; old packages may have capitals.
const namePattern = /^(?:@[a-z0-9~-][a-z0-9._~-]{0,213}\/)?[a-z0-9~-][a-z0-9._~-]{0,213}$/i
const wantedPattern = /^[\w.+~-]{1,256}$/

export function isPackageName(name: string): boolean {
  return name.length <= 214 && namePattern.test(name)
}

/** Reads `npm:name[@version or tag]`; undefined for what does not begin with `npm:`. Throws USAGE. */
export function parseSpec(text: string): PackageSpec | undefined {
  if (!text.startsWith('npm:')) return undefined
  const rest = text.slice('npm:'.length)
  // The first character may be the @ of a scope.
  const at = rest.indexOf('@', 1)
  const name = at < 0 ? rest : rest.slice(0, at)
  const wanted = at < 0 ? 'latest' : rest.slice(at + 1)
  if (!isPackageName(name) || !wantedPattern.test(wanted)) {
    throw new GatehouseError('USAGE', `${JSON.stringify(text)} names no package of npm`, {
      hint: 'For example: npm:axios@1.7.9, npm:@scope/name or npm:next@canary.',
    })
  }
  return { name, wanted }
}
