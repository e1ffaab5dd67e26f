/** From this length a literal is looked at, in characters; shorter ones hold keys and icons everywhere. */
const smallest = 512
/** Characters that are looked at: enough to tell, bounded. */
const sample = 65_536

/** Shannon entropy of the characters of a text, bits a character. */
export function textEntropy(text: string): number {
  const length = Math.min(text.length, sample)
  const counts = new Uint32Array(256)
  const others = new Map<number, number>()
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 256) counts[code] = (counts[code] ?? 0) + 1
    else others.set(code, (others.get(code) ?? 0) + 1)
  }
  let bits = 0
  for (const count of [...counts, ...others.values()]) if (count > 0) bits -= (count / length) * Math.log2(count / length)
  return bits
}

/**
 * A large literal that is encoded data and no prose, markup or code: few spaces, and an alphabet that is used evenly.
 * Hexadecimal has at most 4 bits a character, base64 6 (of English text about 5.7), base85 6.4; English about 4.2 with
 * spaces, source code about 4.8, minified code up to 5.4.
 */
export function isBlob(text: string): boolean {
  if (text.length < smallest) return false
  const head = text.slice(0, sample)
  const spaces = head.length - head.replace(/\s/g, '').length
  if (spaces > head.length / 40) return false
  if (/^[0-9a-fA-F\s]+$/.test(head)) return textEntropy(head) > 3
  if (/^(?:\\x[0-9a-fA-F]{2}|0x[0-9a-fA-F]{1,2},?|\d{1,3},?)+$/.test(head.slice(0, 4096))) return true
  return textEntropy(head) > (/^[A-Za-z0-9+/=_\-\s]+$/.test(head) ? 4.8 : 5.8)
}
