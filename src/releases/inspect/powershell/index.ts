import { longestLine, sourceText } from '../../code/source-text.ts'
import { powershellUnits } from '../../code/windows/powershell.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'

export const powershell: Reader = { name: 'powershell', title: 'PowerShell scripts and modules', recognise, read }

function recognise({ path, bytes }: FileHead): number {
  if (/\.(?:ps1|psm1|psd1|ps1xml|pssc)$/i.test(path)) return 0.9
  return /^#!\s*\S{0,200}\bpwsh\b/.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')) ? 0.9 : 0
}

function read({ path, bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  // Run by NuGet and Chocolatey without being asked.
  const hook = /(?:^|[/!])tools\/(?:init|install|uninstall|chocolateyinstall|chocolateybeforemodify)\.ps1$/i.test(path)
  const units = powershellUnits(source, hook ? 'powershell.hook' : 'powershell.statement')
  return {
    reader: 'powershell',
    units,
    traits: [
      { name: 'powershell.statements', value: units.length },
      { name: 'powershell.bytes', value: bytes.length },
      { name: 'powershell.longest-line', value: longestLine(source.text) },
      { name: 'powershell.runs-by-itself', value: hook },
    ],
    notes: source.notes,
  }
}
