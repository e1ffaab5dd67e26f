import { type ParserOptions, parseSync, rawTransferSupported } from 'oxc-parser'
import type { Node } from './ast.ts'
import { deepest, loadOf } from './depth.ts'
import { codesOf } from './tokens.ts'
import type { Codes } from './words.ts'

export type Language = 'js' | 'jsx' | 'ts' | 'tsx'

export interface Parsed {
  readonly program: Node | undefined
  /** Why there is none, in words. */
  readonly refused?: string
}

/** Largest text that is parsed whole, in characters: a tree takes about 40 bytes a character. */
const largest = 10_000_000

// The parser sets memory aside for the rest of the text at every name with an escape.
const mostForEscapes = 200_000_000

/** From about 2,000 on the parser of TypeScript needs a gigabyte. */
const mostAngles = 500

// The raw transfer is faster and not among the published types.
const transfer = rawTransferSupported() ? { experimentalRawTransfer: true } : {}

/** Parses as the language says; plain JavaScript first as a module or script, then with JSX, then as TypeScript. `codes`: the text once more, where it is at hand. */
export function parse(text: string, language: Language, codes: Codes = codesOf(text)): Parsed {
  if (text.length > largest) return { program: undefined, refused: `longer than ${largest / 1e6} million characters` }
  const { nesting, escapes, angles } = loadOf(codes)
  if (escapes * text.length > mostForEscapes) return { program: undefined, refused: 'more names with escapes than a parser can hold' }
  if (nesting > deepest) return { program: undefined, refused: `nested deeper than ${deepest} levels` }
  let refused = 'not understood'
  for (const lang of attempts(text, language)) {
    if (lang.startsWith('ts') && angles > mostAngles) return { program: undefined, refused: 'too many lists of types in one statement' }
    const parsed = attempt(text, lang)
    if (parsed.program !== undefined) return parsed
    refused = parsed.refused ?? refused
  }
  return { program: undefined, refused }
}

function attempts(text: string, language: Language): Language[] {
  if (language !== 'js') return language === 'ts' ? ['ts', 'tsx'] : [language]
  return text.includes('</') || text.includes('/>') ? ['js', 'jsx', 'ts'] : ['js', 'ts']
}

function attempt(text: string, lang: Language): Parsed {
  const options: ParserOptions = { lang, sourceType: 'unambiguous', preserveParens: false, ...transfer }
  try {
    const result = parseSync(`file.${lang}`, text, options)
    const error = result.errors.find((one) => one.severity === 'Error')
    if (error === undefined) return { program: result.program }
    // A `return` outside of a function and the like: the tree is whole nevertheless.
    return result.program.body.length > 0 ? { program: result.program } : { program: undefined, refused: error.message }
  } catch (error) {
    return { program: undefined, refused: error instanceof RangeError ? 'nested too deeply' : 'the parser failed' }
  }
}
