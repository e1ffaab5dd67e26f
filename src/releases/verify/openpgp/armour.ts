/** Blocks of one kind in armoured text (RFC 9580 6.2) as bytes; binary data is one block as it is. */
export function unarmoured(bytes: Uint8Array, kind: 'PUBLIC KEY BLOCK' | 'SIGNATURE'): Uint8Array[] {
  if ((bytes[0] ?? 0) >= 0x80) return [bytes]
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const begin = `-----BEGIN PGP ${kind}-----`
  const found: Uint8Array[] = []
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + begin.length)) {
    const end = text.indexOf(`-----END PGP ${kind}-----`, at)
    const lines = text.slice(at + begin.length, end < 0 ? at : end).split(/\r?\n/)
    // Headers end with an empty line; a line with = is the checksum.
    const first = lines.findIndex((line, index) => index > 0 && line.trim() === '')
    const body = lines.slice(first < 0 ? 1 : first + 1).filter((line) => !line.startsWith('='))
    found.push(Buffer.from(body.join(''), 'base64'))
  }
  return found
}

export interface ClearText {
  /** As it is signed: lines without white space at their ends, joined by CR LF. */
  readonly signed: Buffer
  readonly lines: readonly string[]
  readonly signature: Uint8Array
}

/** A clear-signed message (RFC 9580 7); undefined: it is none, or text lies around it. */
export function clearText(bytes: Uint8Array): ClearText | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  const lines = text.split(/\r?\n/)
  const split = lines.indexOf('-----BEGIN PGP SIGNATURE-----')
  const blank = lines.indexOf('')
  if (lines[0] !== '-----BEGIN PGP SIGNED MESSAGE-----' || blank < 0 || split < blank) return undefined
  const content = lines.slice(blank + 1, split).map((line) => line.replace(/^- /, ''))
  const [signature] = unarmoured(Buffer.from(lines.slice(split).join('\n'), 'latin1'), 'SIGNATURE')
  const signed = Buffer.from(content.map(withoutTail).join('\r\n'), 'latin1')
  return signature && { signed, lines: content, signature }
}

/** Without white space at the end; a loop, as the lines are hostile. */
function withoutTail(line: string): string {
  let end = line.length
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--
  return line.slice(0, end)
}
