import { type Node, staticName } from './ast.ts'
import { capabilitiesOf } from './ruling.ts'
import type { Value } from './values.ts'

/** Names by which libraries keep what must never leave a wallet. A pass phrase is not among them: every TLS client hands one to the network. */
const keyNames = new Set([
  'secretKey',
  'secret_key',
  'privateKey',
  'private_key',
  'privKey',
  'mnemonic',
  'mnemonicPhrase',
  'seedPhrase',
  'seed_phrase',
  'recoveryPhrase',
  'keypair',
  'keyPair',
])
/** Calls that give a key in another writing; those that sign or derive give something that may leave. */
const writings = new Set(['from', 'encode', 'stringify', 'btoa', 'toString', 'toBase58', 'toBase64', 'toHex', 'join', 'slice', 'concat', 'String'])
/** How deep an argument is looked into. */
const deepest = 6

/** A function of the same file, or one that talks to the network. What a library does with a key is its business. */
export function takesKeys(callee: Value | undefined): boolean {
  if (callee?.kind === 'node') return true
  return callee?.kind === 'path' && capabilitiesOf(callee).includes('network')
}

/** True when key material, as it is or in another writing, is in the value of the expression. */
export function carriesKey(node: Node, depth = 0): boolean {
  if (depth > deepest) return false
  switch (node.type) {
    case 'Identifier':
      return keyNames.has(node.name)
    case 'MemberExpression':
      return keyNames.has(staticName(node.property, node.computed) ?? '')
    case 'Literal':
      return false
    default:
      return isWithin(node, (inner) => carriesKey(inner, depth + 1))
  }
}

function isWithin(node: Node, within: (inner: Node) => boolean): boolean {
  switch (node.type) {
    case 'CallExpression':
      return isWriting(node.callee) && (node.arguments.some(within) || (node.callee.type === 'MemberExpression' && within(node.callee.object)))
    case 'ObjectExpression':
      return node.properties.some((property) => within(property.type === 'SpreadElement' ? property.argument : property.value))
    case 'ArrayExpression':
      return node.elements.some((element) => element !== null && within(element))
    case 'TemplateLiteral':
      return node.expressions.some(within)
    case 'BinaryExpression':
      return node.operator === '+' && (within(node.left as Node) || within(node.right))
    case 'AwaitExpression':
    case 'SpreadElement':
      return within(node.argument)
    default:
      return false
  }
}

function isWriting(callee: Node): boolean {
  if (callee.type === 'Identifier') return writings.has(callee.name)
  return callee.type === 'MemberExpression' && writings.has(staticName(callee.property, callee.computed) ?? '')
}
