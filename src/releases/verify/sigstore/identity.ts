import { isContext, readDer } from '../asn1/der.ts'
import { octetsOf, oidOf } from '../asn1/values.ts'

/** What the certificate of a build says of it, as its issuer checked: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md. */
export type BuildIdentity = Readonly<Partial<Record<keyof typeof fields, string>>> & { readonly subject?: string }

const prefix = '1.3.6.1.4.1.57264.1.'
const fields = {
  issuer: '8',
  signer: '9',
  runner: '11',
  repository: '12',
  commit: '13',
  ref: '14',
  owner: '16',
  configuration: '18',
  trigger: '20',
  run: '21',
} as const
/** Fields that older certificates have instead, as bare text. */
const older: Readonly<Partial<Record<keyof typeof fields, string>>> = { issuer: '1', commit: '3', repository: '5', ref: '6', trigger: '2' }

/** Throws Asn1Error. */
export function buildIdentity(der: Uint8Array): BuildIdentity {
  const values = new Map<string, Uint8Array>()
  const list = readDer(der).children[0]?.children.find((part) => isContext(part, 3))?.children[0]
  for (const { children } of list?.children ?? []) {
    const [id, value] = [children[0], children.at(-1)]
    if (id && value) values.set(oidOf(id), octetsOf(value))
  }
  const found: Record<string, string> = {}
  for (const [name, oid] of Object.entries(fields)) {
    const inner = values.get(prefix + oid)
    const plain = values.get(prefix + (older[name as keyof typeof fields] ?? ''))
    if (inner) found[name] = Buffer.from(octetsOf(readDer(inner))).toString('utf8')
    else if (plain) found[name] = name === 'repository' ? `https://github.com/${Buffer.from(plain).toString('utf8')}` : Buffer.from(plain).toString('utf8')
  }
  const names = values.get('2.5.29.17')
  const subject = names && readDer(names).children.find((part) => isContext(part, 6) || isContext(part, 1))
  return { ...found, ...(subject && { subject: Buffer.from(subject.content).toString('utf8') }) }
}
