import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../base/hash.ts'
import type { NpmClient } from '../knowledge/npm/client.ts'
import type { PackageVersion, Packument } from '../knowledge/npm/packument.ts'
import { publicationOf } from '../knowledge/npm/publication.ts'
import type { Given } from '../releases/examine.ts'
import type { Identity, Publication } from '../releases/release.ts'
import type { NpmMaterial } from '../releases/verify/scheme.ts'
import type { Session } from './session.ts'

/** A version of a package, fetched. */
export interface Fetched {
  readonly path: string
  readonly identity: Identity
  readonly sha256: string
  readonly packument: Packument
  readonly version: PackageVersion
  readonly notes: readonly string[]
}

/** Fetches a tarball into the session's folder, under the name that npm gives it. */
export async function fetchRelease(session: Session, npm: NpmClient, packument: Packument, version: PackageVersion): Promise<Fetched> {
  const { name } = packument
  session.options.onStep?.(`fetching ${name} ${version.version}`)
  const { bytes, integrity } = await npm.tarball(name, version)
  const hash = sha256(bytes)
  const folder = join(session.folder, hash)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replace('/', '-').replace('@', '')}-${version.version.replace(/[^\w.+-]/g, '_')}.tgz`)
  writeFileSync(path, bytes)
  const identity = { ecosystem: 'npm', name, version: version.version, purl: `pkg:npm/${name.replace('@', '%40')}@${version.version.replaceAll('+', '%2B')}` }
  const notes = integrity === null ? [`The registry gives no digest for ${name} ${version.version}: that it is what was published is not known.`] : []
  return { path, identity, sha256: hash, packument, version, notes }
}

/** What `vetRelease` takes of a fetched version: the file, and what the registry says of it. */
export async function givenOf(session: Session, npm: NpmClient, fetched: Fetched, dependencies?: Publication['dependencies']): Promise<Given> {
  const { path, identity, packument, version } = fetched
  const publication = publicationOf({ registry: npm.registryOf(packument.name), packument, version, ...(dependencies && { dependencies }) })
  return { artifact: path, identity, publication, verify: { ...session.trust, npm: await materialOf(npm, packument, version, publication) } }
}

/** What the registry vouches with. Its keys and attestations are asked for only where there is something to hold against them. */
async function materialOf(npm: NpmClient, { name }: Packument, { version, dist }: PackageVersion, publication: Publication): Promise<NpmMaterial> {
  const keys = dist.signatures === undefined ? [] : await npm.keys(name)
  const attestations = dist.attestations === undefined ? undefined : attestationsIn(await npm.attestations(name, version))
  return {
    name,
    version,
    ...(dist.integrity !== undefined && { integrity: dist.integrity }),
    ...(dist.signatures !== undefined && { signatures: dist.signatures }),
    ...(keys.length > 0 && { keys }),
    ...(attestations !== undefined ? { attestations } : publication.provenance === false && { attestations: null }),
    ...(publication.publishedAt !== undefined && { publishedAt: publication.publishedAt }),
  }
}

function attestationsIn(answer: unknown): NonNullable<NpmMaterial['attestations']> | undefined {
  const list = (answer as { readonly attestations?: unknown } | undefined)?.attestations
  if (!Array.isArray(list)) return undefined
  return list
    .slice(0, 20)
    .flatMap((one: { readonly predicateType?: unknown; readonly bundle?: unknown } | null) =>
      typeof one?.predicateType === 'string' && typeof one.bundle === 'object' ? [{ predicateType: one.predicateType, bundle: one.bundle }] : [],
    )
}

/** When the dependencies came that a version has and the one before had not, with notes of what could not be asked. */
export async function newDependencies(npm: NpmClient, { packument, version }: Fetched, before: string | undefined) {
  const old = before === undefined ? undefined : packument.versions.get(before)
  const had = { ...old?.optionalDependencies, ...old?.dependencies }
  const has = { ...version.optionalDependencies, ...version.dependencies }
  const fresh = Object.fromEntries(Object.entries(has).filter(([name]) => !Object.hasOwn(had, name)))
  return npm.firstPublications(fresh)
}
