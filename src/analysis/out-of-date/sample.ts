import type { Batch } from '../../model/tables.ts'
import { inventory, knowledge, lifecycles, sampleDay } from '../updates/samples.ts'

const day = 86_400e6
const editor = { product: 'cedar-editor', title: 'Cedar Editor' }
const cycles = lifecycles([
  { ...editor, cycle: '5.1', released: sampleDay - 900 * day, eol: false, latest: '5.1.9', latest_released: sampleDay - 400 * day },
  { ...editor, cycle: '6', released: sampleDay - 300 * day, eol: false, latest: '6.4', latest_released: sampleDay - 30 * day },
  { ...editor, cycle: '7', released: sampleDay - 20 * day, eol: false, latest: '7.1', latest_released: sampleDay - 10 * day },
])

/** Behind its cycle for a year and for a month, and a viewer that another host has newer since long. */
export function positive(): Batch[] {
  return [
    inventory([
      { host: 'desk-1', product: 'Cedar Editor', vendor: 'Cedar', version: '5.1.3' },
      { host: 'desk-2', product: 'Cedar Editor', vendor: 'Cedar', version: '6.3' },
      { host: 'desk-3', product: 'Birch Viewer', vendor: 'Birch', version: '2.0' },
      { host: 'desk-4', product: 'Birch Viewer', vendor: 'Birch', version: '2.1', installed_at: sampleDay - 50 * day },
    ]),
    ...knowledge([]),
    ...cycles,
  ]
}

/** The latest of an older cycle, an update of last week, a version told too shortly, and a viewer that came yesterday or in another branch. */
export function benign(): Batch[] {
  return [
    inventory([
      { host: 'desk-1', product: 'Cedar Editor', vendor: 'Cedar', version: '5.1.9' },
      { host: 'desk-2', product: 'Cedar Editor', vendor: 'Cedar', version: '7.0' },
      { host: 'desk-5', product: 'Cedar Editor', vendor: 'Cedar', version: '6' },
      { host: 'desk-3', product: 'Birch Viewer', vendor: 'Birch', version: '2.0' },
      { host: 'desk-4', product: 'Birch Viewer', vendor: 'Birch', version: '2.1', installed_at: sampleDay - day },
      { host: 'desk-6', product: 'Birch Viewer', vendor: 'Birch', version: '3.0' },
    ]),
    ...knowledge([]),
    ...cycles,
  ]
}
