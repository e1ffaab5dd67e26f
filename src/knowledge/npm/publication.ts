import semver from 'semver'
import type { Publication } from '../../releases/release.ts'
import { publicRegistry } from './config.ts'
import type { PackageVersion, Packument } from './packument.ts'

/** Earlier versions that are kept: what publishers did years ago says little of today. */
const mostHistory = 500

interface PublicationInput {
  readonly registry: URL
  readonly packument: Packument
  readonly version: PackageVersion
  readonly dependencies?: Publication['dependencies']
}

/** What the registry says of one publication. What a mirror leaves out is unknown. */
export function publicationOf({ registry, packument, version, dependencies }: PublicationInput): Publication {
  const tells = tellsOfProvenance(registry, packument)
  const known = (one: PackageVersion) => {
    const publishedAt = packument.times?.get(one.version)
    const publisher = one._npmUser?.name
    return {
      ...(publishedAt !== undefined && { publishedAt }),
      ...(publisher !== undefined && { publisher }),
      provenance: one.dist.attestations?.provenance !== undefined ? true : tells ? false : null,
    }
  }
  return {
    registry: `${registry.protocol}//${registry.host}${registry.pathname}`,
    ...known(version),
    history: versionsBefore(packument, version.version)
      .slice(-mostHistory)
      .map((one) => ({ version: one.version, ...known(one) })),
    ...(dependencies !== undefined && { dependencies }),
  }
}

/**
 * Whether this document would show provenance if there were any: npm's own registry does, and a mirror that shows it for another version
 * of the same package does.
 */
function tellsOfProvenance(registry: URL, packument: Packument): boolean {
  if (registry.host === new URL(publicRegistry).host && packument.times !== undefined) return true
  return [...packument.versions.values()].some((one) => one.dist.attestations !== undefined)
}

/** Oldest first: by the moment of publication where that is known, else by version. */
function versionsBefore(packument: Packument, version: string): readonly PackageVersion[] {
  const all = [...packument.versions.values()].filter((one) => one.version !== version && semver.valid(one.version) !== null)
  const { times } = packument
  const at = times?.get(version)
  if (times && at !== undefined) {
    return all
      .flatMap((one) => ({ one, time: times.get(one.version) ?? '' }))
      .filter(({ time }) => time !== '' && time < at)
      .toSorted((a, b) => (a.time < b.time ? -1 : 1))
      .map(({ one }) => one)
  }
  if (semver.valid(version) === null) return []
  return all.filter((one) => semver.lt(one.version, version)).toSorted((a, b) => semver.compare(a.version, b.version))
}

/** The earliest that is known of a package: when its first version came. */
export function firstPublication(packument: Packument): string | undefined {
  return [...(packument.times?.values() ?? []), ...(packument.created === undefined ? [] : [packument.created])].toSorted()[0]
}
