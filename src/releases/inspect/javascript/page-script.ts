import { type Node, staticName } from './ast.ts'
import { textOf, type Value } from './values.ts'

/** What a script element that code makes goes by among the globals. */
export const scriptElement = 'HTMLScriptElement'

const hours = new Set(['getHours', 'getUTCHours', 'getDay', 'getUTCDay'])
/** `Math.random() * 100 > weight`: how deep the draw may lie in what is compared. */
const deepest = 4

/** True when a script element is given an address by assignment. */
export function givesAddress(target: Value | undefined): boolean {
  return target?.kind === 'path' && target.root === 'global' && target.rest === `${scriptElement}.src`
}

/** True for a call that gives a script element an address, or writes one that has an address into the page. */
export function loadsScript(name: string, given: readonly (Value | undefined)[]): boolean {
  const first = textOf(given[0])
  if (first === undefined) return false
  if (name === `${scriptElement}.setAttribute`) return first.toLowerCase() === 'src'
  return (name === 'document.write' || name === 'document.writeln') && /<script\b[^>]{0,400}\bsrc\s*=/i.test(first)
}

/** True for `date.getHours()` and the like: what hour or day it is for whoever runs it. */
export function asksHour(callee: Node): boolean {
  return callee.type === 'MemberExpression' && hours.has(staticName(callee.property, callee.computed) ?? '')
}

/** True when an expression that is compared holds a call of `Math.random`. */
export function drawsLots(node: Node, depth = 0): boolean {
  if (depth > deepest) return false
  switch (node.type) {
    case 'CallExpression': {
      const { callee } = node
      const drawn = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math'
      if (drawn && staticName(callee.property, callee.computed) === 'random') return true
      return node.arguments.some((one) => drawsLots(one, depth + 1))
    }
    case 'BinaryExpression':
      return drawsLots(node.left as Node, depth + 1) || drawsLots(node.right, depth + 1)
    case 'ParenthesizedExpression':
      return drawsLots(node.expression, depth + 1)
    default:
      return false
  }
}
