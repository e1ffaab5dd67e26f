import type { SignSink } from '../../code/signs.ts'
import { tellText } from '../../code/telling.ts'
import { type Node, staticName } from './ast.ts'
import { decodesByHand } from './hand-made.ts'
import { carriesKey, takesKeys } from './key-material.ts'
import { isOwnData } from './own-files.ts'
import { asksHour } from './page-script.ts'
import { signCall } from './ruling.ts'
import { textOf, type Value } from './values.ts'

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>

const codeTexts = new Set(['Function', 'eval', 'execScript'])
const resolves = /^(?:promises\.)?(?:resolve|lookup|query)/
/** `.c2.example`, behind what is filled in. */
const zone = /^\.?(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/i

/** What a call does, by what is called and what it is given; the nodes where a value does not say it. */
export function callSigns(node: Call, callee: Value | undefined, given: readonly (Value | undefined)[], signs: SignSink): void {
  signCall(callee, given, signs)
  // `module._compile(code, name)`, of whatever module.
  if (given.length === 2 && node.callee.type === 'MemberExpression' && staticName(node.callee.property, node.callee.computed) === '_compile')
    signs.can('evaluate', ...(isOwnData(given[0]) ? (['stored-code'] as const) : []))
  if (asksHour(node.callee)) signs.can('audience')
  if (takesKeys(callee) && node.arguments.some((one) => carriesKey(one))) signs.can('key-material')
  if (callee?.kind !== 'path') return
  if (codeTexts.has(callee.rest)) tellCode(given.at(-1), signs)
  if (decodesByHand(callee, node.arguments)) signs.can('decode')
  if (callee.root.startsWith('dns') && resolves.test(callee.rest)) askedFor(node.arguments[0], given[0], signs)
}

function tellCode(code: Value | undefined, signs: SignSink): void {
  const source = textOf(code)
  if (source !== undefined) tellText(source, signs)
}

/** A name to resolve that is made of data and a zone: whoever owns the zone reads the data. */
function askedFor(node: Node | undefined, value: Value | undefined, signs: SignSink): void {
  const tail = node === undefined || value?.kind === 'text' ? undefined : tailOf(node)
  if (tail === undefined || !zone.test(tail)) return
  signs.can('name-query')
  signs.host(tail.replace(/^\./, '').toLowerCase())
}

function tailOf(node: Node): string | undefined {
  if (node.type === 'TemplateLiteral') return node.expressions.length > 0 ? (node.quasis.at(-1)?.value.cooked ?? undefined) : undefined
  if (node.type !== 'BinaryExpression' || node.operator !== '+' || node.right.type !== 'Literal') return undefined
  return typeof node.right.value === 'string' ? node.right.value : undefined
}
