import { plainName } from './text.ts'

export interface SystemName {
  /** What the system may be called, letters and digits only, the longest first. */
  readonly names: readonly string[]
  /** Numbers and releases such as 22H2; empty is unknown. */
  readonly version: string
  /** endoflife.date tells editions of Windows apart: `w` Home and Pro, `e` Enterprise and Education; empty is unknown. */
  readonly edition: 'w' | 'e' | ''
}

/** `Microsoft Windows 10 Pro 22H2` → Windows, `10 22H2`; `Debian GNU/Linux 12 (bookworm)` → Debian, 12; `Ubuntu 22.04.3 LTS` → Ubuntu, 22.04.3. */
export function systemOf(os: string): SystemName {
  const text = os.slice(0, 200)
  const start = /(?<![\p{L}\p{N}])v?\d/u.exec(text)?.index ?? text.length
  const words = text
    .slice(0, start)
    .split(/[\s/,()]+/)
    .filter((word) => word !== '')
  // Code names and kinds stand behind the name: macOS Ventura, Debian GNU/Linux.
  const names = words.map((_, index) => plainName(words.slice(0, words.length - index).join(' ')))
  const rest = text.slice(start)
  // Windows writes its build where others write the version.
  const build = /\b10\.0\.\d{5}/.exec(rest)?.[0]
  const numbers = rest.split(/[\s,()]+/).filter((word) => /^(?:v?\d|sp\d)/i.test(word))
  const edition = /\b(?:enterprise|education)\b/i.test(rest) ? 'e' : /\b(?:home|pro|professional)\b/i.test(rest) ? 'w' : ''
  return { names: [...new Set(names.filter((name) => name !== ''))], version: build ?? numbers.join(' '), edition }
}
