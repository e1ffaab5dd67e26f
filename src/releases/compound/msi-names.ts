const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._'

/**
 * The names of an MSI's streams: two characters of 64 packed into one from U+3800 on, a last single one from U+4800 on,
 * and U+4840, written `!`, before the names of tables.
 */
export function msiName(packed: string): string {
  let name = ''
  for (const character of packed) {
    const code = character.charCodeAt(0)
    if (code === 0x4840) name += '!'
    else if (code >= 0x4800 && code < 0x4840) name += alphabet[code - 0x4800]
    else if (code >= 0x3800 && code < 0x4800) name += `${alphabet[(code - 0x3800) & 0x3f]}${alphabet[(code - 0x3800) >> 6]}`
    else name += character
  }
  return name
}
