import type { Notes, Source } from '../format.ts'
import { type Program, unnamedKeys } from './program.ts'

const banner = /^\s*(Windows Registry Editor Version 5\.00|REGEDIT4)\s*$/
const uninstallKey = /^\[HK[^\]]*\\CurrentVersion\\Uninstall\\(.+)\]\s*$/i
/** A value may go on over many lines, but not for ever. */
const longestValue = 65_536

/** True for the text of `reg export` when it shows a key below Uninstall. */
export function isUninstallExport(text: string): boolean {
  const lines = text.split('\n')
  return banner.test(lines.find((line) => line.trim() !== '') ?? '') && lines.some((line) => uninstallKey.test(line.trimEnd()))
}

/** What `reg export HKLM\…\Uninstall` writes: a section per program, a value per line. */
export async function* programsInRegistry(source: Source, notes: Notes): AsyncGenerator<Program> {
  let key: { readonly line: number; readonly name: string; readonly values: Map<string, string> } | undefined
  let unnamed = 0
  const finish = function* (): Generator<Program> {
    if (!key) return
    const [product = '', version = '', vendor = '', installed = ''] = ['displayname', 'displayversion', 'publisher', 'installdate'].map((name) =>
      key?.values.get(name),
    )
    if (product === '') unnamed += 1
    else yield { line: key.line, host: '', product, version, vendor, code: key.name, installed, seen: '' }
  }
  let value = ''
  for await (const { line, text } of source.lines()) {
    if (text.length > longestValue) notes.skip(line, 'a line too long for a value of the registry')
    else if (text.startsWith('[')) {
      yield* finish()
      const name = uninstallKey.exec(text.trimEnd())?.[1]
      key = name === undefined ? undefined : { line, name, values: new Map() }
      value = ''
    } else if (key) {
      value += text.trim()
      // A backslash at the end of a hexadecimal value says that it goes on; at the end of a text it is part of a path.
      if (value.endsWith('\\') && /^"[^"]*"=hex/i.test(value) && value.length < longestValue) {
        value = value.slice(0, -1)
        continue
      }
      const [name, content] = namedValue(value)
      if (name && key.values.size < 200) key.values.set(name.toLowerCase(), content.trim())
      value = ''
    }
  }
  yield* finish()
  if (unnamed > 0) notes.say(unnamedKeys(unnamed))
}

/** `"Name"="text"`, `"Name"=hex(2):25,00,…` (UTF-16), `"Name"=dword:0135027b`; the name is '' for anything else. */
function namedValue(line: string): readonly [name: string, content: string] {
  const [, name = '', data = ''] = /^"((?:[^"\\]|\\.)*)"=(.*)$/.exec(line) ?? []
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(data) ?? []
  if (quoted !== undefined) return [name, quoted.replace(/\\(.)/g, '$1')]
  const [, digits] = /^hex\([12]\):([0-9a-f,\s]*)$/i.exec(data) ?? []
  if (digits === undefined) return [name, '']
  const bytes = Uint8Array.from(
    digits.split(',').filter((pair) => pair.trim() !== ''),
    (pair) => Number.parseInt(pair, 16),
  )
  return [name, new TextDecoder('utf-16le').decode(bytes).replace(/\0+$/, '')]
}
