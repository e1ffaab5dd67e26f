import { readFileSync } from 'node:fs'

export interface Comparison {
  readonly a: string
  readonly sign: '<' | '=' | '>'
  readonly b: string
}

/** One `a < b` a line; empty lines and those that begin with `#` or `//` are passed over. Throws on any other line. */
export function readComparisons(file: string): readonly Comparison[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && (!line.startsWith('#') || /^#\S* [<=>] /.test(line)))
    .map((line) => {
      const [, a = '', sign = '', b = ''] = /^(\S+) ([<=>]) (\S+)$/.exec(line) ?? []
      if (sign === '') throw new Error(`not a comparison: ${line}`)
      return { a, sign: sign as Comparison['sign'], b }
    })
}

export const signOf = { '-1': '<', '0': '=', '1': '>' } as const
