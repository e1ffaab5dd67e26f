import type { Batch } from '../../model/tables.ts'
import { inventory, knowledge, lifecycles, sampleDay } from '../updates/samples.ts'

const day = 86_400e6
const editor = { product: 'cedar-editor', title: 'Cedar Editor' }
const system = { product: 'cedaros', title: 'CedarOS', category: 'os' }
const cycles = lifecycles([
  { ...editor, cycle: '5.1', eol_date: sampleDay - 400 * day },
  { ...editor, cycle: '5.10', eol_date: sampleDay + 400 * day },
  { ...editor, cycle: '6', eol_date: sampleDay + 60 * day },
  { ...editor, cycle: '7', eol: false },
  { ...editor, cycle: '8' },
  { ...system, cycle: '11', eol: true },
  { ...system, cycle: '12', eol: false },
])

/** An editor whose updates have ended and that has a weakness in use, one that ends soon, an old system, and a reader for which no repair will come. */
export function positive(): Batch[] {
  return [
    inventory([
      { host: 'desk-1', product: 'Cedar Editor', vendor: 'Cedar', version: '5.1.3' },
      { host: 'desk-2', product: 'Cedar Editor', vendor: 'Cedar', version: '6.2' },
      { host: 'desk-3', product: 'Birch Reader', vendor: 'Birch', version: '2.0' },
    ]),
    { table: 'host_address', rows: [{ ip: '10.0.0.9', host: 'srv-1', os: 'CedarOS 11.4 (bark)', basis: 'inventory', line: 1 }] },
    ...knowledge([
      { id: 'CVE-2024-1111', product: 'Cedar Editor', vendor: 'Cedar', fixed: '', known: { added: '2024-01-10', due: '2024-01-31' } },
      { id: 'CVE-2024-2222', product: 'Birch Reader', vendor: 'Birch', fixed: '', noFix: true },
    ]),
    ...cycles,
  ]
}

/** Cycles with almost the same number that are looked after, one of which nothing is known, a package of the same name, and a weakness with a repair. */
export function benign(): Batch[] {
  return [
    inventory([
      { host: 'desk-1', product: 'Cedar Editor', vendor: 'Cedar', version: '5.10.3' },
      { host: 'desk-2', product: 'Cedar Editor', vendor: 'Cedar', version: '7.5' },
      { host: 'desk-3', product: 'Cedar Editor', vendor: 'Cedar', version: '8.1' },
      { host: 'desk-4', product: 'Cedar Editor Fonts', vendor: 'Cedar', version: '5.1' },
      { host: 'build-1', product: 'cedar-editor', purl: 'pkg:npm/cedar-editor@5.1.3', version: '5.1.3' },
      { host: 'build-2', product: 'cedar-editor', purl: 'pkg:deb/debian/cedar-editor@5.1.3-1', version: '5.1.3-1' },
      { host: 'desk-5', product: 'Birch Reader', vendor: 'Birch', version: '2.0' },
    ]),
    { table: 'host_address', rows: [{ ip: '10.0.0.9', host: 'srv-1', os: 'CedarOS 12.1', basis: 'inventory', line: 1 }] },
    ...knowledge([{ id: 'CVE-2024-2222', product: 'Birch Reader', vendor: 'Birch', fixed: '2.1' }]),
    ...cycles,
  ]
}
