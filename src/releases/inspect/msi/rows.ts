import { longName } from '../../compound/msi-files.ts'
import { type MsiDatabase, type MsiRow, numberOf, textOf } from '../../compound/msi-tables.ts'
import { stepUnit } from '../../installer/step.ts'
import type { Unit } from '../../reading.ts'
import { customActionUnit } from './custom-action.ts'

type UnitOfRow = (row: MsiRow) => Unit | undefined

const roots: Readonly<Record<number, string>> = { [-1]: 'HKMU', 0: 'HKCR', 1: 'HKCU', 2: 'HKLM', 3: 'HKU' }

function joined(row: MsiRow, ...columns: readonly string[]): string {
  return columns
    .map((column) => textOf(row, column))
    .filter((text) => text !== '')
    .join(' ')
}

function registry(row: MsiRow): Unit {
  const root = roots[numberOf(row, 'Root') ?? -2] ?? '?'
  return stepUnit({ kind: 'registry', text: `${root}\\${joined(row, 'Key', 'Name', 'Value')}`, says: `writes ${root}\\${joined(row, 'Key', 'Name', 'Value')}` })
}

function service(row: MsiRow): Unit {
  const text = joined(row, 'Name', 'Arguments', 'StartName', 'Dependencies')
  return stepUnit({ kind: 'service', text: `${text} ${numberOf(row, 'StartType') ?? ''}`, says: `installs the service ${text}`, capabilities: ['persistence'] })
}

function shortcut(row: MsiRow): Unit {
  const text = `${textOf(row, 'Directory_')}\\${longName(textOf(row, 'Name'))} ${joined(row, 'Target', 'Arguments')}`
  return stepUnit({ kind: 'shortcut', text, says: `puts a shortcut ${text}` })
}

function externalCabinet(row: MsiRow): Unit | undefined {
  const name = textOf(row, 'Cabinet')
  return name === '' || name.startsWith('#')
    ? undefined
    : stepUnit({ kind: 'external-cabinet', text: name, says: `takes files from ${name}, which lies beside it` })
}

const tables: readonly (readonly [table: string, unit: UnitOfRow])[] = [
  ['CustomAction', customActionUnit],
  ['Registry', registry],
  ['ServiceInstall', service],
  ['ServiceControl', (row) => stepUnit({ kind: 'service', text: `control ${joined(row, 'Name', 'Arguments')} ${numberOf(row, 'Event') ?? ''}` })],
  ['Shortcut', shortcut],
  ['LaunchCondition', (row) => stepUnit({ kind: 'launch-condition', text: joined(row, 'Condition') })],
  ['Binary', (row) => stepUnit({ kind: 'binary', text: textOf(row, 'Name'), says: `carries ${textOf(row, 'Name')} for its custom actions` })],
  ['Media', externalCabinet],
]

const sequences = ['InstallExecuteSequence', 'InstallUISequence', 'AdminExecuteSequence', 'AdminUISequence', 'AdvtExecuteSequence']

/** Names of the tables that units come from. */
export const tablesRead: readonly string[] = [...tables.map(([table]) => table), ...sequences]

/** Units of one table. Throws what reading it throws. */
export function unitsOfTable(database: MsiDatabase, table: string): Unit[] {
  if (sequences.includes(table)) return sequenceUnits(database, table)
  const unit = tables.find(([name]) => name === table)?.[1]
  return database.rows(table).flatMap((row) => unit?.(row) ?? [])
}

/** Where custom actions are called; the order of Windows Installer's own actions says nothing. */
function sequenceUnits(database: MsiDatabase, table: string): Unit[] {
  const actions = new Set(database.rows('CustomAction').map((row) => textOf(row, 'Action')))
  return database.rows(table).flatMap((row) => {
    const [action, condition] = [textOf(row, 'Action'), textOf(row, 'Condition')]
    if (!actions.has(action)) return []
    return stepUnit({
      kind: 'install-sequence',
      text: `${table} ${action} ${condition}`,
      says: `${table} calls ${action}${condition === '' ? '' : ` if ${condition}`}`,
    })
  })
}
