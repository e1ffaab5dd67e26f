import type { Document } from './format.ts'

const headBytes = 65_536

/** Bytes as a document: decoded and parsed at most once. */
export function documentOf(bytes: Uint8Array, name = ''): Document {
  let text: string | undefined
  let head: string | undefined
  let json: { readonly value: unknown } | undefined
  const whole = () => {
    text ??= decode(bytes)
    return text
  }
  return {
    name,
    bytes,
    text: whole,
    head: () => {
      head ??= decode(bytes.subarray(0, headBytes))
      return head
    },
    json: () => {
      json ??= { value: parse(whole) }
      return json.value
    },
  }
}

function parse(text: () => string): unknown {
  const whole = text()
  if (!/^\s*[[{]/.test(whole.slice(0, 200))) return undefined
  try {
    return JSON.parse(whole)
  } catch {
    return undefined
  }
}

/** UTF-8, or UTF-16 by its mark or by the zero bytes of its Latin letters. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const sample = bytes.subarray(0, 512)
  const zeros = sample.filter((byte, index) => byte === 0 && index % 2 === 1).length
  const even = sample.filter((byte, index) => byte === 0 && index % 2 === 0).length
  if (sample.length >= 8 && zeros > sample.length * 0.4 && even === 0) return new TextDecoder('utf-16le').decode(bytes)
  return new TextDecoder().decode(bytes)
}
