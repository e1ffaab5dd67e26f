import semver from 'semver'
import { GatehouseError } from '../../base/errors.ts'
import { some } from '../../base/text.ts'
import type { TarballCache } from './cache.ts'
import { type NpmConfig, publicRegistry } from './config.ts'
import { defaultHttp, get, type HttpSettings } from './http.ts'
import { type Integrity, integrityOf, matches } from './integrity.ts'
import { type PackageVersion, type Packument, parsePackument } from './packument.ts'
import { firstPublication } from './publication.ts'
import { isPackageName } from './spec.ts'

export interface NpmClientOptions {
  readonly config: NpmConfig
  readonly cache?: TarballCache
  readonly http?: Partial<HttpSettings>
  /** Largest tarball, in bytes. */
  readonly mostBytes: number
  readonly signal: AbortSignal
}

export interface Tarball {
  readonly bytes: Uint8Array
  /** What it was held against; null: the registry gives no digest, so nothing was. */
  readonly integrity: Integrity | null
}

/** A public key of the registry, as it lists them. https://docs.npmjs.com/about-registry-signatures */
export interface RegistryKey {
  readonly keyid: string
  readonly keytype: string
  readonly scheme: string
  /** Base64 of the SubjectPublicKeyInfo. */
  readonly key: string
  readonly expires: string | null
}

// The largest full document of the public registry is some 60 MB.
const mostMetadata = 150e6
const mostSmall = 20e6
const fullType = 'application/json'
const shortType = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8'
/** New dependencies that are looked up: a package with more of them is told of in part. */
const mostDependencies = 50

/** A registry of npm, asked politely: one question at a time, each document once. */
export class NpmClient {
  readonly #options: NpmClientOptions
  readonly #http: HttpSettings
  readonly #packuments = new Map<string, Promise<Packument>>()

  constructor(options: NpmClientOptions) {
    this.#options = options
    this.#http = { ...defaultHttp, ...options.http }
  }

  registryOf(name: string): URL {
    return this.#options.config.registryOf(name)
  }

  /** What the registry says of a package; `full` with times and publishers, else only what installing needs. Throws RELEASE_MISSING. */
  packument(name: string, full: boolean): Promise<Packument> {
    const known = this.#packuments.get(`full ${name}`) ?? (full ? undefined : this.#packuments.get(`short ${name}`))
    if (known) return known
    const asked = this.#askPackument(name, full)
    this.#packuments.set(`${full ? 'full' : 'short'} ${name}`, asked)
    return asked
  }

  async #askPackument(name: string, full: boolean): Promise<Packument> {
    if (!isPackageName(name)) throw new GatehouseError('USAGE', `${JSON.stringify(name.slice(0, 100))} is no name of a package of npm`)
    // The slash of a scope is part of the name.
    const registry = this.registryOf(name)
    const url = new URL(name.replace('/', '%2f'), registry)
    const answer = await this.#get(url, registry.hostname, full ? fullType : shortType, mostMetadata)
    if (!answer)
      throw new GatehouseError('RELEASE_MISSING', `the registry has no package ${name}`, {
        hint: 'Check the name, and the registry that npm is configured with.',
      })
    return parsePackument(name, answer)
  }

  /** The tarball of a version, held against the digest that the registry gives. Throws INTEGRITY_MISMATCH after a second try. */
  async tarball(name: string, version: PackageVersion): Promise<Tarball> {
    const integrity = integrityOf(version.dist.integrity, version.dist.shasum)
    const cached = integrity && this.#options.cache?.get(integrity)
    if (cached) return { bytes: cached, integrity }
    const url = this.#tarballUrl(name, version)
    for (let attempt = 0; attempt < 2; attempt++) {
      const bytes = await this.#get(url, this.registryOf(name).hostname, '*/*', this.#options.mostBytes)
      if (!bytes) throw new GatehouseError('RELEASE_MISSING', `the registry lists ${name}@${version.version} but does not have its tarball`)
      if (integrity === undefined) return { bytes, integrity: null }
      if (matches(bytes, integrity)) {
        this.#options.cache?.put(integrity, bytes)
        return { bytes, integrity }
      }
    }
    throw new GatehouseError('INTEGRITY_MISMATCH', `the tarball of ${name}@${version.version} is not the one that the registry promises`, {
      hint: 'Do not install it. Something between you and the registry changes files, or its store is damaged.',
    })
  }

  /** As npm does it: a tarball said to lie at the public registry is asked of the registry that is configured. */
  #tarballUrl(name: string, { dist, version }: PackageVersion): URL {
    const registry = this.registryOf(name)
    const url = URL.parse(dist.tarball, registry.href)
    const home = new URL(publicRegistry).host
    const elsewhere = url?.host === home && registry.host !== home
    const moved = url && elsewhere ? new URL(url.pathname.slice(1) + url.search, registry) : url
    const safe = moved && (moved.protocol === 'https:' || (moved.protocol === 'http:' && registry.protocol === 'http:'))
    if (safe) return moved
    throw new GatehouseError('REGISTRY_REFUSED', `the registry gives no usable address for the tarball of ${name}@${version}`)
  }

  /** The Sigstore bundles of a version as the registry keeps them, JSON; undefined where it has none or does not serve them. */
  async attestations(name: string, version: string): Promise<unknown> {
    return this.#json(`-/npm/v1/attestations/${name.replace('/', '%2f')}@${encodeURIComponent(version)}`, this.registryOf(name))
  }

  /** The keys that the registry signs with; none where it lists none. */
  async keys(name: string): Promise<readonly RegistryKey[]> {
    const answer = (await this.#json('-/npm/v1/keys', this.registryOf(name))) as { readonly keys?: unknown } | undefined
    return Array.isArray(answer?.keys) ? answer.keys.filter(isKey) : []
  }

  /**
   * For each dependency when it was first published, and when the version that would be installed was. One that cannot be found is left
   * without times: unknown. Says which were not asked for.
   */
  async firstPublications(ranges: Readonly<Record<string, string>>) {
    const names = Object.keys(ranges)
    const known: Record<string, { firstPublishedAt?: string; publishedAt?: string }> = {}
    const notes: string[] = []
    for (const name of names.slice(0, mostDependencies)) {
      known[name] = isPackageName(name) ? await this.#timesOf(name, ranges[name] ?? '', notes) : {}
    }
    const left = names.slice(mostDependencies)
    if (left.length > 0) notes.push(`The age of ${some(left, 3)} was not asked for: more than ${mostDependencies} dependencies are new.`)
    return { known, notes }
  }

  async #timesOf(name: string, range: string, notes: string[]): Promise<{ firstPublishedAt?: string; publishedAt?: string }> {
    try {
      const packument = await this.packument(name, true)
      const installed = semver.maxSatisfying([...packument.versions.keys()], range)
      const [firstPublishedAt, publishedAt] = [firstPublication(packument), installed === null ? undefined : packument.times?.get(installed)]
      return { ...(firstPublishedAt !== undefined && { firstPublishedAt }), ...(publishedAt !== undefined && { publishedAt }) }
    } catch (error) {
      this.#options.signal.throwIfAborted()
      if (!(error instanceof GatehouseError)) throw error
      notes.push(`The age of the new dependency ${name} is not known: ${error.message}.`)
      return {}
    }
  }

  async #json(path: string, registry: URL): Promise<unknown> {
    const body = await this.#get(new URL(path, registry), registry.hostname, fullType, mostSmall)
    if (!body) return undefined
    try {
      return JSON.parse(Buffer.from(body).toString('utf8'))
    } catch {
      return undefined
    }
  }

  async #get(url: URL, home: string, accept: string, mostBytes: number): Promise<Uint8Array | undefined> {
    const authorization = this.#options.config.authorizationFor(url)
    const { signal } = this.#options
    const answer = await get({ url, home, accept, mostBytes, signal, ...(authorization !== undefined && { authorization }) }, this.#http)
    return answer.found ? answer.body : undefined
  }
}

function isKey(value: unknown): value is RegistryKey {
  const key = value as Partial<Record<keyof RegistryKey, unknown>> | null
  return typeof key?.keyid === 'string' && typeof key.key === 'string' && typeof key.keytype === 'string' && typeof key.scheme === 'string'
}
