import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { isBlob } from '../blob.ts'
import { type SignSink, Signs } from '../signs.ts'
import type { SourceText } from '../source-text.ts'
import { namedFile, tellText } from '../telling.ts'
import { batchSigns } from './batch.ts'
import { type Phrase, phrase, tellPhrases, windowsPrograms } from './phrases.ts'

const longestLine = 256 * 1024
const mostRounds = 40

/** Objects of the Windows Script Host and what they are used for; in lower case, texts folded. */
const phrases: readonly Phrase[] = [
  ...windowsPrograms,
  phrase(/wscript\.shell|shell\.application|\.shellexecute\b|\.exec\s{0,4}\(|winmgmts:|win32_process|\bshell\s{0,4}\(/, 'execute'),
  phrase(/wscript\.shell|\.run\s{0,4}\(?\s{0,4}["']cmd/, 'shell'),
  phrase(/xmlhttp|winhttp\.winhttprequest|internetexplorer\.application|msxml2\.serverxmlhttp|urldownloadtofile|adodb\.connection/, 'network'),
  phrase(
    /adodb\.stream|\.savetofile\b|\.createtextfile\b|\.copyfile\b|\.movefile\b|\.deletefile\b|\.opentextfile\s{0,4}\([^)]{0,400},\s{0,4}[28]\b/,
    'file-write',
  ),
  phrase(/scripting\.filesystemobject/, 'file-read', 'file-write'),
  phrase(/\.opentextfile\b|\.readall\b|\.loadfromfile\b/, 'file-read'),
  phrase(/\b(?:execute|executeglobal|eval)\s{0,4}[("\w]|scriptcontrol|\.addcode\b|\bnew\s{1,4}function\s{0,4}\(/, 'evaluate'),
  phrase(/bin\.base64|\.nodetypedvalue|\bxor\b.{0,80}\bchrw?\b|\bchrw?\b.{0,80}\bxor\b|fromcharcode/, 'decode'),
  phrase(/\.regwrite\b.{0,400}\\run\b|\.specialfolders\s{0,4}\(\s{0,4}"startup|schedule\.service/, 'persistence'),
  phrase(/\.regwrite\b|\.regdelete\b/, 'file-write'),
  phrase(/wscript\.network|win32_computersystem|win32_operatingsystem|\.computername\b|\.username\b|\.userdomain\b/, 'host-information'),
  phrase(/\.environment\s{0,4}\(|expandenvironmentstrings/, 'environment'),
  phrase(/wscript\.sleep\s{0,4}\(?\s{0,4}\d{6,}/, 'delay'),
  phrase(/win32_(?:bios|videocontroller|diskdrive|fan)|\bantivirusproduct\b/, 'anti-analysis'),
  phrase(/getobject\s{0,4}\(\s{0,4}["']script:/, 'network', 'evaluate'),
]

/** One unit for every statement of VBScript; case, white space and comments do not count, texts put together are folded. */
export function vbscriptUnits(source: SourceText, kind: string, from = 0): Unit[] {
  const units: Unit[] = []
  const constants = new Map<string, string>()
  for (const { text, start } of statementsIn(source.text)) {
    const folded = foldVbscript(withConstants(text, constants))
    const assigned = /^(?:const\s+|set\s+)?([a-z]\w{0,60})\s*=\s*(.*)$/is.exec(folded)
    const value = /^"((?:[^"]|"")*)"$/.exec(assigned?.[2] ?? '')?.[1]
    if (assigned !== null && value !== undefined && value.length < 8192) constants.set((assigned[1] ?? '').toLowerCase(), value)
    const signs = new Signs()
    scriptHostSigns(folded, signs)
    units.push(
      unitOf({
        kind,
        text: lowered(folded),
        says: text,
        place: source.place(start + from),
        capabilities: signs.capabilities,
        hosts: signs.hosts,
        files: signs.files,
        defines: assigned === null ? [] : [(assigned[1] ?? '').toLowerCase()],
        uses: namesIn(text),
      }),
    )
  }
  return units
}

/** Adds what a statement of VBScript or JScript does. */
export function scriptHostSigns(text: string, signs: SignSink): void {
  tellPhrases(text.toLowerCase(), phrases, signs)
  for (const [, one, other] of text.matchAll(/"((?:[^"]|"")*)"|'([^']*)'/g)) {
    const literal = one ?? other ?? ''
    tellText(literal, signs)
    if (isBlob(literal)) signs.can('blob-literal')
    if (/\b(?:powershell|cmd)\b/i.test(literal)) batchSigns(literal, signs)
    const file = namedFile(literal)
    if (file !== undefined) signs.file(file)
  }
}

function* statementsIn(text: string): Generator<{ readonly text: string; readonly start: number }> {
  let at = 0
  let kept = ''
  let start = 0
  while (at <= text.length) {
    const stop = text.indexOf('\n', at)
    const end = stop < 0 ? text.length : stop
    const line = withoutComment(text.slice(at, Math.min(end, at + longestLine)))
    if (kept === '') start = at
    at = end + 1
    if (/\s_\s*$/.test(line.slice(-40)) && kept.length < longestLine) {
      kept += line.replace(/_\s*$/, '')
      continue
    }
    for (const statement of splitOutside(kept + line, ':')) if (statement !== '') yield { text: statement, start }
    kept = ''
  }
}

/** Without what follows an apostrophe outside of texts, and without lines of `Rem`. */
function withoutComment(line: string): string {
  if (/^\s*rem\b/i.test(line)) return ''
  return splitOutside(line, "'")[0] ?? ''
}

function splitOutside(line: string, mark: string): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (character === '"') quoted = !quoted
    if (quoted || character !== mark) continue
    parts.push(line.slice(from, at).trim())
    from = at + 1
  }
  parts.push(line.slice(from).trim())
  return parts
}

function withConstants(text: string, constants: ReadonlyMap<string, string>): string {
  if (!text.includes('&') && !/(?:execute|eval|createobject|\.run|\.exec)/i.test(text)) return text
  const equals = text.indexOf('=')
  return text.replace(/"(?:[^"]|"")*"|\b[a-z]\w*\b/gi, (word, index: number) => {
    const value = word.startsWith('"') || index < equals ? undefined : constants.get(word.toLowerCase())
    return value === undefined ? word : `"${value}"`
  })
}

/** `Chr(104)`, `StrReverse("…")`, `Replace("…", "a", "b")` and texts joined by `&` or `+` become one text. */
export function foldVbscript(text: string): string {
  let folded = joined(
    text.replace(/\bchr[wb]?\$?\s{0,4}\(\s{0,4}(&h[0-9a-f]{1,4}|\d{1,5})\s{0,4}\)/gi, (_, code: string) =>
      quoted(String.fromCharCode(Number(code.toLowerCase().replace('&h', '0x')))),
    ),
  )
  for (let round = 0; round < mostRounds; round += 1) {
    const before = folded
    folded = joined(
      folded
        .replace(/\bstrreverse\s{0,4}\(\s{0,4}"([^"]*)"\s{0,4}\)/gi, (_, inner: string) => quoted([...inner].reverse().join('')))
        .replace(
          /\breplace\s{0,4}\(\s{0,4}"([^"]*)"\s{0,4},\s{0,4}"([^"]{1,40})"\s{0,4},\s{0,4}"([^"]{0,40})"\s{0,4}\)/gi,
          (_, inner: string, from: string, to: string) => `"${inner.replaceAll(from, to)}"`,
        ),
    )
    if (folded === before || folded.length > 4 * longestLine) break
  }
  return folded
}

/** `"a" & "b"` → `"ab"`, in one pass. */
function joined(text: string): string {
  const parts = text.match(/"(?:[^"]|"")*"?|[^"]+/g) ?? []
  const kept: string[] = []
  for (const part of parts) {
    const before = kept.at(-2)
    if (part.startsWith('"') && before?.startsWith('"') && /^\s{0,8}[&+]\s{0,8}$/.test(kept.at(-1) ?? '')) {
      kept.splice(-2, 2, before.slice(0, -1) + part.slice(1))
    } else kept.push(part)
  }
  return kept.join('')
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function lowered(text: string): string {
  return text.replace(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase().replace(/\s+/g, ' ')))
}

function namesIn(text: string): string[] {
  const plain = text.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, ' ')
  return [...plain.matchAll(/\b[a-z]\w{0,60}\b/gi)].map(([name]) => name.toLowerCase()).slice(0, 24)
}
