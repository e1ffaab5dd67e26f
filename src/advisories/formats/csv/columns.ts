import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { typeByLook } from './look.ts'
import type { TableRow } from './table.ts'

/** Names of types as tables write them, small letters and digits only. */
const typeNames: Readonly<Record<string, AdvisoryIndicatorType | 'any'>> = {
  domain: 'domain',
  domainname: 'domain',
  hostname: 'domain',
  host: 'domain',
  fqdn: 'domain',
  ip: 'ipv4',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  ipaddress: 'ipv4',
  ipaddr: 'ipv4',
  ipv4addr: 'ipv4',
  ipv6addr: 'ipv6',
  ipdst: 'ipv4',
  ipsrc: 'ipv4',
  address: 'any',
  cidr: 'cidr',
  subnet: 'cidr',
  netblock: 'cidr',
  url: 'url',
  uri: 'url',
  link: 'url',
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha512: 'sha512',
  sha384: 'sha384',
  sha224: 'sha224',
  hash: 'any',
  filehash: 'any',
  filehashmd5: 'md5',
  filehashsha1: 'sha1',
  filehashsha256: 'sha256',
  hashmd5: 'md5',
  hashsha1: 'sha1',
  hashsha256: 'sha256',
  file: 'any',
  ssdeep: 'ssdeep',
  imphash: 'imphash',
  tlsh: 'tlsh',
  email: 'email',
  emailaddress: 'email',
  emailwhois: 'email',
  sender: 'email',
  filename: 'file-name',
  filepath: 'file-path',
  path: 'file-path',
  fullpath: 'file-path',
  registry: 'registry-key',
  registrykey: 'registry-key',
  regkey: 'registry-key',
  mutex: 'mutex',
  useragent: 'user-agent',
  cookie: 'cookie',
  ja3: 'ja3',
  ja3s: 'ja3s',
  ja4: 'ja4',
  serial: 'certificate-serial',
  serialnumber: 'certificate-serial',
  thumbprint: 'certificate-thumbprint',
}

export interface Columns {
  /** The column that says what the value is. */
  readonly type?: number | undefined
  /** Columns of values, with their type where the heading says it. */
  readonly values: ReadonlyMap<number, AdvisoryIndicatorType | 'any'>
}

/** What the columns mean: by their headings, and by what most of their cells hold. */
export function columnsOf(header: readonly string[], rows: readonly TableRow[]): Columns {
  const names = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  const sample = rows.slice(0, 200)
  const share = (column: number, test: (cell: string) => boolean) => {
    const cells = sample.map((row) => row.cells[column] ?? '').filter((cell) => cell !== '')
    return cells.length === 0 ? 0 : cells.filter(test).length / cells.length
  }
  const type = names.findIndex(
    (_, column) => share(column, (cell) => cell.length < 40 && typeNameOf(cell) !== undefined && typeByLook(cell) === undefined) >= 0.6,
  )
  const values = new Map<number, AdvisoryIndicatorType | 'any'>()
  for (const [column, name] of names.entries()) {
    if (column === type) continue
    const known = typeNames[name]
    const holds = share(column, (cell) => typeByLook(cell) !== undefined)
    const isReference = /^(?:reference|references|source|sources|report|link|virustotal|vt|note|notes|comment|description|context)s?$/.test(name)
    if (known && !isReference && (known !== 'any' || holds > 0.1)) values.set(column, known)
    else if (/^(?:value|indicator|ioc|data|observable|artifact|indicatorvalue|iocvalue|attribute)s?$/.test(name) || (holds >= 0.6 && !isReference))
      values.set(column, 'any')
  }
  return { type: type < 0 ? undefined : type, values }
}

/** The type that a cell such as `SHA256`, `ip-dst` or `FileHash-MD5` names; undefined for any other text. */
export function typeNameOf(cell: string): AdvisoryIndicatorType | 'any' | undefined {
  return typeNames[cell.toLowerCase().replace(/[^a-z0-9]/g, '')]
}
