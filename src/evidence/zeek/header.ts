/** The header of a Zeek TSV log. */
export interface Header {
  readonly separator: string
  readonly setSeparator: string
  readonly empty: string
  readonly unset: string
  /** The log's stream: conn, dns, open_conn … */
  readonly path: string
  readonly fields: readonly string[]
  /** Lines end as on Windows. */
  readonly windows: boolean
}

const magic = '#separator '

/** Reads the header at the beginning of `text`; undefined when there is none or it is broken. */
export function readHeader(text: string): Header | undefined {
  if (!text.startsWith(magic)) return undefined
  const lines = text.split(/\r?\n/, 24)
  const separator = unescaped(lines[0]?.slice(magic.length) ?? '')
  if (separator === '') return undefined
  const values = new Map<string, string>()
  for (const line of lines.slice(1)) {
    if (!line.startsWith('#')) break
    const at = line.indexOf(separator)
    if (at > 0) values.set(line.slice(1, at), line.slice(at + separator.length))
  }
  const fields = values.get('fields')?.split(separator)
  const path = values.get('path')
  if (fields === undefined || path === undefined) return undefined
  return {
    separator,
    setSeparator: values.get('set_separator') ?? ',',
    empty: values.get('empty_field') ?? '(empty)',
    unset: values.get('unset_field') ?? '-',
    path,
    fields,
    windows: /^[^\n]*\r\n/.test(text),
  }
}

/** `\x09` → tab: how Zeek writes its own separator. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
