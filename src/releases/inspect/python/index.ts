import { textEntropy } from '../../code/blob.ts'
import { pythonUnits } from '../../code/python/units.ts'
import { longestLine, sourceText } from '../../code/source-text.ts'
import type { FileHead, InspectedFile, Reader, Reading } from '../../reading.ts'

const shebang = /^#!\s*\S{0,200}\b(?:env\s+(?:-S\s+)?)?python[\d.]*\b/

export const python: Reader = { name: 'python', title: 'Python sources, .pth files and setup scripts', recognise, read }

function recognise({ path, bytes }: FileHead): number {
  if (/\.(?:py|pyw|pyi|pth|wsgi)$/i.test(path)) return 0.9
  return shebang.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')) ? 0.9 : 0
}

/**
 * Python runs by itself: lines of `.pth` files that begin with `import` and a blank, whenever an interpreter starts
 * (docs.python.org/3/library/site.html); `sitecustomize` and `usercustomize` likewise; setup scripts on installation.
 */
function read({ path, bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const atStart = name.endsWith('.pth') || name === 'sitecustomize.py' || name === 'usercustomize.py'
  const units = name.endsWith('.pth') ? pathUnits(source) : pythonUnits(source, name === 'setup.py', () => (atStart ? 'python.hook' : 'python.statement'))
  const notes = source.text.includes('\0') ? [...source.notes, 'it holds NUL characters: no interpreter reads it as it is'] : source.notes
  return {
    reader: 'python',
    units,
    traits: [
      { name: 'python.lines', value: units.length },
      { name: 'python.bytes', value: bytes.length },
      { name: 'python.longest-line', value: longestLine(source.text) },
      { name: 'python.entropy', value: Math.round(100 * textEntropy(source.text)) / 100 },
      { name: 'python.runs-at-start', value: atStart && units.some((unit) => unit.kind === 'python.hook') },
    ],
    notes,
  }
}

/** Only lines that begin with `import` and a blank are run; the others are names of folders. */
function pathUnits(source: ReturnType<typeof sourceText>): Reading['units'] {
  const code = source.text
    .split('\n')
    .map((line) => (/^import[ \t]/.test(line) ? line : ' '.repeat(line.length)))
    .join('\n')
  const kind = () => 'python.hook'
  return pythonUnits({ ...source, text: code }, false, kind)
}
