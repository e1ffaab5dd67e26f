import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { GatehouseError } from '../../base/errors.ts'
import { environmentSettings, type Npmrc, parseNpmrc } from './npmrc.ts'

export const publicRegistry = 'https://registry.npmjs.org/'

/** Where packages come from, as npm itself is configured. */
export interface NpmConfig {
  /** The registry of a package by its scope; always ends in a slash. */
  registryOf(name: string): URL
  /**
   * The Authorization header for a URL, if there are credentials for it. The value is a secret: it goes into a request and nowhere else.
   */
  authorizationFor(url: URL): string | undefined
}

export interface NpmConfigInput {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Folder whose .npmrc counts. */
  readonly folder: string
  readonly home?: string
}

/**
 * npm's settings in its own order: environment, .npmrc of the folder, the user's .npmrc (`npm_config_userconfig` moves it), then the default.
 * Throws CONFIG_INVALID for a registry that is no http address.
 */
export function npmConfig({ environment, folder, home = homedir() }: NpmConfigInput): NpmConfig {
  const fromEnvironment = environmentSettings(environment)
  const userFile = fromEnvironment.get('userconfig') ?? join(home, '.npmrc')
  const layers = [fromEnvironment, read(join(folder, '.npmrc'), environment), read(userFile, environment)]
  const first = (key: string) => layers.map((layer) => layer.get(key)).find((value) => value !== undefined && value !== '')
  return {
    registryOf(name) {
      const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined
      const given = (scope === undefined ? undefined : first(`${scope}:registry`)) ?? first('registry')
      return registryUrl(given ?? publicRegistry)
    },
    authorizationFor: (url) => authorization(url, first),
  }
}

function read(path: string, environment: NpmConfigInput['environment']): Npmrc {
  try {
    return parseNpmrc(readFileSync(path, 'utf8'), environment)
  } catch {
    // npm itself goes on without a file that is not there or that it may not read.
    return new Map()
  }
}

function registryUrl(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`)
  if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url
  throw new GatehouseError('CONFIG_INVALID', 'the registry that npm is configured with is no http address', {
    hint: 'Look at `npm config get registry` and at .npmrc.',
  })
}

/** Credentials belong to a host and path and to all paths below: the longest one counts. */
function authorization(url: URL, setting: (key: string) => string | undefined): string | undefined {
  const parts = url.pathname.split('/')
  for (let kept = parts.length - 1; kept >= 1; kept--) {
    const place = `//${url.host}${parts.slice(0, kept).join('/')}/`
    for (const key of [place, place.slice(0, -1)]) {
      const token = setting(`${key}:_authToken`)
      if (token !== undefined) return `Bearer ${token}`
      const basic = setting(`${key}:_auth`)
      if (basic !== undefined) return `Basic ${basic}`
      const [user, password] = [setting(`${key}:username`), setting(`${key}:_password`)]
      if (user !== undefined && password !== undefined) return `Basic ${btoa(`${user}:${Buffer.from(password, 'base64').toString('utf8')}`)}`
    }
  }
  return undefined
}
