import type { Row } from '../../model/tables.ts'
import { readDate } from '../install-date.ts'

/** A component as both writings give it, with the components inside it left out. */
export interface Component {
  /** Number of the component in the document, from 1; 0 is the subject. */
  readonly line: number
  /** Its `bom-ref`, by which others refer to it. */
  readonly ref: string
  readonly type: string
  readonly name: string
  readonly group: string
  readonly version: string
  /** Publisher, supplier, manufacturer or author: the first that is given. */
  readonly vendor: string
  readonly purl: string
  readonly cpe: string
  /** As written, whatever the algorithm. */
  readonly hashes: readonly string[]
  readonly scope: string
  readonly properties: readonly Property[]
  /** Name of the device that it is a part of, where it lies inside one. */
  readonly device: string
}

export interface Property {
  readonly name: string
  readonly value: string
}

export interface Bom {
  /** As written. */
  readonly timestamp: string
  /** What the document is about: metadata.component. */
  readonly subject: Component | undefined
  /** metadata.properties. */
  readonly properties: readonly Property[]
  readonly components: Iterable<Component>
  /** What `vulnerabilities` says of them. */
  readonly statements: Iterable<Row<'vex_statement'>>
  /** Number of the document; empty is unknown. */
  readonly serial: string
  /** It tells of what is installed: a stand-alone VEX does not. */
  readonly isInventory: boolean
  readonly problems: readonly { readonly line: number; readonly why: string }[]
}

const hostNames = /(^|[:._-])(host|hostname|host_name|host-name|computer_name|computername|device_name|devicename|fqdn)$/i
const installNames = /(^|[:._-])(install_?date|install_?time|installed_?at|installation_?date)$/i

/** The host that properties name, such as `example:hostname`; ''. */
export function hostIn(properties: readonly Property[]): string {
  return properties.find(({ name, value }) => hostNames.test(name) && value !== '')?.value ?? ''
}

/** The install date that properties give, microseconds; null. */
export function installedIn(properties: readonly Property[]): number | null {
  for (const { name, value } of properties) if (installNames.test(name)) return readDate(value)
  return null
}

/** The name by which the component's ecosystem knows it: npm and Maven names include the group. */
export function productOf({ name, group, purl }: Component): string {
  if (group === '' || name.startsWith(`${group}/`)) return name
  const ecosystem = /^pkg:([a-z0-9.+-]+)\//i.exec(purl)?.[1]?.toLowerCase() ?? ''
  if (ecosystem === 'maven') return `${group}:${name}`
  return group.startsWith('@') || ['npm', 'golang', 'composer', 'github', 'swift'].includes(ecosystem) ? `${group}/${name}` : name
}
