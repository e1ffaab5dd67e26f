/** Longest encoded text that is decoded to look inside, in characters. */
const mostDecoded = 64 * 1024

/** Bytes as one Latin-1 text: what the decoders of scripting languages give. */
export function fromBase64(text: string): string | undefined {
  if (text.length > mostDecoded || !/^[A-Za-z0-9+/_\-\s]*={0,2}\s*$/.test(text)) return undefined
  return Buffer.from(text, 'base64').toString('latin1')
}

export function fromHex(text: string): string | undefined {
  if (text.length > mostDecoded || text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) return undefined
  return Buffer.from(text, 'hex').toString('latin1')
}

/** What `decodeURIComponent` makes of a text, and where that fails, `unescape`. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})/g, (_, wide?: string, narrow?: string) =>
      String.fromCharCode(Number.parseInt(wide ?? narrow ?? '0', 16)),
    )
  }
}

/**
 * The text inside when a literal is nothing but base64 or hexadecimal of readable text; of UTF-16, too, as PowerShell's
 * encoded commands are. undefined for everything else.
 */
export function readableInside(literal: string): string | undefined {
  const text = literal.trim()
  if (text.length < 16 || text.length > mostDecoded) return undefined
  const decoded = text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text) ? fromHex(text) : mixedBase64(text) ? fromBase64(text) : undefined
  if (decoded === undefined) return undefined
  const narrow = narrowed(decoded)
  return readable(narrow) ? narrow : undefined
}

/** Names and paths are base64 by their alphabet, too: encoded text has both cases, and digits or padding. */
function mixedBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9=]/.test(text)
}

/** UTF-16 LE of ASCII without its zeros. */
export function narrowed(latin1: string): string {
  if (latin1.length < 4 || latin1.charCodeAt(1) !== 0 || latin1.charCodeAt(3) !== 0) return latin1
  return latin1.replaceAll('\0', '')
}

function readable(text: string): boolean {
  return text.length >= 8 && /^[\t\n\r\x20-\x7e]+$/.test(text)
}
