import type { AdvisoryIndicatorType } from '../../advisory.ts'

/** Attribute types of MISP by what they are here. Composite ones (`filename|md5`) are parted first. */
export const mispTypes: Readonly<Record<string, AdvisoryIndicatorType>> = {
  domain: 'domain',
  hostname: 'domain',
  'ip-dst': 'ipv4',
  'ip-src': 'ipv4',
  ip: 'ipv4',
  cidr: 'cidr',
  url: 'url',
  uri: 'url',
  link: 'url',
  email: 'email',
  'email-src': 'email',
  'email-dst': 'email',
  'email-reply-to': 'email',
  'whois-registrant-email': 'email',
  'dns-soa-email': 'email',
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  ssdeep: 'ssdeep',
  imphash: 'imphash',
  tlsh: 'tlsh',
  filename: 'file-name',
  'email-attachment': 'file-name',
  fullpath: 'file-path',
  regkey: 'registry-key',
  'user-agent': 'user-agent',
  cookie: 'cookie',
  mutex: 'mutex',
  'x509-fingerprint-sha1': 'certificate-thumbprint',
  'x509-fingerprint-sha256': 'certificate-thumbprint',
  'x509-fingerprint-md5': 'certificate-thumbprint',
  'ja3-fingerprint-md5': 'ja3',
  'ja3s-fingerprint-md5': 'ja3s',
  'ja4-fingerprint': 'ja4',
}

/** Relations inside objects that say more than the type `text`. */
export const mispRelations: Readonly<Record<string, AdvisoryIndicatorType>> = {
  fullpath: 'file-path',
  'serial-number': 'certificate-serial',
  'user-agent': 'user-agent',
  cookie: 'cookie',
}

/** Types whose name is one but whose value is of two. */
export const mispComposites: Readonly<Record<string, string>> = { 'malware-sample': 'filename|md5' }
