import { decode } from '../base/decode.ts'
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
