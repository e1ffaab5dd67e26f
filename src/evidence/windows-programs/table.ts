import { cellOf, columnsOf, csvHead, csvRecords } from '../csv.ts'
import type { Notes, Source } from '../format.ts'
import { knownHost, type Program, unnamedKeys } from './program.ts'

/** True for keys of Uninstall as `Export-Csv` writes them. */
export function isRegistryTable(names: readonly string[]): boolean {
  return names.includes('displayname') && (names.includes('displayversion') || names.includes('uninstallstring'))
}

export async function* programsInCsv(source: Source, notes: Notes): AsyncGenerator<Program> {
  const head = csvHead(source.head)
  if (!head) return notes.skip(1, 'no header')
  const columns = columnsOf(head.names, {
    host: ['pscomputername', 'computername', 'hostname', 'host', 'computer', 'machinename', 'devicename'],
    product: ['displayname'],
    version: ['displayversion'],
    vendor: ['publisher'],
    installed: ['installdate'],
    code: ['pschildname', 'productcode', 'identifyingnumber'],
  })
  let unnamed = 0
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const product = cellOf(cells, columns.product)
    if (product === '') unnamed += 1
    else {
      const cell = (column: keyof typeof columns) => cellOf(cells, columns[column])
      yield {
        line,
        host: knownHost(cell('host')),
        product,
        version: cell('version'),
        vendor: cell('vendor'),
        code: cell('code'),
        installed: cell('installed'),
        seen: '',
      }
    }
  }
  if (unnamed > 0) notes.say(unnamedKeys(unnamed))
}
