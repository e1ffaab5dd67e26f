import { type Node, staticName } from './ast.ts'
import type { Value } from './values.ts'

type Path = Extract<Value, { kind: 'path' }>

const makers = new Set(['String.fromCharCode', 'String.fromCodePoint'])
const shifts = new Set(['+', '-', '%', '*', '&', '|', '>>', '<<'])
const codes = new Set(['charCodeAt', 'codePointAt'])
/** How deep an argument is looked into. */
const deepest = 6

/**
 * True when characters are made by computing with the codes of others: the usual home-made decoder. Every program that
 * knows about characters may do so; it says something where the result is run.
 */
export function decodesByHand(callee: Path, given: readonly Node[]): boolean {
  return callee.root === 'global' && makers.has(callee.rest) && given.some((node) => isComputed(node, 0))
}

function isComputed(node: Node, depth: number): boolean {
  if (depth > deepest) return false
  switch (node.type) {
    case 'BinaryExpression':
      if (node.operator === '^') return true
      if (shifts.has(node.operator) && (readsCode(node.left as Node, depth) || readsCode(node.right, depth))) return true
      return isComputed(node.left as Node, depth + 1) || isComputed(node.right, depth + 1)
    case 'CallExpression': {
      if (node.callee.type === 'Identifier') return node.callee.name === 'parseInt' && isRareRadix(node.arguments[1])
      // The digits of a code, one by one.
      return node.callee.type === 'MemberExpression' && staticName(node.callee.property, node.callee.computed) === 'reduce'
    }
    case 'ConditionalExpression':
      return isComputed(node.consequent, depth + 1) || isComputed(node.alternate, depth + 1)
    case 'SpreadElement':
      return isComputed(node.argument, depth + 1)
    default:
      return false
  }
}

/** Escapes of every language are hexadecimal or decimal. */
function isRareRadix(node: Node | undefined): boolean {
  return node?.type === 'Literal' && typeof node.value === 'number' && node.value !== 16 && node.value !== 10
}

function readsCode(node: Node, depth: number): boolean {
  if (depth > deepest) return false
  if (node.type === 'BinaryExpression') return readsCode(node.left as Node, depth + 1) || readsCode(node.right, depth + 1)
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && codes.has(staticName(node.callee.property, node.callee.computed) ?? '')
}
