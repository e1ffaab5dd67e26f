import { parseSync } from 'oxc-parser'

export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Every node of a script with the node above it, outermost first. Throws when the code does not parse: a reconstruction must. */
export function* nodesOf(code: string): Generator<{ readonly node: Node; readonly parent: Node | undefined; readonly key: string }> {
  const { program, errors } = parseSync('payload.js', code, { sourceType: /^\s*(?:import|export)\b/m.test(code) ? 'module' : 'script' })
  if (errors.length > 0) throw new Error(`a payload does not parse: ${errors[0]?.message}`)
  yield* walk(program as unknown as Node, undefined, '')
}

function* walk(node: Node, parent: Node | undefined, key: string): Generator<{ readonly node: Node; readonly parent: Node | undefined; readonly key: string }> {
  yield { node, parent, key }
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child, node, name)
  }
}

export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { type?: unknown }).type === 'string' &&
    typeof (value as { start?: unknown }).start === 'number'
  )
}

/** The code with the edits made; of edits one inside another the outer holds. */
export function edited(code: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((left, right) => left.start - right.start || right.end - left.end)
  let text = ''
  let at = 0
  for (const { start, end, text: replacement } of sorted) {
    if (start < at) continue
    text += code.slice(at, start) + replacement
    at = end
  }
  return text + code.slice(at)
}

/** String literals that may be replaced by an expression: no module names of import declarations, no keys, no directives. */
export function stringLiterals(code: string): readonly { readonly node: Node; readonly value: string }[] {
  const found: { node: Node; value: string }[] = []
  for (const { node, parent, key } of nodesOf(code)) {
    if (node.type !== 'Literal' || typeof node.value !== 'string') continue
    if (parent?.type.startsWith('Import') || parent?.type.startsWith('Export')) continue
    if (parent?.type === 'ExpressionStatement' || (parent?.type === 'Property' && key === 'key')) continue
    found.push({ node, value: node.value })
  }
  return found
}
