import { longestLine, sourceText } from '../../code/source-text.ts'
import { batchUnits } from '../../code/windows/batch.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'

export const batch: Reader = { name: 'batch', title: 'Batch files of Windows', recognise, read }

function recognise({ path }: FileHead): number {
  return /\.(?:bat|cmd|nt)$/i.test(path) ? 0.9 : 0
}

function read({ bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  const units = batchUnits(source, 'batch.command')
  return {
    reader: 'batch',
    units,
    traits: [
      { name: 'batch.commands', value: units.length },
      { name: 'batch.bytes', value: bytes.length },
      { name: 'batch.longest-line', value: longestLine(source.text) },
    ],
    notes: source.notes,
  }
}
