const paths: Readonly<Record<string, string>> = {
  domain: 'domain-name:value',
  host: 'domain-name:value',
  ipv4: 'ipv4-addr:value',
  ipv6: 'ipv6-addr:value',
  email: 'email-addr:value',
  url: 'url:value',
  md5: 'file:hashes.MD5',
  sha1: "file:hashes.'SHA-1'",
  sha256: "file:hashes.'SHA-256'",
  sha512: "file:hashes.'SHA-512'",
  ssdeep: 'file:hashes.SSDEEP',
  tlsh: 'file:hashes.TLSH',
  'file-name': 'file:name',
  'registry-key': 'windows-registry-key:key',
  mutex: 'mutex:name',
  'user-agent': "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  cookie: "network-traffic:extensions.'http-request-ext'.request_header.'Cookie'",
  'certificate-serial': 'x509-certificate:serial_number',
}

/** The indicator as a STIX pattern; undefined for types that STIX has no property for. */
export function patternOf(type: string, value: string): string | undefined {
  if (type === 'cidr') return `[${value.includes(':') ? 'ipv6' : 'ipv4'}-addr:value ISSUBSET ${literal(value)}]`
  if (type === 'url' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return `[url:value = ${literal(`http://${value}`)} OR url:value = ${literal(`https://${value}`)}]`
  if (type === 'certificate-thumbprint') return thumbprint(value)
  const path = paths[type]
  return path === undefined ? undefined : `[${path} = ${literal(value)}]`
}

function thumbprint(value: string): string | undefined {
  const name = { 32: 'MD5', 40: "'SHA-1'", 64: "'SHA-256'" }[value.length]
  return name === undefined ? undefined : `[x509-certificate:hashes.${name} = ${literal(value)}]`
}

/** A string of the pattern language: quote and backslash are escaped (STIX 2.1, section 9.2). */
function literal(value: string): string {
  return `'${value.replace(/[\\']/g, (character) => `\\${character}`)}'`
}
