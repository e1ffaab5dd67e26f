import type { Batch } from '../../model/tables.ts'
import { inventory, knowledge, sampleDay } from '../updates/samples.ts'

const day = 86_400e6

/** One to update now (exploited, the repair an hour old), one to hold (the repair ten hours old), one to isolate (exploited, the repair blocked). */
export function positive(): Batch[] {
  return [
    inventory([
      { host: 'mail-1', product: 'Cedar Mail', vendor: 'Cedar', version: '3.1' },
      { host: 'desk-1', product: 'Cedar Reader', vendor: 'Cedar', version: '2.0' },
      { host: 'desk-2', product: 'Cedar Phone', vendor: 'Cedar', version: '1.0' },
    ]),
    ...knowledge([
      { id: 'CVE-2024-8001', product: 'Cedar Mail', vendor: 'Cedar', fixed: '3.2', known: { added: '2024-02-20', due: '2024-03-12' } },
      { id: 'CVE-2024-8002', product: 'Cedar Reader', vendor: 'Cedar', fixed: '2.1', score: 7.5 },
      { id: 'CVE-2024-8003', product: 'Cedar Phone', vendor: 'Cedar', fixed: '1.1', known: { added: '2024-02-20', due: '2024-03-12' } },
    ]),
    {
      table: 'lifecycle',
      rows: [
        { product: 'cedar-mail', title: 'Cedar Mail', names: ['cedarmail'], cycle: '3', latest: '3.2', latest_released: sampleDay - day / 24, line: 1 },
        {
          product: 'cedar-reader',
          title: 'Cedar Reader',
          names: ['cedarreader'],
          cycle: '2',
          latest: '2.1',
          latest_released: sampleDay - (10 * day) / 24,
          line: 2,
        },
      ],
    },
    { table: 'vetted_release', rows: [{ name: 'Cedar Phone', version: '1.1', word: 'BLOCK', vetted_at: sampleDay, line: 1 }] },
  ]
}

/** Everything is up to date, and what has a weakness is spared by a statement of its maker. */
export function benign(): Batch[] {
  return [
    inventory([
      { host: 'mail-1', product: 'Cedar Mail', vendor: 'Cedar', version: '3.2' },
      { host: 'desk-1', product: 'Cedar Reader', vendor: 'Cedar', version: '2.0' },
    ]),
    ...knowledge(
      [
        { id: 'CVE-2024-8001', product: 'Cedar Mail', vendor: 'Cedar', fixed: '3.2', known: { added: '2024-02-20', due: '2024-03-12' } },
        { id: 'CVE-2024-8002', product: 'Cedar Reader', vendor: 'Cedar', fixed: '2.1', score: 7.5 },
      ],
      [
        {
          vulnerability: 'CVE-2024-8002',
          product: 'Cedar Reader',
          vendor: 'Cedar',
          status: 'not_affected',
          justification: 'component_not_present',
          author: 'Cedar',
        },
      ],
    ),
  ]
}
