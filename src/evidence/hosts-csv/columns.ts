import { columnsOf } from '../csv.ts'

export interface HostColumns {
  readonly host: number
  /** All columns that hold addresses. */
  readonly addresses: readonly number[]
  readonly role?: number
  readonly os?: number
  readonly since?: number
  readonly until?: number
}

const wanted = {
  host: [
    ...['host', 'hostname', 'dnshostname', 'fqdn', 'computer', 'computername', 'device', 'devicename', 'machine', 'machinename', 'system', 'systemname'],
    ...['server', 'servername', 'asset', 'assetname', 'endpoint', 'vm', 'vmname', 'name'],
  ],
  role: ['role', 'function', 'purpose', 'usage', 'group', 'tier', 'category'],
  os: ['os', 'operatingsystem', 'osname', 'platform'],
  since: ['since', 'validfrom', 'from'],
  until: ['until', 'validuntil', 'to'],
}
const addressNames =
  /^((host|primary|private|internal|local|system|device)?(ip|ips|ipv4|ipv6|ipaddr|ipaddress|ipaddresses|ipv4address|ipv4addresses|ipv6address|ipv6addresses|address|addresses))$/
/** Columns of inventories of software, and of logs and leases: there an address is one moment's, not the host's own. */
const elsewhere =
  /^(product|productname|software|softwarename|application|version|displayversion|user|userid|username|userprincipalname|upn|account|time|date|datetime|datetimeutc|timestamp|event|eventid|action|result|port|srcip|dstip|sourceip|destinationip|leaseexpirytime|leaseexpires|addressstate|indicator|ioc)$/

/** Columns of a table of hosts; undefined when it is another kind of table. */
export function hostColumns(names: readonly string[]): HostColumns | undefined {
  const { host, ...rest } = columnsOf(names, wanted)
  const addresses = names.flatMap((name, index) => (addressNames.test(name) ? [index] : []))
  if (host === undefined || addresses.length === 0 || names.some((name) => elsewhere.test(name))) return undefined
  return { host, addresses, ...rest }
}
