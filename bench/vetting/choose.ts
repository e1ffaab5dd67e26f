import { prerelease, rcompare, valid } from 'semver'

/** A release as the registry lists it. */
export interface Listed {
  readonly version: string
  readonly integrity?: string
  /** ISO 8601. */
  readonly published?: string
}

/** The newest releases of a package, and the step to its present major. */
const newest = 5
const oldest = '2018-01-01'

/**
 * What stands for a package: its newest stable releases and the last one of the major before with the first of the
 * present one. Pairs are neighbours in version order; a package with one release left has none.
 */
export function choose(
  listed: readonly Listed[],
  latest: string | undefined,
): { readonly releases: readonly Listed[]; readonly pairs: readonly (readonly [string, string])[] } {
  const stable = listed
    .filter(({ version, integrity }) => valid(version) === version && prerelease(version) === null && integrity?.startsWith('sha512-'))
    .filter(({ version, published }) => (latest === undefined || rcompare(version, latest) >= 0) && (published ?? oldest) >= oldest)
    .sort((left, right) => rcompare(left.version, right.version))
  const step = stable.findIndex(({ version }, index) => major(version) !== major(stable[index + 1]?.version ?? version))
  const chosen = new Set([...stable.slice(0, newest), ...(step < 0 ? [] : stable.slice(step, step + 2))])
  const pairs = stable.flatMap((release, index) => {
    const before = stable[index + 1]
    return before !== undefined && chosen.has(release) && chosen.has(before) ? [[before.version, release.version] as const] : []
  })
  return { releases: stable.filter((release) => chosen.has(release)), pairs }
}

function major(version: string): string {
  return version.split('.')[0] ?? ''
}
