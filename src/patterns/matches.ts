import { type Context, createContext, Script } from 'node:vm'
import { PatternError } from './pattern-error.ts'

/** Time for one look at one value, in milliseconds. */
const mostMilliseconds = 50

/** Longest value that is looked at, in characters. */
const mostCharacters = 100_000

const test = new Script('expression.test(text)')
let context: Context | undefined

/**
 * MATCHES: a PCRE expression anywhere in the text. What JavaScript writes otherwise is rewritten (`(?i)` at the beginning,
 * `(?P<name>…)`, `\A`, `\Z`, `\z`); what it does not have at all is a PatternError. So is an expression that runs away:
 * it is stopped.
 */
export function matches(text: string, expression: string): boolean {
  context ??= createContext({})
  context.expression = compiled(expression)
  context.text = text.slice(0, mostCharacters)
  try {
    return test.runInContext(context, { timeout: mostMilliseconds }) === true
  } catch {
    throw new PatternError(`the expression ${expression.slice(0, 60)} takes too long`, 0)
  }
}

/** Throws PatternError for what cannot be compiled. */
function compiled(expression: string): RegExp {
  const [, flags = '', body = ''] = /^(?:\(\?([imsx]+)\))?([\s\S]*)$/.exec(expression) ?? []
  if (flags.includes('x')) throw new PatternError('free-spacing expressions are not supported', 0)
  const rewritten = body
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\[Zz]/g, '$')
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(rewritten, flags + unicode)
    } catch {
      // Without `u`, JavaScript takes escapes that mean nothing, as PCRE does.
    }
  }
  throw new PatternError(`the expression ${expression.slice(0, 60)} cannot be read`, 0)
}
