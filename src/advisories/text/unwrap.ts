import type { Mark } from './block.ts'
import { continuesHex } from './hex-wrap.ts'
import { isEnding } from './names.ts'

/** One line as it is laid out. */
export interface Line {
  readonly text: string
  readonly page?: number | undefined
  readonly line: number
  /** Characters that would still have fitted behind it; infinite where lines end by meaning and not for want of room. */
  readonly room: number
  /** The other cells of its row. */
  readonly beside?: string | undefined
}

/** A line with less room than this is full: it was broken because no character more would fit. */
const full = 2
const longestToken = 4096

/** Lines as one text: a line end inside a value is taken out, the others are kept. */
export function unwrap(lines: readonly Line[]): { readonly text: string; readonly marks: readonly Mark[] } {
  const marks: Mark[] = []
  const parts: string[] = []
  let offset = 0
  for (const [index, { text, page, line, beside }] of lines.entries()) {
    const next = lines[index + 1]
    marks.push({ offset, page, line, beside })
    const glued = next !== undefined && continues(lines, index)
    const end = next === undefined || glued ? '' : spacedPath(lines[index], next) ? (text.endsWith('\\') ? '' : ' ') : '\n'
    const part = (glued ? text.replace(/\u00ad$/, '') : text) + end
    parts.push(part)
    offset += part.length
  }
  return { text: parts.join(''), marks }
}

/** Whether a value goes on from the end of this line at the beginning of the next. */
export function continues(lines: readonly Line[], index: number): boolean {
  const here = lines[index]
  const next = lines[index + 1]
  if (!here || !next || here.text === '' || next.text === '') return false
  if (here.text.endsWith('\u00ad')) return true
  if (/\s$/.test(here.text) || /^\s/.test(next.text)) return false
  if (continuesHex(lines, index)) return true
  const tail = /\S+$/.exec(here.text.slice(-longestToken))?.[0] ?? ''
  const head = /^\S+/.exec(next.text.slice(0, longestToken))?.[0] ?? ''
  return brokenAtBracket(tail, head) || brokenUrl(tail, head, here.room, next.text) || brokenName(tail, head, here.room) || brokenPath(tail, head, here.room)
}

/** `evil[.]` + `com`, `evil` + `[.]com`, `hxxp[:` + `]//evil`: no line ends there by meaning. */
function brokenAtBracket(tail: string, head: string): boolean {
  if (/[a-z0-9_-](?:\[\.?|\[\.\]|\(\.\)|\[dot\])$/i.test(tail) && /^[\].a-z0-9_-]/i.test(head)) return true
  return /[a-z0-9_-]$/i.test(tail) && /^(?:\[?\.\]|\[dot\]|\(\.\))[a-z0-9_-]/i.test(head)
}

const scheme = /(?:h(?:tt|xx|\*\*|XX)ps?|ftps?|fxps?|tcp|udp|wss?|sftp)(?:\[?:\]?|\[:)\/?\/?/i
const endedUrl = /\.(?:php|html?|aspx?|jsp|exe|dll|zip|js|msi|pdf|ps1|sh|bin|dat|txt|json|xml|png|jpe?g|gif|ico|docx?|xlsx?)$/i

function brokenUrl(tail: string, head: string, room: number, nextLine: string): boolean {
  if (!scheme.test(tail.slice(0, 200)) && !/\[\.\][a-z]{2,}\/\S*$/i.test(tail)) return false
  if (room >= full && !(room !== Number.POSITIVE_INFINITY && /[/\-_=&?%]$/.test(tail))) return false
  // A full stop ends the sentence, and a drive begins a path.
  if (/^[a-z]:\\/i.test(head) || (tail.endsWith('.') && /^\p{Lu}/u.test(head))) return false
  if (!/^[a-z0-9/_%&=?.#~+[-]/i.test(head) || scheme.test(head.slice(0, 12))) return false
  if (endedUrl.test(tail)) return /^[?/#&]/.test(head)
  if (/[-_=&%?]$/.test(tail)) return true
  const plainWord = /^[a-z]+[,.;:)]?$/i.test(head)
  return plainWord ? nextLine.trim() === head && room < full : true
}

/** `www.fyouts` + `ide.com`: the name so far ends in nothing that exists, and together it does. */
function brokenName(tail: string, head: string, room: number): boolean {
  if (room >= full) return false
  const plain = (text: string) => text.replace(/\[\.\]|\(\.\)|\[dot\]/gi, '.')
  const before = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i.exec(plain(tail).slice(-255))?.[0] ?? ''
  const after = /^[a-z0-9_.-]+/i.exec(plain(head))?.[0].replace(/\.+$/, '') ?? ''
  const address = /^[\d.]+$/
  if (before.includes('.') && address.test(before) && address.test(after)) return before.split('.').length <= 4 && `${before}${after}`.split('.').length === 4
  if (before === '' || after === '' || !`${before}${after}`.includes('.') || before.includes('@')) return false
  const ending = (name: string) => name.split('.').at(-1) ?? ''
  // A word at the end of a line and a name at the beginning of the next are two things: only a name that has begun goes on.
  if (!before.includes('.') && !before.includes('-')) return false
  return !isEnding(ending(before)) && isEnding(ending(before + after))
}

/** A path that was broken at one of its spaces: the next line has a backslash in its first word. */
function spacedPath(here: Line | undefined, next: Line): boolean {
  if (here === undefined || here.room === Number.POSITIVE_INFINITY) return false
  return /(?:^|[\s"'(])(?:[a-z]:\\|%\w+%\\|\\\\|HK[A-Z_]+\\)[^\n"<>|]*$/i.test(here.text.slice(-400)) && /^[^\s\\:]{1,40}\\/.test(next.text)
}

/** A path or registry key goes on where the next line has a backslash in its first word. */
function brokenPath(tail: string, head: string, room: number): boolean {
  if (room >= full) return false
  return /^["'([]*(?:[a-z]:|%\w+%|\\\\|HK[A-Z_]+)\\?|\\/i.test(tail) && tail.includes('\\') && /^[^\s\\]*\\|^[\w-]+\.[a-z0-9]{2,4}$/i.test(head)
}
