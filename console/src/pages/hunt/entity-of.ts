import type { Entity } from '../../../../src/model/entity.ts'

const destinations = new Set(['domain', 'ip', 'ipv4', 'ipv6', 'hostname'])
const files = new Set(['md5', 'sha1', 'sha256'])

/** What an indicator is an entity of; undefined where it has no page of its own. */
export function entityOfIndicator(type: string, value: string): Entity | undefined {
  if (destinations.has(type)) return { kind: 'destination', id: value }
  return files.has(type) ? { kind: 'file', id: value } : undefined
}

const kinds: Readonly<Record<string, Entity['kind']>> = {
  host: 'host',
  src_ip: 'host',
  destination: 'destination',
  domain: 'destination',
  name: 'destination',
  dst_ip: 'destination',
  query: 'destination',
  server_name: 'destination',
  product: 'software',
  user: 'account',
  account: 'account',
  md5: 'file',
  sha1: 'file',
  sha256: 'file',
}

/** What a value of the lake is an entity of, by its column. In HTTP requests the host is the one that was asked. */
export function entityOfColumn(table: string, column: string, value: unknown): Entity | undefined {
  const kind = table === 'http_request' && column === 'host' ? 'destination' : kinds[column]
  return kind === undefined || typeof value !== 'string' || value === '' ? undefined : { kind, id: value }
}
