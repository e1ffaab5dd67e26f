import { fromBase64, unescaped } from '../../code/decoding.ts'
import type { SignSink } from '../../code/signs.ts'
import type { Unit } from '../../reading.ts'
import { type Node, staticName } from './ast.ts'
import { isOwnData } from './own-files.ts'
import { textOf, type Value } from './values.ts'

/** Reads a text as a program of its own. */
export type ReadCode = (text: string) => readonly Unit[]

const scheme = /^data:(?:text|application)\/(?:x-)?(?:java|ecma)script([^,]{0,100}),/i
/** Longest script that is looked at, in characters. */
const mostScript = 65_536

/** What runs the script that its first argument leads to. */
const runners = new Set(['global:Worker', 'global:SharedWorker', 'worker_threads:Worker', 'module:register'])

export function runsAddress(callee: Value | undefined): boolean {
  return callee?.kind === 'path' && runners.has(`${callee.root}:${callee.rest}`)
}

/**
 * `import('data:text/javascript,' + code)`: an address that holds a script instead of leading to one, by its value or,
 * where that is unknown, by how it begins. What it holds is read where all of it can be told.
 */
export function addressSigns(value: Value | undefined, node: Node, signs: SignSink, readCode: ReadCode): void {
  if (isOwnData(value)) signs.can('stored-code')
  const address = textOf(value)
  const start = address ?? beginning(node)
  const head = start === undefined ? null : scheme.exec(start)
  if (start === undefined || head === null) return
  signs.can('evaluate')
  const script = address === undefined && node.type !== 'Literal' ? undefined : decoded(start.slice(head[0].length), head[1] ?? '')
  if (script === undefined) return
  signs.can('blob-literal')
  for (const { capabilities, hosts = [], imports = [] } of readCode(script)) {
    signs.can(...capabilities)
    for (const host of hosts) signs.host(host)
    for (const name of imports) signs.imported(name)
  }
}

function beginning(node: Node): string | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : undefined
    case 'TemplateLiteral':
      return node.quasis[0]?.value.cooked ?? undefined
    case 'BinaryExpression':
      return beginning(node.left as Node)
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'URL' && node.arguments[0] !== undefined ? beginning(node.arguments[0]) : undefined
    case 'CallExpression':
      // `'data:…,'.concat(code)`
      return node.callee.type === 'MemberExpression' && staticName(node.callee.property, node.callee.computed) === 'concat'
        ? beginning(node.callee.object)
        : undefined
    default:
      return undefined
  }
}

function decoded(data: string, parameters: string): string | undefined {
  const script = /;\s*base64\s*$/i.test(parameters) ? fromBase64(data.slice(0, mostScript)) : unescaped(data.slice(0, mostScript))
  return script === '' ? undefined : script
}
