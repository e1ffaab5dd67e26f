import type { Capability } from '../../capability.ts'
import { isBlob } from '../../code/blob.ts'
import { shellSigns } from '../../code/shell/signs.ts'
import { Signs } from '../../code/signs.ts'
import { sourceText } from '../../code/source-text.ts'
import { namedFile, tellText } from '../../code/telling.ts'
import { posixCapabilities } from '../../native/posix.ts'
import { windowsCapabilities } from '../../native/windows.ts'
import type { FileHead, InspectedFile, Reader, Reading, Unit } from '../../reading.ts'
import { lineKind, unitOf } from '../../unit.ts'
import { type Language, languageOf } from './languages.ts'
import { linesOf } from './lines.ts'

/** Characters of a literal that are searched; what is longer is looked at as a blob only. */
const mostLiteral = 20_000
const imports = /^(?:require(?:_relative)?\s*\(?|use|import|from|include)\s*["']([^"']{1,200})["']/
const running: readonly Capability[] = ['execute', 'shell', 'evaluate']

/** Languages that have no reader of their own: lines of code without comments, and what words and literals give away. */
export const source: Reader = {
  name: 'source',
  title: 'Source code of other languages, read line by line',

  recognise({ path, bytes }: FileHead): number {
    return !bytes.includes(0) && languageOf(path, headOf(bytes)) !== undefined ? 0.5 : 0
  },

  read({ path, bytes }: InspectedFile): Reading {
    const text = sourceText(bytes)
    const language = languageOf(path, headOf(bytes))
    if (language === undefined) return { reader: 'source', units: [], traits: [], notes: ['it is in no language that is known'] }
    const units = linesOf(text.text, language).map((line): Unit => {
      const signs = signsOf(line.text, line.literals, language)
      const { capabilities, hosts, files } = signs
      return unitOf({ kind: lineKind, text: line.text, place: text.place(line.start), capabilities, hosts, files, imports: signs.imports })
    })
    return {
      reader: 'source',
      units,
      traits: [
        { name: 'source.language', value: language.name },
        { name: 'source.lines', value: units.length },
      ],
      notes: text.notes,
    }
  },
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 256)).toString('latin1')
}

function signsOf(text: string, literals: readonly string[], language: Language): Signs {
  const signs = new Signs()
  for (const [pattern, ...capabilities] of language.words) if (pattern.test(text)) signs.can(...capabilities)
  if (language.native) for (const [, name = ''] of text.matchAll(/\b(\w{3,60})\s{0,4}\(/g)) signs.can(...nativeCapabilities(name))
  const imported = imports.exec(text)?.[1]
  if (imported !== undefined) signs.imported(imported)
  for (const literal of literals) {
    if (isBlob(literal)) signs.can('blob-literal')
    if (literal.length > mostLiteral) continue
    tellText(literal, signs)
    const file = namedFile(literal)
    if (file !== undefined && literal.includes('.')) signs.file(file)
  }
  // What is handed to the shell is read as the shell reads it.
  if (running.some((capability) => signs.capabilities.has(capability))) for (const command of commandsOf(text, literals, language)) shellSigns(command, signs)
  return signs
}

/** Sources call few functions often. */
const called = new Map<string, readonly Capability[]>()
const mostCalled = 20_000

function nativeCapabilities(name: string): readonly Capability[] {
  const known = called.get(name)
  if (known !== undefined) return known
  const found = [...posixCapabilities(name), ...windowsCapabilities('', name)]
  if (called.size < mostCalled) called.set(name, found)
  return found
}

function commandsOf(text: string, literals: readonly string[], { commandLines }: Language): readonly string[] {
  const commands = literals.filter((literal) => literal.length >= 4 && literal.length <= mostLiteral)
  // `COMMAND sh ${dir}/i`
  const bare = commandLines ? [...text.matchAll(/\bCOMMAND\s+([^()]{2,2000}?)(?=\s[A-Z_]{4,}\b|\)|$)/g)].map((match) => match[1] ?? '') : []
  return [...commands, ...bare]
}
