import { type Context, createContext, Script } from 'node:vm'
import { PatternError } from './pattern-error.ts'

/** Time for one look at one value, in milliseconds; and for a second one, since a busy machine makes quick expressions late. */
const mostMilliseconds = 50
const secondMilliseconds = 1500
/** Second looks that one expression may need before it counts as one that runs away. */
const mostSecondLooks = 5

/** Longest value that is looked at, in characters. */
const mostCharacters = 100_000

const test = new Script('expression.test(text)')
let context: Context | undefined
let late = { expression: '', looks: 0 }

/**
 * MATCHES: a PCRE expression anywhere in the text. What JavaScript writes otherwise is rewritten (`(?i)` at the beginning,
 * `(?P<name>…)`, `\A`, `\Z`, `\z`); what it does not have at all is a PatternError. So is an expression that runs away:
 * it is stopped.
 */
export function matches(text: string, expression: string): boolean {
  context ??= createContext({})
  context.expression = compiled(expression)
  context.text = text.slice(0, mostCharacters)
  const found = look(context, mostMilliseconds) ?? (mayLookAgain(expression) ? look(context, secondMilliseconds) : undefined)
  if (found === undefined) throw new PatternError(`the expression ${expression.slice(0, 60)} takes too long`, 0)
  return found
}

/** Undefined when the time was not enough. */
function look(on: Context, timeout: number): boolean | undefined {
  try {
    return test.runInContext(on, { timeout }) === true
  } catch {
    return undefined
  }
}

function mayLookAgain(expression: string): boolean {
  late = { expression, looks: late.expression === expression ? late.looks + 1 : 1 }
  return late.looks <= mostSecondLooks
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
