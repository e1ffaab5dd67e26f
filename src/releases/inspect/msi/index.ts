import { CompoundError, readCompound } from '../../compound/cfb.ts'
import { isMsi, type MsiDatabase, readMsi, textOf } from '../../compound/msi-tables.ts'
import { BeyondEnd } from '../../cursor.ts'
import type { FileHead, InspectedFile, Reader, Reading, Trait, Unit } from '../../reading.ts'
import { bytesSource } from '../../unpack/source.ts'
import { tablesRead, unitsOfTable } from './rows.ts'

const magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Windows Installer packages: what they do while they install. */
export const msi: Reader = {
  name: 'msi',
  title: 'Windows Installer package (MSI)',

  recognise({ path, bytes }: FileHead): number {
    if (!magic.every((byte, index) => bytes[index] === byte)) return 0
    return /\.(msi|msm|msp)$/i.test(path) ? 1 : 0.6
  },

  read({ bytes }: InspectedFile): Reading {
    const notes: string[] = []
    const database = attempt('it', notes, () => {
      const compound = readCompound(bytesSource(bytes))
      if (isMsi(compound)) return readMsi(bytesSource(bytes), compound)
      notes.push('a compound file without the tables of an installer')
      return undefined
    })
    if (database === undefined) return { reader: 'msi', units: [], traits: [], notes }
    const units: Unit[] = []
    for (const table of tablesRead) units.push(...(attempt(`the table ${table}`, notes, () => unitsOfTable(database, table)) ?? []))
    return { reader: 'msi', units, traits: traitsOf(database, notes), notes }
  },
}

const properties = [
  ['msi.product-code', 'ProductCode'],
  ['msi.upgrade-code', 'UpgradeCode'],
  ['msi.product-name', 'ProductName'],
  ['msi.product-version', 'ProductVersion'],
  ['msi.manufacturer', 'Manufacturer'],
] as const

function traitsOf(database: MsiDatabase, notes: string[]): Trait[] {
  const rows = attempt('the table Property', notes, () => database.rows('Property')) ?? []
  const values = new Map(rows.map((row) => [textOf(row, 'Property'), textOf(row, 'Value')]))
  const count = (table: string): number | null => attempt(`the table ${table}`, notes, () => database.rows(table).length) ?? null
  return [
    ...properties.map(([name, property]) => ({ name, value: values.get(property) ?? null })),
    { name: 'msi.custom-actions', value: count('CustomAction') },
    { name: 'msi.files', value: count('File') },
    { name: 'msi.signed', value: database.streams.has('\u0005DigitalSignature') },
  ]
}

function attempt<T>(what: string, notes: string[], step: () => T): T | undefined {
  try {
    return step()
  } catch (thrown) {
    if (!(thrown instanceof BeyondEnd || thrown instanceof CompoundError)) throw thrown
    const note = `${what} cannot be read: ${thrown.message}`
    if (!notes.includes(note)) notes.push(note)
    return undefined
  }
}
