import { type Node, visitorKeys } from 'oxc-parser'

export type { Node } from 'oxc-parser'

export type FunctionNode = Extract<Node, { params: unknown; generator: boolean }>
export type ClassNode = Extract<Node, { superClass: unknown }>

/** Children that hold types only: they are gone when the program runs. */
const typeFields = new Set(['typeAnnotation', 'returnType', 'typeParameters', 'typeArguments', 'superTypeArguments', 'implements'])

/** TypeScript nodes that are still there when the program runs. */
const runtimeTypeScript = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSExternalModuleReference',
  'TSParameterProperty',
])

const runtimeKeys = new Map<string, readonly string[]>(
  Object.entries(visitorKeys).map(([type, keys]) => [type, isErased(type) ? [] : keys.filter((key) => !typeFields.has(key))]),
)

/** Names of the fields with the children that run, in the order of the source. */
export function childKeys(type: string): readonly string[] {
  return runtimeKeys.get(type) ?? []
}

/** True for what a compiler of TypeScript takes out. */
export function isErased(type: string): boolean {
  return type.startsWith('TS') && !runtimeTypeScript.has(type)
}

/** The children in one field: nodes, null for holes. */
export function childrenIn(node: Node, key: string): readonly (Node | null)[] {
  const value: unknown = Reflect.get(node, key)
  if (Array.isArray(value)) return value
  return value === null || value === undefined ? [] : [value as Node]
}

/** The name of a property that is written out: `a.b`, `{ b: 1 }`; undefined when it is computed. */
export function staticName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier') return computed ? undefined : key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value)
  return undefined
}

export function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression'
}
