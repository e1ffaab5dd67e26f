import { canonicalName } from '../../base/net.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead } from '../csv.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { productCodeOf } from '../handles.ts'
import { hostOfPath } from '../host-of-path.ts'
import { dateOrder, InstallDates, readDate } from '../install-date.ts'
import { jsonStart } from '../json-text.ts'
import { isRegistryJson, isWingetExport, programsInJson } from './json.ts'
import type { Program } from './program.ts'
import { isUninstallExport, programsInRegistry } from './registry.ts'
import { isRegistryTable, programsInCsv } from './table.ts'
import { hasWingetTable, programsInTable } from './winget-list.ts'

export const windowsPrograms: Format = {
  name: 'windows-programs',
  title: 'Programs of Windows: winget, registry, PowerShell',
  origin: 'winget list, winget export, reg export of the Uninstall keys, or Get-ItemProperty on them as CSV or JSON.',
  fills: ['installation'],
  recognise: (head) => (kindOf(head) ? 0.95 : 0),
  read: (source, notes) => batched('installation', rows(source, notes)),
}

type Reader = (source: Source, notes: Notes) => AsyncGenerator<Program>

function kindOf(head: Head): Reader | undefined {
  const start = jsonStart(head)
  if (start !== undefined) return isWingetExport(start) || isRegistryJson(start) ? programsInJson : undefined
  if (isUninstallExport(head.text)) return programsInRegistry
  if (isRegistryTable(csvHead(head)?.names ?? [])) return programsInCsv
  return hasWingetTable(head.text) ? programsInTable : undefined
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'installation'>> {
  const reader = kindOf(source.head)
  if (!reader) return notes.skip(1, 'neither winget nor the Uninstall keys')
  const csv = csvHead(source.head)
  const column = csv?.names.indexOf('installdate') ?? -1
  const dates = new InstallDates(dateOrder(csv?.sample.map((cells) => cellOf(cells, column)) ?? []))
  let fromPath: string | undefined
  for await (const { line, host, product, version, vendor, code, installed, seen } of reader(source, notes)) {
    if (host === '') fromPath ??= hostOfPath(source, notes)
    yield {
      line,
      host: host === '' ? (fromPath ?? '') : canonicalName(host),
      product,
      vendor,
      version,
      product_code: productCodeOf(code),
      installed_at: dates.read(installed, line),
      seen_at: readDate(seen) ?? source.modified,
      basis: 'inventory',
    }
  }
  dates.report(notes)
}
