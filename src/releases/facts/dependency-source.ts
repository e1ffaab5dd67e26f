import { normalPath } from '../diff/normal-path.ts'

/** Where a dependency comes from, whatever name it is imported by. */
export interface DependencySource {
  readonly kind: 'registry' | 'git' | 'url' | 'file'
  /** Of a registry the package, of an address what lies there; without versions. */
  readonly name: string
  /** Of an address, lower case. */
  readonly host?: string
}

const hostings: Readonly<Record<string, string>> = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org', gist: 'gist.github.com' }
const address = /^(git\+)?([a-z+]{2,12}):\/\/(?:[^@/]*@)?([^/:?#]+)(?::\d{1,5})?[/:]?([^?#]*)/
const shorthand = /^(?:(github|gitlab|bitbucket|gist):)?([\w.-]+(?:\/[\w.-]+)?)(?:#|$)/

/** What `range` of the dependency `name` points to: an alias to its package, an address to its host. */
export function sourceOf(name: string, range: string): DependencySource {
  const text = range.trim()
  const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)(?:@|$)/.exec(text)?.[1]
  if (alias !== undefined) return { kind: 'registry', name: alias }
  if (/^(?:file|link|portal):|^\.{0,2}\//.test(text)) return { kind: 'file', name: normalPath(text.replace(/^\w+:/, '')) }
  const [, , scheme = '', host, path = ''] = address.exec(text) ?? /^()()git@([^:]+):(.+)$/.exec(text) ?? []
  if (host !== undefined) {
    const isGit = text.startsWith('git') || scheme === 'ssh' || /\.git$/.test(path)
    return { kind: isGit ? 'git' : 'url', name: normalPath(path.replace(/\.git$/, '')), host: host.toLowerCase() }
  }
  const [, hosting, repository = ''] = shorthand.exec(text) ?? []
  if (hosting !== undefined || repository.includes('/')) return { kind: 'git', name: repository, host: hostings[hosting ?? 'github'] ?? '' }
  return { kind: 'registry', name }
}

export function isSameSource(one: DependencySource, other: DependencySource): boolean {
  return one.kind === other.kind && one.name === other.name && one.host === other.host
}

/** `the package @other/ms of the registry`, `files.invalid` */
export function sourceWords({ kind, name, host }: DependencySource): string {
  if (kind === 'registry') return `the package ${name} of the registry`
  if (kind === 'file') return `the file ${name}`
  return kind === 'git' ? `the repository ${name} at ${host}` : `an address at ${host}`
}
