import { X509Certificate } from 'node:crypto'
import { sha256 } from '../../../base/hash.ts'
import type { Signer } from '../../release.ts'
import { type Der, isContext, isUniversal, readDer } from '../asn1/der.ts'
import { integerHex, octetsOf, oidOf, smallInteger, tags, timeOf } from '../asn1/values.ts'

/** An X.509 certificate (RFC 5280) with what chains and signers need. */
export interface Certificate {
  readonly x509: X509Certificate
  /** `CN=…, O=…, C=…`. */
  readonly subject: string
  readonly issuer: string
  readonly commonName?: string
  readonly organisation?: string
  readonly unit?: string
  /** DER of the names, hexadecimal, for exact comparison. */
  readonly issuerDer: string
  readonly subjectDer: string
  readonly serial: string
  readonly keyId?: string
  readonly sha256: string
  readonly from: Date
  readonly to: Date
  /** Extended key usages; undefined: not restricted. */
  readonly uses?: readonly string[]
  readonly authority: boolean
  /** Most intermediate certificates below it. */
  readonly pathLength?: number
}

const names: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'E',
  '0.9.2342.19200300.100.1.1': 'UID',
}

/** Throws Asn1Error or the engine's error for what is no certificate. */
function readCertificate(der: Uint8Array): Certificate {
  const whole = readDer(der).whole
  const x509 = new X509Certificate(whole)
  const body = readDer(whole).children[0]?.children ?? []
  const at = isContext(body[0], 0) ? 1 : 0
  const [serial, , issuer, validity, subject] = body.slice(at)
  if (!serial || !issuer || !validity || !subject) throw new TypeError('a certificate lacks its names')
  const [from, to] = validity.children
  if (!from || !to) throw new TypeError('a certificate lacks its dates')
  const named = attributesOf(subject)
  const extensions = extensionsOf(body.find((part) => isContext(part, 3)))
  return {
    x509,
    subject: written(named),
    issuer: written(attributesOf(issuer)),
    ...of('commonName', named, 'CN'),
    ...of('organisation', named, 'O'),
    ...of('unit', named, 'OU'),
    issuerDer: Buffer.from(issuer.whole).toString('hex'),
    subjectDer: Buffer.from(subject.whole).toString('hex'),
    serial: integerHex(serial),
    sha256: sha256(whole),
    from: timeOf(from),
    to: timeOf(to),
    ...extensions,
  }
}

function of<K extends string>(key: K, named: readonly (readonly [string, string])[], name: string): { readonly [P in K]?: string } {
  const value = named.find(([at]) => at === name)?.[1]
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string }
}

function written(named: readonly (readonly [string, string])[]): string {
  return named.map(([name, value]) => `${name}=${/[,+"\\<>;=]/.test(value) ? JSON.stringify(value) : value}`).join(', ')
}

/** Most specific first, as certificates are usually shown. */
function attributesOf(name: Der): (readonly [string, string])[] {
  return name.children
    .flatMap((set) => set.children)
    .flatMap((pair) => {
      const [type, value] = pair.children
      return type && value ? [[names[oidOf(type)] ?? oidOf(type), textOf(value)] as const] : []
    })
    .toReversed()
}

function textOf(value: Der): string {
  const bytes = Buffer.from(value.content)
  if (isUniversal(value, tags.utf8)) return bytes.toString('utf8')
  // BMPString is UTF-16 in network order.
  if (isUniversal(value, 30) && bytes.length % 2 === 0) return Buffer.from(bytes).swap16().toString('utf16le')
  return bytes.toString('latin1')
}

function extensionsOf(list: Der | undefined): Pick<Certificate, 'uses' | 'authority' | 'pathLength' | 'keyId'> {
  const found: { uses?: string[]; authority: boolean; pathLength?: number; keyId?: string } = { authority: false }
  for (const extension of list?.children[0]?.children ?? []) {
    const [id, ...rest] = extension.children
    const value = rest.at(-1)
    if (!id || !value) continue
    const inner = () => readDer(octetsOf(value))
    const oid = oidOf(id)
    if (oid === '2.5.29.37') found.uses = inner().children.map(oidOf)
    if (oid === '2.5.29.14') found.keyId = Buffer.from(octetsOf(inner())).toString('hex')
    if (oid === '2.5.29.19') Object.assign(found, constraintsOf(inner()))
  }
  return found
}

function constraintsOf(constraints: Der): { authority: boolean; pathLength?: number } {
  const [first, second] = constraints.children
  const authority = isUniversal(first, tags.boolean) && first.content[0] !== 0
  return { authority, ...(isUniversal(second, tags.integer) && { pathLength: smallInteger(second) }) }
}

/** Certificates that can be read, each once; the others are counted. */
export function readCertificates(ders: readonly Uint8Array[]): { certificates: Certificate[]; unreadable: number } {
  const found = new Map<string, Certificate>()
  let unreadable = 0
  for (const der of ders) {
    try {
      const certificate = readCertificate(der)
      found.set(certificate.sha256, certificate)
    } catch {
      unreadable++
    }
  }
  return { certificates: [...found.values()], unreadable }
}

export function signerOf(certificate: Certificate): Signer {
  return {
    subject: certificate.subject,
    ...(certificate.organisation !== undefined && { organisation: certificate.organisation }),
    id: certificate.sha256,
    issuer: certificate.issuer,
  }
}
