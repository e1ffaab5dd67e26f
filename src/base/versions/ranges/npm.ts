import semver from 'semver'

/** Characters of a range that is read. */
const longestRange = 2000

/** `^1.2.0 || >=3 <4`, as npm's own package semver reads it: https://github.com/npm/node-semver#ranges. Early versions count as any other. */
export function containsNpm(text: string, version: string): boolean | undefined {
  if (text.length > longestRange || semver.valid(version) === null || semver.validRange(text) === null) return undefined
  return semver.satisfies(version, text, { includePrerelease: true })
}
