import { isBlob } from '../../code/blob.ts'
import { type ClassNode, type FunctionNode, type Node, staticName } from './ast.ts'
import { callSigns } from './call-signs.ts'
import { withoutHash } from './chunk-name.ts'
import type { Declared } from './declare.ts'
import { WholeEnvironment } from './environment.ts'
import { binary, constructorOf, type Evaluator, literal, spread, template } from './evaluate.ts'
import { ownPlace } from './own-files.ts'
import { drawsLots } from './page-script.ts'
import { roleOf } from './roles.ts'
import { capabilitiesOf, givesHandler, signAssigned, signModule, signValue } from './ruling.ts'
import { type Binding, type Scope, Visible } from './scope.ts'
import { addressSigns, type ReadCode, runsAddress } from './script-address.ts'
import { Texts } from './texts.ts'
import { isEnvironment, isMade, list, modulePath, number, path, textOf, type Value } from './values.ts'
import type { Part, Writer } from './writer.ts'

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>

/** Milliseconds since 1970 that a date in code may be: from 2014 to 2100. */
const dates = { from: 1.4e12, to: 4.1e12 }
/** What is that short in the source, in characters, is never split: marks cost more than the writing. */
export const tooShort = 48
const comparisons = new Set(['<', '>', '<=', '>='])
const questions = new Set(['instanceof', 'in', '==', '===', '!=', '!=='])
/** An array of so many texts is a table. */
const tableFrom = 100

/** Writes expressions and tells, on the way back up, what each may stand for. */
export abstract class Expressions extends Texts {
  protected readonly evaluator: Evaluator
  /** Where the walk is. */
  protected scope: Scope
  protected readonly visible = new Visible()
  readonly #declared: Declared
  readonly #readCode: ReadCode
  protected readonly environment = new WholeEnvironment()

  constructor(declared: Declared, writer: Writer, evaluator: Evaluator, readCode: ReadCode) {
    super(writer)
    this.#declared = declared
    this.#readCode = readCode
    this.scope = declared.root
    this.visible.enter(declared.root)
    this.evaluator = evaluator
  }

  abstract statement(node: Node): void
  abstract functionNode(node: FunctionNode, owner?: Binding | undefined): void
  abstract classNode(node: ClassNode): void
  abstract generic(node: Node): void

  /** `owner`: the name that the expression is given, when it is a function. */
  expression(node: Node, owner?: Binding | undefined): Value | undefined {
    switch (node.type) {
      case 'Identifier':
        return this.identifier(node.name)
      case 'Literal':
        return this.literal(node)
      case 'MemberExpression':
        return this.member(node)
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node)
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.functionNode(node, owner)
        return { kind: 'node', node, scope: this.scope }
      case 'ClassExpression':
        this.classNode(node)
        return undefined
      case 'BinaryExpression':
      case 'LogicalExpression':
      case 'ConditionalExpression':
        return this.choice(node)
      case 'AssignmentExpression':
        return this.assignment(node, owner)
      case 'UnaryExpression':
        return this.unary(node)
      default:
        return this.compound(node, owner)
    }
  }

  private compound(node: Node, owner: Binding | undefined): Value | undefined {
    switch (node.type) {
      case 'ArrayExpression':
        return this.array(node)
      case 'ObjectExpression':
        return this.object(node)
      case 'TemplateLiteral':
        return this.template(node)
      case 'SequenceExpression':
        return this.sequence(node)
      case 'ImportExpression':
        return this.dynamicImport(node)
      case 'AwaitExpression':
        this.writer.put('await ')
        return this.expression(node.argument)
      case 'ChainExpression':
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        return this.expression(node.expression, owner)
      case 'ThisExpression':
        this.writer.put('this')
        return undefined
      case 'MetaProperty':
        this.generic(node)
        return ownPlace
      default:
        this.generic(node)
        return undefined
    }
  }

  /** A child of which nothing is known but that it is there. */
  child(node: Node): void {
    const role = roleOf(node.type)
    if (role === 'statement') this.statement(node)
    else if (role === 'pattern') this.pattern(node)
    else this.use(this.expression(node), node)
  }

  /** The value is passed on: what it can do is a sign of the unit. */
  use(value: Value | undefined, node: Node): void {
    if (value === undefined || value.kind === 'number') return
    if (value.kind === 'node' || value.kind === 'path') this.environment.used(value)
    if (value.kind === 'path') signValue(value, this.writer)
    else if (value.kind === 'text' && node.type !== 'Literal' && node.type !== 'TemplateLiteral') this.tell(value.text)
  }

  bindingUsed(binding: Binding): void {
    const value = this.evaluator.binding(binding)
    if (value?.kind === 'path') signValue(value, this.writer)
  }

  importOf(name: string): void {
    this.writer.imported(name)
    signValue(modulePath(name), this.writer)
  }

  /** Goes into the scope that a node opens, if it does; what it gives is for `leave`. */
  protected enter(node: Node): Scope {
    const outer = this.scope
    const scope = this.#declared.scopes.get(node)
    if (scope === undefined) return outer
    this.visible.enter(scope)
    this.scope = scope
    return outer
  }

  protected leave(outer: Scope): void {
    if (this.scope === outer) return
    this.visible.leave(this.scope)
    this.scope = outer
  }

  /** Elements that become units of their own when they are large together. */
  parts(nodes: readonly (Node | null)[], write: (node: Node) => void) {
    const first = nodes[0]
    const last = nodes.at(-1)
    if (nodes.length === 0 || (first && last && last.end - first.start < tooShort)) return this.whole(nodes, write)
    const from = this.writer.mark()
    const parts: Part[] = []
    for (const node of nodes) {
      parts.push(this.writer.part(node?.start ?? 0, node?.end ?? 0))
      if (node !== null) write(node)
      this.writer.put(',')
    }
    this.writer.splitElements(from, parts)
  }

  private whole(nodes: readonly (Node | null)[], write: (node: Node) => void): void {
    for (const node of nodes) {
      if (node !== null) write(node)
      this.writer.put(',')
    }
  }

  private identifier(name: string): Value | undefined {
    const binding = this.visible.get(name)
    if (binding === undefined) {
      this.writer.put(name === 'undefined' ? 'void' : name)
      return this.evaluator.global(name)
    }
    this.writer.name(binding)
    return this.evaluator.binding(binding)
  }

  private literal(node: Extract<Node, { type: 'Literal' }>): Value | undefined {
    if (typeof node.value === 'string') {
      const shown = withoutHash(node.value)
      this.writer.text(shown)
      this.tell(node.value)
      return literal(node.value)
    }
    if ('regex' in node && node.regex !== null && node.regex !== undefined) {
      this.writer.put(`/${node.regex.pattern}/${node.regex.flags}`)
      this.tellPattern(node.regex.pattern)
      return undefined
    }
    this.writer.put('bigint' in node ? `${node.bigint}n` : String(node.value))
    return typeof node.value === 'number' ? number(node.value) : undefined
  }

  private member(node: Extract<Node, { type: 'MemberExpression' }>): Value | undefined {
    const base = this.expression(node.object)
    let name = staticName(node.property, node.computed)
    let concealed = false
    if (name !== undefined) {
      this.writer.put('.')
      this.writer.put(name)
    } else {
      this.writer.put('[')
      const key = this.expression(node.property)
      this.use(key, node.property)
      this.writer.put(']')
      name = textOf(key)
      concealed = isMade(key)
    }
    const value = this.evaluator.member(base, name)
    if (concealed && value?.kind === 'path' && capabilitiesOf(value).length > 0) this.writer.can('concealed-name')
    if (value !== undefined) return value
    // What is taken out of it by a name that cannot be told may be anything in it; of the environment it is one variable.
    if (name === undefined && isEnvironment(base)) return path('global', 'process.env.*')
    if (name === undefined && (base?.kind === 'path' || base?.kind === 'own')) return base
    if (name === 'constructor') return constructorOf(node.object)
    if (name === 'timeZone' && node.object.type === 'CallExpression') this.writer.can('anti-analysis')
    return base === undefined ? this.evaluator.property(name) : undefined
  }

  private call(node: Call): Value | undefined {
    if (node.type === 'NewExpression') this.writer.put('new ')
    const callee = this.expression(node.callee)
    this.use(callee, node.callee)
    this.writer.put('(')
    const { handed, options } = this.environment
    const given = this.args(node.arguments)
    this.writer.put(')')
    if (this.environment.taken(handed, options, callee, given)) this.writer.can('environment', 'credentials')
    callSigns(node, callee, given, this.writer)
    const [address] = node.arguments
    if (address !== undefined && runsAddress(callee)) addressSigns(given[0], address, this.writer, this.#readCode)
    return this.evaluator.call(callee, node.callee.type === 'Identifier' ? node.callee.name : '(long)', given)
  }

  private args(nodes: readonly Node[]): (Value | undefined)[] {
    const given: (Value | undefined)[] = []
    for (const one of nodes) {
      const isSpread = one.type === 'SpreadElement'
      if (isSpread) this.writer.put('...')
      const inner = isSpread ? one.argument : one
      const value = this.expression(inner)
      this.use(value, inner)
      if (isSpread) given.push(...spread(value).slice(0, 4096))
      else given.push(value)
      this.writer.put(',')
    }
    return given
  }

  private choice(node: Extract<Node, { type: 'BinaryExpression' | 'LogicalExpression' | 'ConditionalExpression' }>): Value | undefined {
    if (node.type === 'ConditionalExpression') {
      this.use(this.expression(node.test), node.test)
      this.writer.put('?')
      const one = this.expression(node.consequent)
      this.writer.put(':')
      return this.either(one, node.consequent, this.expression(node.alternate), node.alternate)
    }
    this.writer.put('(')
    const left = this.expression(node.left as Node)
    this.writer.put(' ')
    this.writer.put(node.operator)
    this.writer.put(' ')
    const right = this.expression(node.right)
    this.writer.put(')')
    if (node.type === 'LogicalExpression') return this.either(left, node.left, right, node.right)
    const value = binary(node.operator, left, right)
    if (value !== undefined) return value
    if (comparisons.has(node.operator) && (isDate(left) || isDate(right))) this.writer.can('delay')
    if (comparisons.has(node.operator) && (drawsLots(node.left as Node) || drawsLots(node.right))) this.writer.can('audience')
    // Asking whether something is a function does not make one.
    if (questions.has(node.operator)) return undefined
    this.use(left, node.left as Node)
    this.use(right, node.right)
    return undefined
  }

  /** One of two values; the other one is used, too. */
  private either(one: Value | undefined, oneNode: Node, other: Value | undefined, otherNode: Node): Value | undefined {
    if ((one?.kind === 'path' || one?.kind === 'own') && other?.kind !== 'path') {
      this.use(other, otherNode)
      return one
    }
    this.use(one, oneNode)
    return other ?? one
  }

  private assignment(node: Extract<Node, { type: 'AssignmentExpression' }>, owner: Binding | undefined): Value | undefined {
    const left = node.left as Node
    const assigned = left.type === 'MemberExpression' ? this.member(left) : undefined
    if (assigned !== undefined) this.signTarget(assigned)
    if (left.type === 'Identifier') this.identifier(left.name)
    else if (left.type !== 'MemberExpression') this.pattern(left)
    this.writer.put(node.operator)
    const target = left.type === 'Identifier' ? this.visible.get(left.name) : undefined
    if (left.type === 'Identifier' && target === undefined) this.signTarget(this.evaluator.global(left.name))
    const value = this.expression(node.right, target ?? owner)
    this.use(value, node.right)
    if (givesHandler(assigned, value)) this.writer.can('stored-code')
    return node.operator === '=' ? value : undefined
  }

  private signTarget(value: Value | undefined): void {
    signAssigned(value, this.writer)
  }

  private unary(node: Extract<Node, { type: 'UnaryExpression' }>): Value | undefined {
    const { argument, operator } = node
    if (argument.type === 'Literal' && typeof argument.value === 'number') {
      // What minifiers write for `undefined`, `true` and `false`.
      if (operator === 'void') this.writer.put('void')
      else if (operator === '!') this.writer.put(String(argument.value === 0))
      else this.writer.put(`${operator}${argument.value}`)
      return operator === '-' ? number(-argument.value) : undefined
    }
    this.writer.put(`${operator} `)
    const value = this.expression(argument)
    if (operator !== 'typeof') this.use(value, argument)
    return undefined
  }

  private array(node: Extract<Node, { type: 'ArrayExpression' }>): Value | undefined {
    this.writer.put('[')
    const items: (Value | undefined)[] = []
    let letters = ''
    let texts = 0
    let count = 0
    this.parts(node.elements as readonly (Node | null)[], (element) => {
      const inner = element.type === 'SpreadElement' ? element.argument : element
      const value = this.expression(inner)
      this.use(value, inner)
      if (element.type === 'SpreadElement') items.push(...spread(value))
      else items.push(value)
      count += 1
      if (value?.kind !== 'text') return
      texts += 1
      if (letters.length < 65_536) letters += value.text
    })
    this.writer.put(']')
    if (texts >= tableFrom && isBlob(letters)) this.writer.can('blob-literal')
    if (items.length >= 1024 && items.every(isByte)) this.writer.can('blob-literal')
    return node.elements.length === count ? list(items) : undefined
  }

  private object(node: Extract<Node, { type: 'ObjectExpression' }>): Value | undefined {
    const { handed } = this.environment
    this.writer.put('{')
    this.parts(node.properties as readonly Node[], (property) => this.property(property))
    this.writer.put('}')
    this.environment.written(node, handed)
    return { kind: 'node', node, scope: this.scope }
  }

  private property(node: Node) {
    if (node.type === 'SpreadElement') {
      this.writer.put('...')
      return this.use(this.expression(node.argument), node.argument)
    }
    if (node.type !== 'Property') return
    const name = staticName(node.key, node.computed)
    if (node.kind !== 'init') this.writer.put(`${node.kind} `)
    if (name !== undefined) this.writer.text(name)
    else this.use(this.expression(node.key as Node), node.key as Node)
    this.writer.put(':')
    if (name !== undefined && name.length >= 8) this.tell(name)
    const { handed } = this.environment
    this.use(this.expression(node.value as Node), node.value as Node)
    if (name === 'env') this.environment.option(handed)
  }

  private template(node: Extract<Node, { type: 'TemplateLiteral' }>): Value | undefined {
    const quasis = node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw)
    if (node.expressions.length === 0) {
      const whole = quasis[0] ?? ''
      this.writer.text(whole)
      this.tell(whole)
      return literal(whole)
    }
    this.writer.put('`')
    const values: (Value | undefined)[] = []
    for (const [index, quasi] of quasis.entries()) {
      this.writer.text(quasi)
      const expression = node.expressions[index]
      if (expression === undefined) continue
      const value = this.expression(expression)
      this.use(value, expression)
      values.push(value)
    }
    this.writer.put('`')
    const folded = template(quasis, values)
    // What is filled into the first labels of a host says nothing of whose host it is.
    this.tell(textOf(folded) ?? shownWith(quasis))
    return folded
  }

  private sequence(node: Extract<Node, { type: 'SequenceExpression' }>): Value | undefined {
    let last: Value | undefined
    this.parts(node.expressions, (one) => {
      last = this.expression(one)
      if (one !== node.expressions.at(-1)) this.use(last, one)
    })
    return last
  }

  private dynamicImport(node: Extract<Node, { type: 'ImportExpression' }>): Value | undefined {
    this.writer.put('import(')
    const source = this.expression(node.source)
    this.use(source, node.source)
    this.writer.put(')')
    addressSigns(source, node.source, this.writer, this.#readCode)
    const name = textOf(source)
    if (name === undefined) {
      this.writer.can('dynamic-import')
      return undefined
    }
    this.importOf(name)
    if (/^https?:/i.test(name)) this.writer.can('remote-script')
    if (source?.kind === 'text' && source.folded) this.writer.can('dynamic-import')
    signModule(source, this.writer)
    return modulePath(name)
  }

  /** What is declared or assigned: names, and the parts of what is taken apart. */
  pattern(node: Node): void {
    switch (node.type) {
      case 'Identifier':
        this.declared(node.name)
        break
      case 'AssignmentPattern':
        this.pattern(node.left as Node)
        this.writer.put('=')
        this.use(this.expression(node.right), node.right)
        break
      case 'RestElement':
        this.writer.put('...')
        this.pattern(node.argument as Node)
        break
      case 'ObjectPattern':
        this.writer.put('{')
        this.parts(node.properties as readonly Node[], (one) => this.pattern(one))
        this.writer.put('}')
        break
      case 'ArrayPattern':
        this.writer.put('[')
        this.parts(node.elements as readonly (Node | null)[], (one) => this.pattern(one))
        this.writer.put(']')
        break
      case 'Property': {
        const name = staticName(node.key, node.computed)
        if (name === undefined) this.use(this.expression(node.key as Node), node.key as Node)
        else this.writer.put(name)
        this.writer.put(':')
        this.pattern(node.value as Node)
        break
      }
      default:
        this.use(this.expression(node), node)
    }
  }

  private declared(name: string) {
    const binding = this.visible.get(name)
    if (binding === undefined) return this.writer.put(name)
    this.writer.declare(binding)
    this.bindingUsed(binding)
  }
}

function isDate(value: Value | undefined): boolean {
  return value?.kind === 'number' && value.number >= dates.from && value.number <= dates.to
}

function isByte(value: Value | undefined): boolean {
  return value?.kind === 'number' && value.number >= 0 && value.number <= 255 && Number.isInteger(value.number)
}

/** A template as it is told: what is filled into the first labels of a host says nothing of whose host it is. */
function shownWith(quasis: readonly string[]): string {
  const shown = quasis.join('*')
  return shown.includes('*.') ? shown.replace(/(^|:\/\/)(?:[\w-]*\*[\w*-]*\.)+/, '$1') : shown
}
