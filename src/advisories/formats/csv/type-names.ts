import type { AdvisoryIndicatorType } from '../../advisory.ts'

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
  indicator: 'any',
  keypath: 'registry-key',
  filefullpath: 'file-path',
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

const longestName = 40

/** The type that a cell such as `SHA256`, `ip-dst` or `FileHash-MD5` names by itself; undefined for any other text. */
export function typeNameOf(cell: string): AdvisoryIndicatorType | 'any' | undefined {
  return cell.length > longestName ? undefined : typeNames[cell.toLowerCase().replace(/[^a-z0-9]/g, '')]
}

/** The type that the words of a cell name: `C2 domain`, `IPv4 address`, `file_path_name`, `ip:port`. The longest name counts, of several the last; one that tells nothing only by itself. */
export function typeInWords(cell: string): AdvisoryIndicatorType | 'any' | undefined {
  const exact = typeNameOf(cell)
  if (exact !== undefined || cell.length > longestName) return exact
  const words = cell.toLowerCase().match(/[a-z0-9]+/g) ?? []
  for (const length of [3, 2, 1]) {
    for (let from = words.length - length; from >= 0; from -= 1) {
      const named = typeNames[words.slice(from, from + length).join('')]
      if (named !== undefined && named !== 'any') return named
    }
  }
  return undefined
}
