import type { Batch, Row } from '../../model/tables.ts'
import { inventory, sampleDay } from '../updates/samples.ts'

const day = 86_400e6
const hosts = Array.from({ length: 12 }, (_, index) => `desk-${index + 1}`)

interface Host {
  /** Version of the tool; empty: it has none. */
  readonly version: string
  /** Days before the end on which it was last in touch with the maker; null: never. */
  readonly heard: number | null
}

/** Twelve desks for ten days; all go out daily. The newest version came twenty days before the end, or `arrived` days. */
function organisation(of: (index: number) => Host, arrived = 20): Batch[] {
  const tools = hosts.flatMap((host, index) => {
    const { version } = of(index)
    const installed_at = sampleDay - (version === '7.10.2' ? arrived : 100) * day
    const editor = { host, product: 'Cedar Editor', version: '1' }
    return version === '' ? [editor] : [editor, { host, product: 'CrowdStrike Windows Sensor', vendor: 'CrowdStrike, Inc.', version, installed_at }]
  })
  const lookups = hosts.flatMap((_, index) =>
    Array.from({ length: 11 }, (__, ago): Omit<Row<'dns_query'>, 'line'>[] => {
      const at = { time: sampleDay - ago * day, src_ip: `10.0.0.${index + 1}`, dst_ip: '10.0.0.53', answers: ['198.51.100.7'] }
      const { heard } = of(index)
      return [{ ...at, query: 'www.example.com' }, ...(heard !== null && ago >= heard ? [{ ...at, query: 'ts01-b.cloudsink.net' }] : [])]
    }).flat(),
  )
  return [
    inventory(tools),
    {
      table: 'host_address',
      rows: hosts.map((host, index) => ({ ip: `10.0.0.${index + 1}`, host, role: 'desk', os: 'Windows 11', basis: 'inventory', line: index + 1 })),
    },
    { table: 'dns_query', rows: lookups.map((row, index) => ({ ...row, line: index + 1 })) },
  ]
}

/** One desk with an old sensor, one without, and one whose sensor has been silent for nine days. */
export function positive(): Batch[] {
  return organisation((index) => ({ version: index === 0 ? '7.9.1' : index === 1 ? '' : '7.10.2', heard: index === 1 ? null : index === 2 ? 9 : 0 }))
}

/** An update of the day before yesterday that one desk waits for, and one that was last in touch three days ago. */
export function benign(): Batch[] {
  return organisation((index) => ({ version: index === 0 ? '7.9.1' : '7.10.2', heard: index === 2 ? 3 : 0 }), 2)
}
