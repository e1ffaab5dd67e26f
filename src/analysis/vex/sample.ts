import type { Batch } from '../../model/tables.ts'
import { inventory, knowledge } from '../updates/samples.ts'

const weakness = { id: 'CVE-2024-6666', product: 'Cedar Mail', vendor: 'Cedar', fixed: '3.2' }
const installed = inventory([{ host: 'mail-1', product: 'Cedar Mail', vendor: 'Cedar', version: '3.1' }])

/** One statement that spares a weakness, and one that is written for a name that no inventory gives. */
export function positive(): Batch[] {
  return [
    installed,
    ...knowledge(
      [weakness],
      [
        {
          vulnerability: 'CVE-2024-6666',
          product: 'Cedar Mail',
          version: '3.1',
          status: 'not_affected',
          justification: 'component_not_present',
          author: 'Mail team',
          document: 'a',
        },
        { vulnerability: 'CVE-2024-6666', product: 'Cedarmail Server', version: '3.1', status: 'not_affected', author: 'Mail team', document: 'b' },
      ],
    ),
  ]
}

/** A statement that is about what is installed. */
export function benign(): Batch[] {
  return [installed, ...knowledge([weakness], [{ vulnerability: 'CVE-2024-6666', product: 'Cedar Mail', status: 'affected', author: 'Cedar', document: 'c' }])]
}
