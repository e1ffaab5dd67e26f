export interface YaraRule {
  readonly name: string
  readonly line: number
  readonly text: string
  readonly meta: ReadonlyMap<string, string>
  readonly hashes: readonly string[]
  /** Texts of the strings section, escapes undone; patterns and bytes left out. */
  readonly strings: readonly string[]
}

const start = /^[ \t]*(?:(?:private|global)[ \t]+)*rule[ \t]+(\w{1,128})/gm
const mostText = 200_000

/** The rules of a file by their headings: what stands between two of them belongs to the first. */
export function rulesIn(text: string): readonly YaraRule[] {
  const starts = [...text.matchAll(start)]
  let line = 1
  let at = 0
  return starts.map((match, index) => {
    line += text.slice(at, match.index).split('\n').length - 1
    at = match.index
    const body = text.slice(match.index, Math.min(starts[index + 1]?.index ?? text.length, match.index + mostText))
    return ruleOf(match[1] ?? '', line, body.trim())
  })
}

function ruleOf(name: string, line: number, text: string): YaraRule {
  const meta = new Map<string, string>()
  const hashes: string[] = []
  const strings: string[] = []
  let section = ''
  for (const content of text.split('\n')) {
    const heading = /\b(meta|strings|condition)\s*:/.exec(content)?.[1]
    if (heading && !/["=]/.test(content.slice(0, content.indexOf(heading)))) section = heading
    const [, key = '', value = ''] = /^[^"]*?\$?(\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/.exec(content.slice(0, 8192)) ?? []
    if (section === 'meta' && value !== '') {
      if (/^(?:hash|md5|sha1|sha256|sample)\w*$/i.test(key)) hashes.push(value)
      else if (!meta.has(key.toLowerCase())) meta.set(key.toLowerCase(), value)
    }
    if (section === 'strings' && value !== '')
      strings.push(
        value
          .replace(/\\(["\\])/g, '$1')
          .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
          .replace(/\\[nrt]/g, ' '),
      )
  }
  return { name, line, text, meta, hashes, strings }
}
