import { type FunctionNode, isFunction, type Node, staticName } from './ast.ts'
import { callOf } from './calls.ts'
import type { Declared } from './declare.ts'
import { joinedOwn, ownPlace } from './own-files.ts'
import type { Binding, Origin, Scope } from './scope.ts'
import { globalObjects, isMade, list, memberOf, modulePath, number, path, text, textOf, type Value } from './values.ts'

/** Deepest expression that is followed, and most steps in one file: what is beyond is unknown. */
const deepest = 48
const mostSteps = 3_000_000
/** Most steps that calls of small functions take together. */
const mostFollowed = 100_000

/** Globals that lead somewhere; every other undeclared name stands for nothing. */
const knownGlobals = new Set(
  (
    'require module process eval Function atob btoa Buffer String Object JSON Reflect Number fetch XMLHttpRequest WebSocket EventSource navigator setTimeout setInterval setImmediate ' +
    'Intl document localStorage sessionStorage chrome browser ethereum solana Deno Bun WebAssembly Atomics importScripts unescape encodeURIComponent decodeURIComponent decodeURI parseInt RTCPeerConnection ' +
    'Worker SharedWorker URL URLSearchParams ActiveXObject WScript Date Image GetObject __non_webpack_require__ __nccwpck_require__ execScript crypto globalThis window self global root top frames GLOBAL'
  ).split(' '),
)
const interop = /interop|import(?:star|default)|toesm|tocommonjs|wildcard/i

/** Tells what expressions stand for: through names, properties, calls that can be folded, and modules of a bundle. */
export class Evaluator {
  readonly #declared: Declared
  readonly #globals = new Map<string, Value>()
  readonly #properties = new Map<string, Value | null>()
  /** What functions that only return give. */
  readonly #returns = new Map<Node, Value | null>()
  readonly #returning = new Set<Node>()
  #cuts = 0
  #steps = 0
  /** What the parameters of small functions stand for while one of their calls is followed. */
  readonly #given = new Map<Binding, Value | undefined>()
  /** Where the outermost of those calls has to end, in steps, and how many all of them took. */
  #end = mostSteps
  #followed = 0

  constructor(declared: Declared) {
    this.#declared = declared
  }

  /** More had to be followed than one file is given: what was asked since is unknown, and not nothing. */
  get isExhausted(): boolean {
    return this.#steps > mostSteps
  }

  /** The value of a name that nothing in the file declares. */
  global(name: string): Value | undefined {
    if (!knownGlobals.has(name)) return name === '__dirname' || name === '__filename' ? ownPlace : undefined
    const known = this.#globals.get(name)
    if (known !== undefined) return known
    const value = globalObjects.has(name) ? path('global') : (memberOf(path('global'), name) ?? path('global', name))
    this.#globals.set(name, value)
    return value
  }

  binding(binding: Binding, depth = 0): Value | undefined {
    if (this.#given.size > 0 && this.#given.has(binding)) return this.#given.get(binding)
    if (binding.value !== undefined) return binding.value ?? undefined
    if (binding.asking || depth > deepest) return undefined
    binding.asking = true
    let found: Value | undefined
    for (const origin of binding.origins) {
      const value = this.origin(origin, depth + 1)
      // What names something of the platform says more than a text or a function of the file.
      if (value !== undefined && (found === undefined || (found.kind !== 'path' && value.kind === 'path'))) found = value
    }
    binding.asking = false
    binding.value = found ?? null
    return found
  }

  origin(origin: Origin, depth: number): Value | undefined {
    let value = origin.value ?? (origin.node === undefined ? undefined : this.of(origin.node, origin.scope, depth))
    for (const name of origin.way) value = this.member(value, name, depth)
    return value
  }

  /** A property by name: of the platform, of an object written in the file, or the one that was given that name anywhere. */
  member(base: Value | undefined, name: string | undefined, depth = 0): Value | undefined {
    if (name === undefined) return undefined
    if (base?.kind === 'node') return this.#memberOfNode(base.node, base.scope, name, depth)
    if (base !== undefined) return memberOf(base, name)
    return undefined
  }

  /** What was assigned to a property of that name anywhere in the file, when it names something of the platform. */
  property(name: string | undefined, depth = 0): Value | undefined {
    if (name === undefined || !this.#declared.properties.has(name)) return undefined
    const known = this.#properties.get(name)
    if (known !== undefined) return known ?? undefined
    if (depth > deepest) return undefined
    // Also while it is looked for: it may lead back to itself.
    this.#properties.set(name, null)
    const found = this.#assigned(name, depth)
    this.#properties.set(name, found ?? null)
    return found
  }

  #assigned(name: string, depth: number): Value | undefined {
    for (const origin of this.#declared.properties.get(name) ?? []) {
      const value = this.origin(origin, depth + 1)
      if (value?.kind === 'path' && (value.rest !== '' || value.root !== 'global')) return value
    }
    return undefined
  }

  /** What a call gives that `callOf` cannot tell: modules of a bundle, wrappers of modules, functions of the file. */
  call(callee: Value | undefined, calleeName: string | undefined, given: readonly (Value | undefined)[], depth = 0): Value | undefined {
    if (callee?.kind === 'node') {
      const returned = this.#givenBack(callee.node, callee.scope, depth) ?? this.#applied(callee.node, given, depth)
      if (returned !== undefined) return returned
    } else if (callee !== undefined) return this.#mapped(callee, given, depth) ?? callOf(callee, given)
    const first = given[0]
    if (
      first?.kind === 'path' &&
      first.rest === '' &&
      first.root !== 'global' &&
      (calleeName === undefined || interop.test(calleeName) || calleeName.length < 4)
    )
      return first
    const key = given.length === 1 && first?.kind !== 'path' ? textOf(first) : undefined
    const module = key === undefined ? undefined : this.#declared.handedOn.get(key)
    return module === undefined ? undefined : modulePath(module)
  }

  of(node: Node, scope: Scope, depth: number): Value | undefined {
    this.#steps += 1
    if (depth > deepest || this.#steps > this.#end) return undefined
    switch (node.type) {
      case 'Literal':
        return literal(node.value)
      case 'Identifier':
        return this.named(node.name, scope, depth)
      case 'MemberExpression':
        return this.#memberExpression(node, scope, depth)
      case 'CallExpression':
      case 'NewExpression':
        return this.#callExpression(node, scope, depth)
      case 'BinaryExpression': {
        const left = Object.hasOwn(arithmetic, node.operator) ? this.of(node.left as Node, scope, depth + 1) : undefined
        return left === undefined ? undefined : binary(node.operator, left, this.of(node.right, scope, depth + 1))
      }
      case 'TemplateLiteral':
        return this.#template(node, scope, depth)
      case 'ArrayExpression':
        return node.elements.length > 4096 ? undefined : list(this.#elements(node.elements, scope, depth))
      case 'ImportExpression': {
        const name = textOf(this.of(node.source, scope, depth + 1))
        return name === undefined ? undefined : modulePath(name)
      }
      default:
        return this.#through(node, scope, depth)
    }
  }

  #template(node: Extract<Node, { type: 'TemplateLiteral' }>, scope: Scope, depth: number): Value | undefined {
    return template(
      node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw),
      this.#all(node.expressions, scope, depth),
    )
  }

  #elements(nodes: readonly (Node | null)[], scope: Scope, depth: number): (Value | undefined)[] {
    return nodes.flatMap((one) => {
      if (one?.type === 'SpreadElement') return spread(this.of(one.argument, scope, depth + 1))
      return [one === null ? undefined : this.of(one, scope, depth + 1)]
    })
  }

  #all(nodes: readonly (Node | null)[], scope: Scope, depth: number): (Value | undefined)[] {
    return nodes.map((one) => (one === null ? undefined : this.of(one, scope, depth + 1)))
  }

  named(name: string, scope: Scope, depth = 0): Value | undefined {
    const binding = scope.resolve(name)
    return binding === undefined ? this.global(name) : this.binding(binding, depth + 1)
  }

  /** Expressions whose value is that of a part of them. */
  #through(node: Node, scope: Scope, depth: number): Value | undefined {
    switch (node.type) {
      case 'AwaitExpression':
        return this.of(node.argument, scope, depth + 1)
      case 'MetaProperty':
        return ownPlace
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ParenthesizedExpression':
        return this.of(node.expression, scope, depth + 1)
      case 'SequenceExpression': {
        const last = node.expressions.at(-1)
        return last === undefined ? undefined : this.of(last, scope, depth + 1)
      }
      case 'AssignmentExpression':
        return this.of(node.right, scope, depth + 1)
      case 'LogicalExpression':
        return this.#either(node.left, node.right, scope, depth)
      case 'ConditionalExpression':
        return this.#either(node.consequent, node.alternate, scope, depth)
      case 'ThisExpression':
        return undefined
      case 'ObjectExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
      case 'ArrowFunctionExpression':
        return { kind: 'node', node, scope: this.#declared.scopes.get(node) ?? scope }
      default:
        return undefined
    }
  }

  #either(one: Node, other: Node, scope: Scope, depth: number): Value | undefined {
    const first = this.of(one, scope, depth + 1)
    if (first?.kind === 'path' || first?.kind === 'own') return first
    return this.of(other, scope, depth + 1) ?? first
  }

  #memberExpression(node: Extract<Node, { type: 'MemberExpression' }>, scope: Scope, depth: number): Value | undefined {
    const base = this.of(node.object, scope, depth + 1)
    const name = staticName(node.property, node.computed) ?? (node.computed ? textOf(this.of(node.property, scope, depth + 1)) : undefined)
    return (
      this.member(base, name, depth + 1) ??
      (name === 'constructor' ? constructorOf(node.object) : undefined) ??
      (base === undefined ? this.property(name, depth + 1) : undefined)
    )
  }

  #callExpression(node: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>, scope: Scope, depth: number): Value | undefined {
    const callee = this.of(node.callee, scope, depth + 1)
    // Nothing is known of most calls: then only a module that is handed through or taken from a bundle matters.
    const asked = callee === undefined ? node.arguments.slice(0, 2) : node.arguments
    const given = asked.map((one) => this.of(one.type === 'SpreadElement' ? one.argument : one, scope, depth + 1))
    return this.call(callee, node.callee.type === 'Identifier' ? node.callee.name : '(long)', given, depth + 1)
  }

  #memberOfNode(node: Node, scope: Scope, name: string, depth: number): Value | undefined {
    if (name === 'constructor' && node.type !== 'ObjectExpression') return path('global', 'Function')
    // The prototype of a function is a function.
    if (name === '__proto__' && node.type !== 'ObjectExpression') return { kind: 'node', node, scope }
    if (node.type !== 'ObjectExpression' || node.properties.length > 256) return undefined
    for (const property of node.properties) {
      if (property.type !== 'Property' || staticName(property.key, property.computed) !== name) continue
      return this.of(property.value, scope, depth + 1)
    }
    return undefined
  }

  #givenBack(node: Node, scope: Scope, depth: number): Value | undefined {
    const known = this.#returns.get(node)
    if (known !== undefined) return known ?? undefined
    if (this.#returning.has(node)) {
      this.#cuts += 1
      return undefined
    }
    const cuts = this.#cuts
    this.#returning.add(node)
    const found = this.#returned(node, scope, depth)
    this.#returning.delete(node)
    // What was not found because of a circle, or deep down, may be found when it is asked for itself.
    if (this.#given.size === 0 && (found !== undefined || (cuts === this.#cuts && depth <= deepest / 2))) this.#returns.set(node, found ?? null)
    return found
  }

  /** `() => 'child_' + 'process'`: a function that does nothing but return. */
  #returned(node: Node, scope: Scope, depth: number): Value | undefined {
    const returned = returnedBy(node)
    return returned === undefined ? undefined : this.of(returned, scope, depth + 1)
  }

  /** `((s) => s.split('').reverse().join(''))('…')`: what a function that does nothing but return makes of what it is given. */
  #applied(node: Node, given: readonly (Value | undefined)[], depth: number): Value | undefined {
    if (!isFunction(node) || depth > deepest / 2 || this.#followed > mostFollowed || !given.some(isMaterial)) return undefined
    const returned = returnedBy(node)
    const scope = returned === undefined ? undefined : this.#declared.scopes.get(node)
    if (returned === undefined || scope === undefined) return undefined
    const outermost = this.#given.size === 0
    const before = this.#steps
    if (outermost) this.#end = Math.min(mostSteps, before + mostFollowed)
    const outer = this.#give(node, scope, given)
    const found = this.of(returned, scope, depth + 1)
    for (const [binding, value] of outer) {
      if (value === null) this.#given.delete(binding)
      else this.#given.set(binding, value)
    }
    if (!outermost) return found
    this.#followed += this.#steps - before
    this.#steps = before
    this.#end = mostSteps
    return found
  }

  /** Lets the parameters stand for what is given; what they stood for before, null for nothing. */
  #give(node: FunctionNode, scope: Scope, given: readonly (Value | undefined)[]): [Binding, Value | undefined | null][] {
    return node.params.flatMap((parameter, index): [Binding, Value | undefined | null][] => {
      const rest = parameter.type === 'RestElement'
      const target = rest ? parameter.argument : parameter
      const binding = target.type === 'Identifier' ? scope.own(target.name) : undefined
      if (binding === undefined) return []
      const outer = this.#given.has(binding) ? this.#given.get(binding) : null
      this.#given.set(binding, rest ? list(given.slice(index)) : given[index])
      return [[binding, outer]]
    })
  }

  #mapped(callee: Value, given: readonly (Value | undefined)[], depth: number): Value | undefined {
    const how = given[0]
    if (callee.kind !== 'method' || callee.name !== 'map' || callee.self.kind !== 'list' || how?.kind !== 'node') return undefined
    const items = callee.self.items.map((item, index) => this.#applied(how.node, [item, number(index)], depth + 1))
    return items.some((item) => item !== undefined) ? list(items) : undefined
  }
}

/** True for what texts are made of. */
function isMaterial(value: Value | undefined): boolean {
  return value?.kind === 'text' || value?.kind === 'number' || value?.kind === 'list' || value?.kind === 'own'
}

/** The expression that a function gives, when it does nothing else. */
function returnedBy(node: Node): Node | undefined {
  if (node.type === 'ArrowFunctionExpression' && node.expression) return node.body as Node
  if (!isFunction(node)) return undefined
  const body: readonly Node[] = node.body?.type === 'BlockStatement' ? node.body.body : []
  const only = body.length === 1 ? body[0] : undefined
  return only?.type === 'ReturnStatement' ? (only.argument ?? undefined) : undefined
}

/** `...value` in a list. */
export function spread(value: Value | undefined): readonly (Value | undefined)[] {
  if (value?.kind === 'list') return value.items
  return value?.kind === 'text' ? [...value.text.slice(0, 4096)].map((character) => text(character, value.made)) : [undefined]
}

/** `x.constructor` of a function or of another constructor is `Function`, whatever x is. */
export function constructorOf(object: Node): Value | undefined {
  if (object.type === 'FunctionExpression' || object.type === 'ArrowFunctionExpression') return path('global', 'Function')
  if (object.type !== 'MemberExpression') return undefined
  const name = staticName(object.property, object.computed)
  if (name === 'constructor') return path('global', 'Function')
  const literalOwner = object.object.type === 'ArrayExpression' || object.object.type === 'Literal' || object.object.type === 'ObjectExpression'
  return literalOwner && name !== undefined ? path('global', 'Function') : undefined
}

export function literal(value: unknown): Value | undefined {
  if (typeof value === 'string') return value.length > 65_536 ? undefined : { kind: 'text', text: value, folded: false, made: false }
  return typeof value === 'number' ? number(value) : undefined
}

export function template(quasis: readonly string[], expressions: readonly (Value | undefined)[]): Value | undefined {
  const own = expressions.find((value) => value?.kind === 'own')
  if (own?.kind === 'own') return joinedOwn(own, literal(quasis.at(-1)))
  let joined = ''
  for (const [index, quasi] of quasis.entries()) {
    const value = index === 0 ? '' : textOf(expressions[index - 1])
    if (value === undefined) return undefined
    joined += value + quasi
  }
  return text(joined, expressions.some(isMade))
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ^ right,
  '|': (left, right) => left | right,
  '&': (left, right) => left & right,
  '<<': (left, right) => left << right,
  '>>': (left, right) => left >> right,
  '**': (left, right) => left ** right,
}

export function binary(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left === undefined || right === undefined) return undefined
  if (left.kind === 'number' && right.kind === 'number') {
    const compute = Object.hasOwn(arithmetic, operator) ? arithmetic[operator] : undefined
    return compute === undefined ? undefined : number(compute(left.number, right.number))
  }
  if (operator !== '+') return undefined
  if (left.kind === 'own') return joinedOwn(left, right)
  if (right.kind === 'own') return right
  const start = textOf(left)
  const end = textOf(right)
  return start === undefined || end === undefined ? undefined : text(start + end, isMade(left) || isMade(right))
}
