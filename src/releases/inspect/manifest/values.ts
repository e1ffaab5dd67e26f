import { withoutComments } from '../../code/comments.ts'

/** Reading of values whose shape a file may lie about. */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return listOf(value).filter((item) => typeof item === 'string')
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Name and text of every field that is a text. */
export function textFields(value: unknown): [name: string, text: string][] {
  return Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** JSON as editors and browsers take it: with comments and commas at the end. undefined when it is none. */
export function parseJson(text: string): unknown {
  const whole = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    return JSON.parse(whole)
  } catch {
    try {
      return JSON.parse(withoutLastCommas(withoutComments(whole, '//')))
    } catch {
      return undefined
    }
  }
}

/** A comma that only white space parts from the end of a list or an object. */
function withoutLastCommas(text: string): string {
  return text.replace(/,(\s{0,200}[}\]])/g, '$1')
}
