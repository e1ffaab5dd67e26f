const utf8 = new TextDecoder()

/** Text of bytes: UTF-8, or UTF-16 by byte order mark or by its zero bytes; bad sequences become U+FFFD. */
export function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  return (encoding === 'utf-8' ? utf8 : new TextDecoder(encoding)).decode(bytes)
}

export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // UTF-16 without a mark: in text of mostly Latin letters every other byte is zero.
  const sample = bytes.subarray(0, 512)
  if (!sample.includes(0)) return 'utf-8'
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const most = sample.length * 0.4
  if (sample.length >= 8 && (zeros[1] ?? 0) > most && zeros[0] === 0) return 'utf-16le'
  if (sample.length >= 8 && (zeros[0] ?? 0) > most && zeros[1] === 0) return 'utf-16be'
  return 'utf-8'
}

/** Names in archives, decoded as UTF-8 where they are that, else each byte as a character. */
export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const text = buffer.toString('utf8')
  return text.includes('\ufffd') ? buffer.toString('latin1') : text
}
