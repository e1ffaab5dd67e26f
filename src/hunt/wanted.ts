import type { AdvisoryIndicator } from '../advisories/advisory.ts'
import { demotionOf } from '../advisories/demote/demote.ts'
import { noWarningLists } from '../advisories/demote/warning-lists.ts'
import { isAddress } from '../base/net.ts'
import { raw, sql } from '../base/sql.ts'
import type { Lake } from '../lake/lake.ts'

/** An indicator as the lake is asked for it; its id is its place in the list. */
export interface Wanted {
  readonly id: number
  /** How it is matched; types that are matched alike share one. */
  readonly match: string
  readonly value: string
  /** Of a path what has to end the path that is met; empty for everything else. */
  readonly tail: string
  readonly indicator: AdvisoryIndicator
}

const matches: Readonly<Record<string, string>> = {
  domain: 'name',
  host: 'name',
  ipv4: 'address',
  ipv6: 'address',
  cidr: 'range',
  url: 'url',
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  email: 'mail',
  cookie: 'cookie',
  'registry-key': 'registry',
  mutex: 'mutex',
  'file-name': 'file name',
  'file-path': 'file name',
  'user-agent': 'user agent',
  ja3: 'ja3',
  ja3s: 'ja3s',
  ja4: 'ja4',
  'certificate-serial': 'serial',
  'certificate-thumbprint': 'thumbprint',
}

/** Rows of one statement; the engine reads them as data, whatever their number. */
const perStatement = 20_000

/** The indicators that some table of the lake can show, with the hosts of URLs that are not named by themselves. */
export function wantedOf(indicators: readonly AdvisoryIndicator[]): readonly Wanted[] {
  const all = [...indicators, ...hostsOfUrls(indicators)]
  return all
    .flatMap((indicator) => {
      const match = matches[indicator.type]
      return match === undefined ? [] : [{ match, value: asked(indicator), tail: indicator.type === 'file-path' ? tailOf(indicator.value) : '', indicator }]
    })
    .map((one, id) => ({ id, ...one }))
}

function asked({ type, value }: AdvisoryIndicator): string {
  if (type === 'file-name' || type === 'file-path') return (value.split(/[\\/]/).at(-1) ?? value).toLowerCase()
  if (type === 'certificate-serial') return value.toUpperCase()
  if (type === 'registry-key') return registryPath(value)
  if (type === 'mutex') return value.replace(/^.*\\(?=[^\\]+$)/, '').toLowerCase()
  if (type === 'cookie') return value.toLowerCase().replace(/=$/, '')
  return type === 'url' ? value : value.toLowerCase()
}

/** What of a path is the same on every host: behind variables, place holders, the drive and the name of the user. */
function tailOf(path: string): string {
  const plain = path.toLowerCase().replaceAll('/', '\\')
  const fixed = plain.replace(/^.*(?:%[^%\\]+%|<[^<>]*>|\*|\$(?:env:)?\w+)[^\\]*(?=\\)/, '').replace(/^[a-z]:|^~/, '')
  return fixed.replace(/^\\(?:users|home|documents and settings)\\[^\\]+(?=\\)/, '')
}

/** As `registryPathSql` writes keys of the evidence: lower case, `hkcu` for every user, without the folder for 32-bit programs. */
function registryPath(key: string): string {
  return key
    .toLowerCase()
    .replace(/^hku\\(?:s-1-5-[\d-]+(?:_classes)?|\.default|<[^<>]*>|\*)(?=\\)/, 'hkcu')
    .replaceAll('\\wow6432node\\', '\\')
}

/** TLS shows the host of a URL and no more: what is met of it is told apart from the URL. */
function hostsOfUrls(indicators: readonly AdvisoryIndicator[]): readonly AdvisoryIndicator[] {
  const known = new Set(indicators.filter(({ type }) => type !== 'url').map(({ value }) => value.toLowerCase()))
  const added = new Map<string, AdvisoryIndicator>()
  for (const indicator of indicators) {
    const host = indicator.type === 'url' ? hostOf(indicator.value) : ''
    if (host === '' || known.has(host)) continue
    const type = isAddress(host) ? (host.includes(':') ? 'ipv6' : 'ipv4') : 'host'
    const reason = indicator.demoted ?? demotionOf(type, host, { publisher: new Set(), vendors: new Set() }, noWarningLists)
    const before = added.get(host)
    if (before === undefined || (before.demoted !== undefined && reason === undefined)) {
      added.set(host, { ...indicator, type, value: host, partOf: 'url', demoted: reason && { reason: reason.reason } })
    }
  }
  return [...added.values()]
}

function hostOf(url: string): string {
  const [, authority = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url) ?? []
  return authority.toLowerCase().replace(/^\[|\]$/g, '')
}

/** Writes the indicators into a table of this session, where queries can join them. */
export async function loadWanted(lake: Lake, wanted: readonly Wanted[]): Promise<void> {
  await lake.run(raw('CREATE OR REPLACE TEMPORARY TABLE hunt_wanted (id UInt32, match LowCardinality(String), value String, tail String) ENGINE = Memory'))
  await lake.run(
    raw('CREATE OR REPLACE TEMPORARY TABLE hunt_pair (probe LowCardinality(String), seen String, id UInt32, relation LowCardinality(String)) ENGINE = Memory'),
  )
  for (let from = 0; from < wanted.length; from += perStatement) {
    const rows = wanted.slice(from, from + perStatement).map(({ id, match, value, tail }) => sql`(${id}, ${match}, ${value}, ${tail})`.text)
    await lake.run(raw(`INSERT INTO hunt_wanted VALUES ${rows.join(', ')}`))
  }
}

export async function dropWanted(lake: Lake): Promise<void> {
  await lake.run(raw('DROP TEMPORARY TABLE IF EXISTS hunt_wanted'))
  await lake.run(raw('DROP TEMPORARY TABLE IF EXISTS hunt_pair'))
}
