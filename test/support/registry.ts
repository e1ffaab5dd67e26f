import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PublishedVersion {
  readonly version: string
  readonly tarball: Uint8Array
  readonly publishedAt?: string
  readonly publisher?: string
  readonly provenance?: boolean
  readonly deprecated?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

export interface TestRegistry extends AsyncDisposable {
  readonly url: string
  /** Path, headers and time of everything that was asked. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined; readonly accept: string | undefined; readonly at: number }[]
  publish(name: string, version: PublishedVersion): void
  /** Answers instead of the registry while it returns true. */
  interfere: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
}

/** A registry on the loopback interface that speaks as npm's does; `mirror` leaves out what mirrors leave out. */
export async function testRegistry(options: { readonly mirror?: boolean } = {}): Promise<TestRegistry> {
  const packages = new Map<string, PublishedVersion[]>()
  const asked: TestRegistry['asked'] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/')
    asked.push({ path, authorization: request.headers.authorization, accept: request.headers.accept, at: performance.now() })
    if (registry.interfere?.(request, response)) return
    const tarball = /^\/(.+)\/-\/[^/]+-(\d[^/]*)\.tgz$/.exec(path)
    const found = tarball ? packages.get(tarball[1] ?? '')?.find((one) => one.version === tarball[2])?.tarball : document(path.slice(1))
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  const document = (name: string) => {
    const versions = packages.get(name)
    return versions && JSON.stringify(packumentOf(name, versions, { url: registry.url, mirror: options.mirror ?? false }))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry: TestRegistry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    interfere: undefined,
    publish: (name, version) => packages.set(name, [...(packages.get(name) ?? []), version]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return registry
}

function packumentOf(name: string, published: readonly PublishedVersion[], { url, mirror }: { readonly url: string; readonly mirror: boolean }): object {
  const versions = published.map((one) => {
    const file = `${name.split('/').at(-1)}-${one.version}.tgz`
    const dist = {
      tarball: `${url}${name}/-/${file}`,
      integrity: `sha512-${createHash('sha512').update(one.tarball).digest('base64')}`,
      shasum: createHash('sha1').update(one.tarball).digest('hex'),
      ...(one.provenance && !mirror && { attestations: { url, provenance: { predicateType: 'https://slsa.dev/provenance/v1' } } }),
    }
    const publisher = one.publisher !== undefined && !mirror ? { _npmUser: { name: one.publisher } } : {}
    const { version, deprecated, dependencies } = one
    return [version, { name, version, deprecated, dependencies, dist, ...publisher }] as const
  })
  const times = published.flatMap(({ version, publishedAt }) => (publishedAt === undefined ? [] : [[version, publishedAt] as const]))
  const moments = times.map(([, at]) => at).toSorted()
  const frame = mirror || times.length === 0 ? {} : { created: moments[0], modified: moments.at(-1) }
  const latest = published.at(-1)?.version
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(versions), time: { ...frame, ...Object.fromEntries(times) } }
}
