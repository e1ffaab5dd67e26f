import semver from 'semver'
import { GatehouseError } from '../../base/errors.ts'
import { some } from '../../base/text.ts'
import type { PackageVersion, Packument } from './packument.ts'
import type { PackageSpec } from './spec.ts'

/** The version that a user means. Throws RELEASE_MISSING and says what there is. */
export function versionOf(packument: Packument, { name, wanted }: PackageSpec): PackageVersion {
  const version = Object.hasOwn(packument.tags, wanted) ? packument.tags[wanted] : (semver.clean(wanted) ?? wanted)
  const found = version === undefined ? undefined : packument.versions.get(version)
  if (found) return found
  const newest = [...packument.versions.keys()].filter((one) => semver.valid(one) !== null).toSorted(semver.rcompare)
  throw new GatehouseError('RELEASE_MISSING', `the registry has no ${wanted} of ${name}`, {
    hint: newest.length === 0 ? 'It has no version of it at all.' : `It has ${some(newest, 5)}, and the tags ${some(Object.keys(packument.tags), 8)}.`,
  })
}

/**
 * The release to compare with: the highest lower version that is neither a prerelease nor deprecated, that was published before this one
 * where the registry tells, and that `passOver` lets stand; undefined when there is none.
 */
export function versionBefore(packument: Packument, version: string, passOver: (version: string) => boolean = () => false): PackageVersion | undefined {
  const valid = semver.valid(version)
  if (valid === null) return undefined
  const published = packument.times?.get(version)
  const lower = [...packument.versions.values()].filter((one) => {
    if (semver.valid(one.version) === null || semver.gte(one.version, valid)) return false
    if (semver.prerelease(one.version) !== null || (one.deprecated ?? false)) return false
    const at = packument.times?.get(one.version)
    return !(published !== undefined && at !== undefined && at > published)
  })
  return lower.toSorted((a, b) => semver.rcompare(a.version, b.version)).find((one) => !passOver(one.version))
}
