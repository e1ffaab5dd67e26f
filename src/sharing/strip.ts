import { registeredDomain } from '../base/domain.ts'
import { isAddress } from '../base/net.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import type { Internal, WarningInput } from './warning-input.ts'

export interface Stripped {
  readonly input: WarningInput
  /** Lines that changed: what stands in the workspace, and what leaves. */
  readonly changes: readonly { readonly inside: string; readonly outside: string }[]
  /** Names of evidence files by their stand-in. */
  readonly files: ReadonlyMap<string, string>
}

/** What of the input itself is inside: its hosts, its accounts, and the domains that its hosts are in. */
export function internalOf(input: WarningInput, known: Internal): Internal {
  const about = [...input.findings, ...input.incidents].flatMap((one) => one.about)
  const hosts = new Set([
    ...known.hosts,
    ...known.addresses.values(),
    ...about.flatMap(({ kind, id }) => (kind === 'host' ? [id] : [])),
    ...input.releases.map(({ host }) => host),
    ...input.hunts.flatMap(hostsOf),
  ])
  const domains = [...hosts].flatMap((host) => {
    const dot = host.indexOf('.')
    if (dot < 1 || isAddress(host)) return []
    const registered = registeredDomain(host)
    return [host.slice(dot + 1), ...(registered === '' || registered === host ? [] : [registered])].filter((name) => name.includes('.'))
  })
  return {
    ...known,
    hosts: [...hosts],
    users: [...known.users, ...about.flatMap(({ kind, id }) => (kind === 'account' ? [id] : []))],
    domains: [...new Set([...known.domains, ...domains])],
  }
}

function hostsOf(hunt: WarningInput['hunts'][number]): readonly string[] {
  return [
    ...hunt.hosts.map(({ host }) => host),
    ...hunt.ties.flatMap(({ hosts }) => hosts),
    ...hunt.products.flatMap(({ installations }) => installations.map(({ host }) => host)),
    ...[...hunt.indicators, ...hunt.patterns].flatMap(({ sightings }) => sightings.flatMap(({ hosts }) => hosts)),
  ]
}

/** The input as it may leave: every text in it with stand-ins, file names of evidence with numbers. */
export function strip(input: WarningInput, pseudonyms: Pseudonyms): Stripped {
  const changes = new Map<string, string>()
  const files = new Map<string, string>()
  const fileName = (name: string) => {
    const known = files.get(name) ?? `evidence-${files.size + 1}`
    files.set(name, known)
    return known
  }
  const text = (value: string, key: string) => {
    const outside = key === 'file' && value !== '' ? fileName(value) : key === 'at' || key === 'sha256' ? value : pseudonyms.text(value)
    if (outside !== value && !files.has(value)) changes.set(value, outside)
    return outside
  }
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return text(value, key)
    if (Array.isArray(value)) return value.map((item) => walk(item, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]))
  }
  // The name of who warns is theirs to give; sources of coverage are file names, too.
  const coverage = input.coverage.map((line) => ({ ...line, source: fileName(line.source) }))
  const walked = walk({ ...input, from: '', coverage: [] }, '') as WarningInput
  return {
    input: { ...walked, from: input.from, coverage },
    changes: [...changes, ...files].map(([inside, outside]) => ({ inside, outside })),
    files: new Map([...files].map(([inside, outside]) => [outside, inside])),
  }
}
