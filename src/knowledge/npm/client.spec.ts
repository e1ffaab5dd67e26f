import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, describe as group, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { type TestRegistry, testRegistry } from '../../../test/support/registry.ts'
import { TarballCache } from './cache.ts'
import { NpmClient, type NpmClientOptions } from './client.ts'
import { npmConfig } from './config.ts'
import { publicationOf } from './publication.ts'
import { versionBefore, versionOf } from './versions.ts'

const tarball = (text: string) => Buffer.from(`not really a tarball: ${text}`)

function client(registry: TestRegistry, options: Partial<NpmClientOptions> = {}): NpmClient {
  const config = npmConfig({ environment: { npm_config_registry: registry.url }, folder: '/nowhere', home: '/nowhere' })
  return new NpmClient({ config, http: { backOff: 10 }, mostBytes: 1e6, signal: new AbortController().signal, ...options })
}

group('a registry', () => {
  it('gives a release by version, by tag and without either, held against its digest', async () => {
    await using registry = await testRegistry()
    registry.publish('@scope/thing', { version: '1.0.0', tarball: tarball('old') })
    registry.publish('@scope/thing', { version: '1.1.0', tarball: tarball('new') })
    const npm = client(registry)
    const packument = await npm.packument('@scope/thing', true)
    expect(versionOf(packument, { name: '@scope/thing', wanted: 'latest' }).version).toBe('1.1.0')
    expect(versionOf(packument, { name: '@scope/thing', wanted: 'v1.0.0' }).version).toBe('1.0.0')
    expect(() => versionOf(packument, { name: '@scope/thing', wanted: '9.9.9' })).toThrow(
      expect.objectContaining({ code: 'RELEASE_MISSING', hint: expect.stringContaining('1.1.0 and 1.0.0') as string }),
    )
    const { bytes, integrity } = await npm.tarball('@scope/thing', versionOf(packument, { name: '@scope/thing', wanted: '1.0.0' }))
    expect(Buffer.from(bytes).toString()).toBe('not really a tarball: old')
    expect(integrity?.algorithm).toBe('sha512')
    await expect(npm.packument('missing', true)).rejects.toMatchObject({ code: 'RELEASE_MISSING' })
  })

  it('asks for each document once, and reads a tarball again from the cache', async () => {
    await using registry = await testRegistry()
    using folder = temporaryFolder()
    registry.publish('thing', { version: '1.0.0', tarball: tarball('a') })
    const cache = new TarballCache(join(folder.path, 'cache'), 1e6)
    for (let run = 0; run < 2; run++) {
      const npm = client(registry, { cache })
      const packument = await npm.packument('thing', true)
      await npm.packument('thing', false)
      await npm.tarball('thing', versionOf(packument, { name: 'thing', wanted: 'latest' }))
    }
    expect(registry.asked.map(({ path }) => path)).toEqual(['/thing', '/thing/-/thing-1.0.0.tgz', '/thing'])
    // A file that somebody changed is not what was cached.
    const [file = ''] = readdirSync(join(folder.path, 'cache'))
    writeFileSync(join(folder.path, 'cache', file), 'something else')
    const npm = client(registry, { cache })
    const { bytes } = await npm.tarball('thing', versionOf(await npm.packument('thing', true), { name: 'thing', wanted: 'latest' }))
    expect(Buffer.from(bytes).toString()).toContain('not really')
  })

  it('keeps the cache within its size', async () => {
    await using registry = await testRegistry()
    using folder = temporaryFolder()
    for (const version of ['1.0.0', '2.0.0', '3.0.0']) registry.publish('thing', { version, tarball: Buffer.alloc(4000, version) })
    const cache = new TarballCache(join(folder.path, 'cache'), 9000)
    const npm = client(registry, { cache })
    const packument = await npm.packument('thing', true)
    for (const wanted of ['1.0.0', '2.0.0', '3.0.0']) await npm.tarball('thing', versionOf(packument, { name: 'thing', wanted }))
    expect(readdirSync(join(folder.path, 'cache'))).toHaveLength(2)
  })

  it('refuses a tarball that is not what was promised, and one that is too large', async () => {
    await using registry = await testRegistry()
    registry.publish('thing', { version: '1.0.0', tarball: tarball('a') })
    const npm = client(registry)
    const version = versionOf(await npm.packument('thing', true), { name: 'thing', wanted: 'latest' })
    registry.interfere = (request, response) => {
      if (!request.url?.endsWith('.tgz')) return false
      response.end('swapped')
      return true
    }
    await expect(npm.tarball('thing', version)).rejects.toMatchObject({ code: 'INTEGRITY_MISMATCH' })
    registry.interfere = undefined
    await expect(client(registry, { mostBytes: 10 }).tarball('thing', version)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  it('tries again, later each time, and not before the server asks for it', async () => {
    await using registry = await testRegistry()
    registry.publish('thing', { version: '1.0.0', tarball: tarball('a') })
    let refused = 0
    registry.interfere = (_, response) => {
      refused += 1
      if (refused === 1) response.writeHead(503).end()
      else if (refused === 2) response.writeHead(429, { 'retry-after': '1' }).end()
      return refused <= 2
    }
    await expect(client(registry).packument('thing', true)).resolves.toMatchObject({ name: 'thing' })
    expect(registry.asked).toHaveLength(3)
    const [, second, third] = registry.asked
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(950)
  })

  it.each([
    [503, 'REGISTRY_UNREACHABLE', 3],
    [401, 'REGISTRY_REFUSED', 1],
  ])('gives up on %i as %s after %i tries', async (status, code, tries) => {
    await using registry = await testRegistry()
    registry.interfere = (_, response) => {
      response.writeHead(status).end()
      return true
    }
    await expect(client(registry, { http: { backOff: 5, tries: 3 } }).packument('thing', true)).rejects.toMatchObject({ code })
    expect(registry.asked).toHaveLength(tries)
  })

  it.each([
    ['on the same host', (url: string) => `${url}moved`, true],
    ['by another name of this machine, which lies inside', (url: string) => url.replace('127.0.0.1', 'localhost'), 'leads to'],
    ['to where clouds keep their credentials', () => 'http://169.254.169.254/latest/meta-data/', '169.254.169.254, which is not public'],
    ['to a file', () => 'file:///etc/passwd', 'where it may not go'],
    ['to itself again and again', () => '', 'redirects again and again'],
  ])('is followed %s, or not', async (_, to, outcome) => {
    await using registry = await testRegistry()
    registry.publish('moved', { version: '1.0.0', tarball: tarball('a') })
    registry.interfere = (request, response) => {
      if (request.url !== '/thing') return false
      response.writeHead(302, { location: to(registry.url) }).end()
      return true
    }
    const asked = client(registry, { http: { tries: 1 } }).packument('thing', true)
    if (outcome === true) await expect(asked).resolves.toMatchObject({ name: 'thing' })
    else await expect(asked).rejects.toThrow(outcome as string)
  })

  it('is followed inside where that is allowed, without the secret', async () => {
    await using registry = await testRegistry()
    await using other = await testRegistry()
    other.publish('thing', { version: '1.0.0', tarball: tarball('a') })
    registry.interfere = (_, response) => {
      response.writeHead(302, { location: `${other.url.replace('127.0.0.1', 'localhost')}thing` }).end()
      return true
    }
    const { host } = new URL(registry.url)
    const environment = { npm_config_registry: registry.url, [`npm_config_//${host}/:_authToken`]: 'geheim' }
    const config = npmConfig({ environment, folder: '/nowhere', home: '/nowhere' })
    const http = { tries: 1, allow: ['127.0.0.0/8', '::1/128'] }
    await expect(client(registry, { config, http }).packument('thing', true)).resolves.toMatchObject({ name: 'thing' })
    expect(registry.asked.map(({ authorization }) => authorization)).toEqual(['Bearer geheim'])
    expect(other.asked.map(({ authorization }) => authorization)).toEqual([undefined])
  })

  it('waits no longer than it was told to, and stops when it is cancelled', async () => {
    await using registry = await testRegistry()
    registry.interfere = () => true
    await expect(client(registry, { http: { timeout: 50, tries: 1 } }).packument('thing', true)).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('took too long') as string,
    })
    const signal = AbortSignal.timeout(50)
    await expect(client(registry, { signal }).packument('thing', true)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it.each(['null', '[]', '{', '{"versions":[]}', '{"versions":{"1.0.0":{"version":"2.0.0","dist":{"tarball":"x"}},"1.0.1":7}}'])(
    'survives the answer %s',
    async (body) => {
      await using registry = await testRegistry()
      registry.interfere = (_, response) => {
        response.end(body)
        return true
      }
      const answer = await client(registry)
        .packument('thing', true)
        .catch((error: unknown) => error)
      if (answer instanceof Error) expect(answer).toMatchObject({ code: 'REGISTRY_REFUSED' })
      else expect(answer).toMatchObject({ versions: new Map() })
    },
  )
})

group('credentials', () => {
  it('go to their registry only, and into no message', async () => {
    await using registry = await testRegistry()
    await using other = await testRegistry()
    using folder = temporaryFolder()
    const host = new URL(registry.url).host
    mkdirSync(join(folder.path, 'project'))
    writeFileSync(join(folder.path, 'project', '.npmrc'), `@scope:registry = "${registry.url}"\nregistry=${other.url}\n`)
    writeFileSync(join(folder.path, '.npmrc'), `; comment\n//${host}/:_authToken=\${SECRET_OF_TEST}\n`)
    const config = npmConfig({ environment: { SECRET_OF_TEST: 'hush-hush' }, folder: join(folder.path, 'project'), home: folder.path })
    const npm = client(registry, { config })
    registry.interfere = (_, response) => {
      response.writeHead(403).end()
      return true
    }
    const refused = await npm.packument('@scope/thing', true).catch((error: unknown) => error)
    expect(JSON.stringify([refused, String(refused), (refused as Error).stack])).not.toContain('hush-hush')
    await npm.packument('thing', true).catch(() => undefined)
    expect(registry.asked.map(({ authorization }) => authorization)).toEqual(['Bearer hush-hush'])
    expect(other.asked.map(({ authorization }) => authorization)).toEqual([undefined])
  })

  it('are found at the longest path, as user and password too, and the environment comes first', () => {
    const environment = {
      'npm_config_//npm.example/:_authToken': 'outer',
      'npm_config_//npm.example/inner/:username': 'ada',
      'npm_config_//npm.example/inner/:_password': Buffer.from('swordfish').toString('base64'),
      NPM_CONFIG_REGISTRY: 'https://npm.example/inner',
    }
    const config = npmConfig({ environment, folder: '/nowhere', home: '/nowhere' })
    expect(config.registryOf('thing').href).toBe('https://npm.example/inner/')
    expect(config.authorizationFor(new URL('https://npm.example/inner/thing'))).toBe(`Basic ${btoa('ada:swordfish')}`)
    expect(config.authorizationFor(new URL('https://npm.example/innermost'))).toBe('Bearer outer')
    expect(config.authorizationFor(new URL('https://npm.example.invalid/inner/thing'))).toBeUndefined()
    expect(npmConfig({ environment: {}, folder: '/nowhere', home: '/nowhere' }).registryOf('thing').href).toBe('https://registry.npmjs.org/')
    expect(() => npmConfig({ environment: { npm_config_registry: 'file:///etc/' }, folder: '/', home: '/' }).registryOf('x')).toThrow(/no http address/)
  })
})

group('what a registry says of a publication', () => {
  const versions = [
    { version: '1.0.0', publishedAt: '2024-01-01T00:00:00.000Z', publisher: 'ada', provenance: true },
    { version: '2.0.0-rc.1', publishedAt: '2024-02-01T00:00:00.000Z', publisher: 'ada' },
    { version: '1.0.1', publishedAt: '2024-03-01T00:00:00.000Z', publisher: 'ada', deprecated: 'broken' },
    { version: '2.0.0', publishedAt: '2024-04-01T00:00:00.000Z', publisher: 'eve' },
    { version: '1.0.2', publishedAt: '2024-05-01T00:00:00.000Z', publisher: 'ada' },
  ].map((one) => ({ ...one, tarball: tarball(one.version) }))

  async function published(mirror: boolean) {
    const registry = await testRegistry({ mirror })
    for (const version of versions) registry.publish('thing', version)
    return registry
  }

  it('is told with its history and its provenance', async () => {
    await using registry = await published(false)
    const packument = await client(registry).packument('thing', true)
    const version = versionOf(packument, { name: 'thing', wanted: '2.0.0' })
    const publication = publicationOf({ registry: new URL(registry.url), packument, version })
    expect(publication).toMatchObject({ publishedAt: '2024-04-01T00:00:00.000Z', publisher: 'eve', provenance: false })
    expect(publication.history.map((one) => [one.version, one.provenance])).toEqual([
      ['1.0.0', true],
      ['2.0.0-rc.1', false],
      ['1.0.1', false],
    ])
  })

  it('is unknown where a mirror leaves it out, never a downgrade', async () => {
    await using registry = await published(true)
    const packument = await client(registry).packument('thing', true)
    const version = versionOf(packument, { name: 'thing', wanted: '2.0.0' })
    const publication = publicationOf({ registry: new URL(registry.url), packument, version })
    expect(publication.provenance).toBeNull()
    expect(publication).not.toHaveProperty('publishedAt')
    expect(publication).not.toHaveProperty('publisher')
    expect(publication.history).toEqual(['1.0.0', '1.0.1', '1.0.2', '2.0.0-rc.1'].map((one) => ({ version: one, provenance: null })))
  })

  it('names the release before: lower, no prerelease, not deprecated, published before', async () => {
    await using registry = await published(false)
    const packument = await client(registry).packument('thing', true)
    expect(versionBefore(packument, '2.0.0')?.version).toBe('1.0.0')
    expect(versionBefore(packument, '1.0.2')?.version).toBe('1.0.0')
    expect(versionBefore(packument, '1.0.0')).toBeUndefined()
    expect(versionBefore(packument, '1.0.2', (version) => version === '1.0.0')).toBeUndefined()
    expect(versionBefore(packument, 'not a version')).toBeUndefined()
  })

  it('says since when the dependencies are there, and which cannot be found', async () => {
    await using registry = await published(false)
    const { known, notes } = await client(registry).firstPublications({ thing: '^1.0.0', missing: '*', '../odd': '1' })
    expect(known).toEqual({ thing: { firstPublishedAt: '2024-01-01T00:00:00.000Z', publishedAt: '2024-05-01T00:00:00.000Z' }, missing: {}, '../odd': {} })
    expect(notes).toEqual([expect.stringContaining('missing')])
  })
})

group('the registry that this machine is configured with', () => {
  it('gives a release that is what its published digest says', async (context) => {
    const config = npmConfig({ environment: process.env, folder: process.cwd() })
    const npm = new NpmClient({ config, http: { tries: 1, timeout: 20_000 }, mostBytes: 1e6, signal: new AbortController().signal })
    const packument = await npm.packument('isarray', true).catch(() => context.skip('no registry can be reached'))
    const version = versionOf(packument, { name: 'isarray', wanted: '2.0.5' })
    const { bytes, integrity } = await npm.tarball('isarray', version)
    expect(integrity?.algorithm).toBe('sha512')
    expect([bytes[0], bytes[1]]).toEqual([0x1f, 0x8b])
    expect(versionBefore(packument, '2.0.5')?.version).toBe('2.0.4')
  })
})
