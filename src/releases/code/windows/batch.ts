import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { isBlob } from '../blob.ts'
import { type SignSink, Signs } from '../signs.ts'
import type { SourceText } from '../source-text.ts'
import { namedFile, tellText, tellVariable } from '../telling.ts'
import { type Phrase, phrase, tellPhrases, windowsPrograms } from './phrases.ts'
import { powershellSigns } from './powershell.ts'

/** Longest line that is read, in characters, and longest value of a variable. */
const longestLine = 64 * 1024
const longestValue = 8192
/** Characters that variables may add to one file. */
const mostFilled = 2_000_000

const phrases: readonly Phrase[] = [
  ...windowsPrograms,
  phrase(/(?:^|\s)start\s|(?:^|\s)call\s|\.(?:exe|com|scr|bat|cmd|vbs|js)\b/, 'execute'),
  phrase(/(?:^|\s)(?:copy|xcopy|robocopy|move|del|erase|rd|rmdir|md|mkdir|ren|attrib|mklink|icacls|takeown)\s|[^>]>{1,2}\s{0,4}[^&\s]/, 'file-write'),
  phrase(/(?:^|\s)(?:type|findstr|more|dir)\s/, 'file-read'),
  phrase(/(?:^|\s)(?:timeout\s{1,4}(?:\/t\s{1,4})?(?:[3-9]\d\d|\d{4,})|ping\s.{0,40}-n\s{1,4}(?:[3-9]\d\d|\d{4,}))/, 'delay'),
  phrase(/^set\s*$/, 'environment', 'credentials'),
  phrase(/(?:^|\s)(?:npm|yarn|pnpm)\s{1,4}publish|nuget\s{1,4}push|git\s{1,4}push/, 'publish'),
]

/** One unit for every command; case, carets, white space and comments do not count, and variables are put in. */
export function batchUnits(source: SourceText, kind: string): Unit[] {
  const units: Unit[] = []
  const variables = new Map<string, string>()
  const budget = { left: mostFilled }
  for (const { text, start } of linesOf(source.text)) {
    for (const command of commandsOf(filled(text, variables, budget))) {
      const set = /^set\s+(?:\/a\s+)?"?([^=\s"]{1,200})=([^"]*)"?$/i.exec(command)
      if (set !== null) variables.set((set[1] ?? '').toLowerCase(), (set[2] ?? '').slice(0, longestValue))
      const signs = new Signs()
      batchSigns(command, signs)
      units.push(
        unitOf({
          kind,
          text: command.toLowerCase().replace(/\s+/g, ' '),
          says: command,
          place: source.place(start),
          capabilities: signs.capabilities,
          hosts: signs.hosts,
          files: signs.files,
          defines: set === null ? [] : [(set[1] ?? '').toLowerCase()],
          uses: [...text.matchAll(/[%!](\w{1,60})/g)].map((match) => (match[1] ?? '').toLowerCase()).slice(0, 24),
        }),
      )
    }
  }
  return units
}

/** Adds what one command of cmd.exe does. */
export function batchSigns(command: string, signs: SignSink): void {
  const lower = command.toLowerCase()
  tellPhrases(lower, phrases, signs)
  tellText(command, signs)
  if (isBlob(command)) signs.can('blob-literal')
  for (const [, name = ''] of command.matchAll(/%(\w{2,60})%/g)) tellVariable(name, signs)
  for (const word of command.split(/[\s"=,;()]+/)) {
    const file = /\.\w{1,8}$/.test(word) ? namedFile(word) : undefined
    if (file !== undefined) signs.file(file)
  }
  const shell = /\b(?:powershell|pwsh)(?:\.exe)?\b/.exec(lower)
  if (shell !== null) powershellSigns(command.slice(shell.index), signs)
}

function* linesOf(text: string): Generator<{ readonly text: string; readonly start: number }> {
  let start = 0
  let joined = ''
  let from = 0
  while (start < text.length) {
    const stop = text.indexOf('\n', start)
    const end = stop < 0 ? text.length : stop
    const line = text.slice(start, Math.min(end, start + longestLine)).replace(/\r$/, '')
    if (joined === '') from = start
    start = end + 1
    if (line.endsWith('^') && joined.length < longestLine) {
      joined += line.slice(0, -1)
      continue
    }
    const whole = (joined + line).trim().replace(/^@/, '')
    joined = ''
    if (whole !== '' && !/^(?:rem\b|::)/i.test(whole)) yield { text: whole, start: from }
  }
}

/** `%name%`, `!name!`, `%name:~2,3%` and `%name:a=b%` of variables that the script has set. */
function filled(line: string, variables: ReadonlyMap<string, string>, budget: { left: number }): string {
  const whole = line.replace(/\^(.)/g, '$1')
  return whole.replace(/[%!]([^%!:\s]{1,60})(?::([^%!]{1,80}))?[%!]/g, (written, name: string, change?: string) => {
    const value = variables.get(name.toLowerCase())
    if (value === undefined || budget.left < value.length) return written
    budget.left -= value.length
    return change === undefined ? value : changed(value, change)
  })
}

function changed(value: string, change: string): string {
  const cut = /^~(-?\d{1,5})(?:,(-?\d{1,5}))?$/.exec(change)
  if (cut !== null) {
    const start = Number(cut[1])
    const rest = value.slice(start)
    const length = cut[2] === undefined ? undefined : Number(cut[2])
    return rest.slice(0, length)
  }
  const [from = '', to = ''] = change.split('=', 2)
  return from === '' ? value : value.replaceAll(from, to)
}

/** The commands of a line, split at `&`, `&&`, `||` and brackets outside of quotes; pipelines stay whole. */
function commandsOf(line: string): string[] {
  const commands: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (character === '"') quoted = !quoted
    const parts =
      !quoted &&
      (character === '(' || character === ')' || (character === '&' && line.charAt(at - 1) !== '>') || (character === '|' && line.charAt(at + 1) === '|'))
    if (!parts) continue
    commands.push(line.slice(from, at))
    if (line.charAt(at + 1) === character) at += 1
    from = at + 1
  }
  commands.push(line.slice(from))
  return commands.map((command) => command.trim().replace(/^@/, '')).filter((command) => /\w/.test(command))
}
