import type { Capability } from '../../capability.ts'
import { type MsiRow, numberOf, textOf } from '../../compound/msi-tables.ts'
import { stepUnit } from '../../installer/step.ts'
import type { Unit } from '../../reading.ts'

interface Source {
  readonly says: string
  readonly capabilities: readonly Capability[]
}

/** The lowest six bits of a type: what runs and where it comes from (Windows Installer, "Summary List of All Custom Action Types"). */
const sources: Readonly<Record<number, Source>> = {
  1: { says: 'calls a library in the package', capabilities: ['native-code'] },
  2: { says: 'runs a program in the package', capabilities: ['execute'] },
  5: { says: 'runs JScript in the package', capabilities: ['execute'] },
  6: { says: 'runs VBScript in the package', capabilities: ['execute'] },
  7: { says: 'installs a package inside this one', capabilities: ['execute'] },
  17: { says: 'calls an installed library', capabilities: ['native-code'] },
  18: { says: 'runs an installed program', capabilities: ['execute'] },
  19: { says: 'stops with a message', capabilities: [] },
  21: { says: 'runs an installed JScript', capabilities: ['execute'] },
  22: { says: 'runs an installed VBScript', capabilities: ['execute'] },
  23: { says: 'installs another package', capabilities: ['execute'] },
  34: { says: 'runs a program in a folder', capabilities: ['execute'] },
  35: { says: 'sets a folder', capabilities: [] },
  37: { says: 'runs JScript written in the table', capabilities: ['execute', 'evaluate'] },
  38: { says: 'runs VBScript written in the table', capabilities: ['execute', 'evaluate'] },
  39: { says: 'installs an advertised package', capabilities: ['execute'] },
  50: { says: 'runs a program that a property names', capabilities: ['execute'] },
  51: { says: 'sets a property', capabilities: [] },
  53: { says: 'runs JScript out of a property', capabilities: ['execute', 'evaluate'] },
  54: { says: 'runs VBScript out of a property', capabilities: ['execute', 'evaluate'] },
}

const inScript = 0x400

/** The other bits of a type in words. */
export function scheduling(type: number): string[] {
  const words: string[] = []
  if (type & inScript) {
    words.push(type & 0x100 ? 'on rollback' : type & 0x200 ? 'on commit' : 'deferred')
    if (type & 0x800) words.push('with the rights of the system')
  }
  if (type & 0x40) words.push('its result is ignored')
  if (type & 0x80) words.push(type & 0x40 ? 'nobody waits for it' : 'in the background')
  if (type & 0x2000) words.push('kept out of the log')
  return words
}

export function customActionUnit(row: MsiRow): Unit {
  const type = numberOf(row, 'Type') ?? 0
  const [action, source, target] = [textOf(row, 'Action'), textOf(row, 'Source'), textOf(row, 'Target')]
  const { says, capabilities } = sources[type & 0x3f] ?? { says: `does something of an unknown type (${type & 0x3f})`, capabilities: ['execute'] }
  const how = scheduling(type)
  return stepUnit({
    kind: 'custom-action',
    text: `${type} ${source} ${target}`,
    says: `${action} ${says}${how.length > 0 ? ` (${how.join(', ')})` : ''}: ${[source, target].filter((part) => part !== '').join(' ')}`,
    capabilities,
  })
}
