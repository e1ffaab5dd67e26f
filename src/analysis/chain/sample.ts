import type { Batch, Row } from '../../model/tables.ts'
import { inventory, knowledge, sampleDay } from '../updates/samples.ts'

const installed = inventory([
  { host: 'gateway', product: 'Cedar VPN', vendor: 'Cedar', version: '1.0' },
  { host: 'gateway', product: 'Cedar System', vendor: 'Cedar', version: '5.0' },
  { host: 'store', product: 'Cedar Share', vendor: 'Cedar', version: '3.0' },
])

const weaknesses = [
  {
    id: 'CVE-2024-7001',
    product: 'Cedar VPN',
    vendor: 'Cedar',
    fixed: '1.1',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    known: { added: '2024-02-01', due: '2024-02-20' },
  },
  { id: 'CVE-2024-7002', product: 'Cedar System', vendor: 'Cedar', fixed: '5.1', vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', probability: 0.3 },
  { id: 'CVE-2024-7003', product: 'Cedar Share', vendor: 'Cedar', fixed: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', probability: 0.4 },
]

function traffic(pairs: readonly (readonly [from: string, to: string])[]): Batch[] {
  const addresses = [
    { ip: '10.0.0.1', host: 'gateway' },
    { ip: '10.0.0.2', host: 'store' },
    { ip: '10.0.0.3', host: 'desk' },
  ]
  const connections = pairs.map(
    ([src_ip, dst_ip], index): Row<'connection'> => ({
      time: sampleDay + index * 1e6,
      src_ip,
      dst_ip,
      dst_port: 443,
      protocol_name: 'tcp',
      conn_state: 'SF',
      bytes_out: 500,
      bytes_in: 500,
      line: index + 1,
    }),
  )
  return [
    { table: 'host_address', rows: addresses.map((row, index) => ({ ...row, basis: 'inventory', line: index + 1 })) },
    { table: 'connection', rows: connections },
  ]
}

/** The outside reaches the gateway, and the gateway the store. */
export function positive(): Batch[] {
  return [
    installed,
    ...knowledge(weaknesses),
    ...traffic([
      ['198.51.100.9', '10.0.0.1'],
      ['10.0.0.1', '10.0.0.2'],
      ['10.0.0.3', '203.0.113.7'],
    ]),
  ]
}

/** The same weaknesses, where nothing from the outside reaches the gateway and nobody goes from it to the store. */
export function benign(): Batch[] {
  return [
    installed,
    ...knowledge(weaknesses),
    ...traffic([
      ['10.0.0.3', '10.0.0.1'],
      ['10.0.0.3', '10.0.0.2'],
      ['10.0.0.3', '203.0.113.7'],
    ]),
  ]
}
