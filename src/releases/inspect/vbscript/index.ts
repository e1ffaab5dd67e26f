import { Signs } from '../../code/signs.ts'
import { longestLine, type SourceText, sourceText } from '../../code/source-text.ts'
import { scriptHostSigns, vbscriptUnits } from '../../code/windows/script-host.ts'
import type { FileHead, InspectedFile, Reader, Reading, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'

/** Files of the Windows Script Host that hold scripts in elements. */
const pages = /\.(?:hta|wsf|wsc|sct)$/i
const script = /<script\b([^>]{0,2000})>/gi
/** Beginning of a script that was put through Microsoft's Script Encoder. */
const encodedMark = '#@~^'

export const vbscript: Reader = { name: 'vbscript', title: 'VBScript, and scripts in HTA and Windows Script files', recognise, read }

function recognise({ path }: FileHead): number {
  return /\.(?:vbs|vbe|vb_|bas|cls)$/i.test(path) || pages.test(path) ? 0.9 : 0
}

function read({ path, bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  const notes = [...source.notes]
  const isEncoded = source.text.includes(encodedMark)
  if (isEncoded) notes.push('the script is encoded by the Script Encoder: what it does was not read')
  const units = pages.test(path) ? unitsOfPage(source) : vbscriptUnits(source, 'vbscript.statement')
  return {
    reader: 'vbscript',
    units,
    traits: [
      { name: 'vbscript.statements', value: units.length },
      { name: 'vbscript.bytes', value: bytes.length },
      { name: 'vbscript.longest-line', value: longestLine(source.text) },
      { name: 'vbscript.encoded', value: isEncoded },
    ],
    notes,
  }
}

function unitsOfPage(source: SourceText): Unit[] {
  const units: Unit[] = []
  const lower = source.text.toLowerCase()
  script.lastIndex = 0
  for (let open = script.exec(source.text); open !== null; open = script.exec(source.text)) {
    const from = open.index + open[0].length
    const close = lower.indexOf('</script', from)
    const end = close < 0 ? source.text.length : close
    const part = { text: source.text.slice(from, end), notes: [], place: (index: number) => source.place(index + from) }
    units.push(...(/vb/i.test(open[1] ?? '') ? vbscriptUnits(part, 'vbscript.statement') : jscriptUnits(part)))
    script.lastIndex = end
  }
  return units
}

/** JScript inside a page, by lines: its objects are the same. */
function jscriptUnits(part: SourceText): Unit[] {
  const units: Unit[] = []
  let at = 0
  for (const line of part.text.split(/\n|(?<=;)/)) {
    const start = at
    at = part.text.indexOf(line, at) + line.length
    const text = line.trim()
    if (text === '' || text.startsWith('//')) continue
    const signs = new Signs()
    scriptHostSigns(text, signs)
    units.push(unitOf({ kind: 'vbscript.statement', text, place: part.place(start), capabilities: signs.capabilities, hosts: signs.hosts, files: signs.files }))
  }
  return units
}
