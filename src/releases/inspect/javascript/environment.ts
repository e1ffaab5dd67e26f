import { childKeys, childrenIn, isFunction, type Node, staticName } from './ast.ts'
import { eachName } from './declare.ts'
import { capabilitiesOf } from './ruling.ts'
import { isEnvironment, type Value } from './values.ts'

/** What makes one text, list or message of everything in an object. */
const takesAll = new Set([
  'global:JSON.stringify',
  'global:Object.entries',
  'global:Object.values',
  'global:URLSearchParams',
  'url:URLSearchParams',
  'util:inspect',
  'util:format',
  'querystring:stringify',
  'querystring:encode',
  'qs:stringify',
  'v8:serialize',
])
/** By name alone: what those of a function of the file are called. */
const makers = new Set(['stringify', 'inspect', 'entries', 'values', 'URLSearchParams', 'serialize', 'fetch', 'request', 'post', 'put', 'send', 'write', 'end'])
/** Nodes of a function that are looked at. */
const mostNodes = 5000

/**
 * Counts where the environment as a whole is handed on as a value, so that a call knows whether it is given it. Under the
 * name `env` it is what a program that is started gets: that counts apart.
 */
export class WholeEnvironment {
  handed = 0
  options = 0
  /** Objects that hold all of it. */
  readonly #holders = new Set<Node>()

  /** A value is used: passed on, spread, put into an object. */
  used(value: Value): void {
    if (this.#isWhole(value)) this.handed += 1
  }

  #isWhole(value: Value | undefined): boolean {
    return value?.kind === 'node' ? this.#holders.has(value.node) : isEnvironment(value)
  }

  /** An object was written; `before`: how often the environment had been handed on until then. */
  written(object: Node, before: number): void {
    if (this.handed > before) this.#holders.add(object)
  }

  /** A property `env` was written. */
  option(before: number): void {
    this.options += this.handed - before
    this.handed = before
  }

  /** True when a call takes all of it, by what was handed on since the given counts. */
  taken(handed: number, options: number, callee: Value | undefined, given: readonly (Value | undefined)[]): boolean {
    if (this.handed === handed && this.options === options) return false
    this.handed = handed
    this.options = options
    if (callee?.kind === 'node') return given.some((value, place) => this.#isWhole(value) && makesText(callee.node, place))
    return callee?.kind === 'path' && (takesAll.has(`${callee.root}:${callee.rest}`) || capabilitiesOf(callee).includes('network'))
  }
}

/** `report(process.env)`: a function of the file that makes a text of what it is given there, or sends it. Most only ask for some names. */
function makesText(callee: Node, place: number): boolean {
  const parameter = isFunction(callee) ? (callee.params as readonly Node[])[place] : undefined
  if (parameter === undefined || !isFunction(callee) || callee.body === null) return false
  const names = new Set<string>()
  eachName(parameter, [], (name) => names.add(name))
  const open: Node[] = [callee.body as Node]
  for (let count = 0; count < mostNodes; count += 1) {
    const node = open.pop()
    if (node === undefined) return false
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && makers.has(nameOf(node.callee)) && node.arguments.some((one) => holds(one, names)))
      return true
    for (const key of childKeys(node.type)) for (const child of childrenIn(node, key)) if (child !== null) open.push(child)
  }
  return false
}

function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' ? (staticName(callee.property, callee.computed) ?? '') : ''
}

/** True when the value of the expression is one of the names, or holds it. */
function holds(node: Node, names: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Identifier':
      return names.has(node.name)
    case 'SpreadElement':
      return holds(node.argument, names)
    case 'ObjectExpression':
      return node.properties.some((property) => holds(property.type === 'SpreadElement' ? property.argument : (property.value as Node), names))
    case 'ArrayExpression':
      return node.elements.some((element) => element !== null && holds(element, names))
    default:
      return false
  }
}
