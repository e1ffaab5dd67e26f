import { type ClassNode, childKeys, childrenIn, type FunctionNode, isErased, type Node, staticName } from './ast.ts'
import { withoutHash } from './chunk-name.ts'
import { type Declared, isDirective } from './declare.ts'
import type { Evaluator } from './evaluate.ts'
import { Expressions, tooShort } from './expressions.ts'
import type { Binding } from './scope.ts'
import type { ReadCode } from './script-address.ts'
import { isEnvironment } from './values.ts'
import type { Part, Writer } from './writer.ts'

/** Writes a whole program: statements, functions and classes; expressions by `Expressions`. */
export function writeProgram(program: Node, declared: Declared, writer: Writer, evaluator: Evaluator, readCode: ReadCode) {
  new Statements(declared, writer, evaluator, readCode).program(program)
}

class Statements extends Expressions {
  program(node: Node) {
    const from = this.writer.mark()
    const parts = this.statementParts(childrenIn(node, 'body'))
    this.writer.splitStatements(from, parts, true)
  }

  override statement(node: Node) {
    if (isErased(node.type)) return
    switch (node.type) {
      case 'EmptyStatement':
        return
      case 'BlockStatement':
      case 'StaticBlock':
      case 'TSModuleBlock':
        return this.block(node, node.body)
      case 'FunctionDeclaration':
        return this.functionNode(node)
      case 'ClassDeclaration':
        return this.classNode(node)
      case 'VariableDeclaration':
        return this.variables(node)
      case 'ImportDeclaration':
        return this.importDeclaration(node)
      case 'ExportAllDeclaration':
        this.importOf(node.source.value)
        return this.generic(node)
      case 'ExportNamedDeclaration':
        return this.exported(node)
      case 'SwitchStatement':
        return this.switchStatement(node)
      case 'ForInStatement':
        // Every variable of the environment, whatever its name.
        if (isEnvironment(this.evaluator.of(node.right, this.scope, 0))) this.writer.can('environment', 'credentials')
        return this.scopedGeneric(node)
      case 'ForStatement':
      case 'ForOfStatement':
      case 'CatchClause':
        return this.scopedGeneric(node)
      case 'ReturnStatement':
        this.writer.put('Return(')
        if (node.argument !== null) this.listed(node.argument)
        return this.writer.put('|)')
      case 'IfStatement':
        this.writer.put('If(')
        this.listed(node.test)
        this.writer.put('|')
        this.listed(node.consequent)
        this.writer.put('|')
        if (node.alternate !== null) this.listed(node.alternate)
        return this.writer.put('|)')
      case 'DebuggerStatement':
        this.writer.put('debugger;')
        return this.writer.can('anti-analysis')
      case 'ExpressionStatement':
        this.use(this.expression(node.expression), node.expression)
        return this.writer.put(';')
      default:
        return this.generic(node)
    }
  }

  // Not written where they are called: a function that makes closures sets memory aside for them each time, whatever it does then.
  private block(node: Node, body: readonly (Node | null)[]): void {
    const outer = this.enter(node)
    this.body(body, node.end - node.start)
    this.leave(outer)
  }

  private scopedGeneric(node: Node): void {
    const outer = this.enter(node)
    this.generic(node)
    this.leave(outer)
  }

  /** A list of statements that stays inside when it is small. `characters` of the source. */
  private body(nodes: readonly (Node | null)[], characters: number) {
    if (characters < tooShort) return this.smallBody(nodes)
    const from = this.writer.mark()
    this.writer.put('{')
    const parts = this.statementParts(nodes)
    this.writer.splitStatements(from, parts, false)
    this.writer.put('}')
  }

  private smallBody(nodes: readonly (Node | null)[]): void {
    this.writer.put('{')
    for (const node of nodes) if (node !== null && !isDirective(node)) this.statement(node)
    this.writer.put('}')
  }

  private statementParts(nodes: readonly (Node | null)[]): Part[] {
    const parts: Part[] = []
    for (const node of nodes) {
      if (node === null || isDirective(node)) continue
      parts.push(this.writer.part(node.start, node.end))
      this.statement(node)
    }
    return parts
  }

  override functionNode(node: FunctionNode, owner?: Binding | undefined): void {
    if (node.type === 'FunctionDeclaration' && node.body === null) return
    const own = node.type === 'FunctionDeclaration' && node.id !== null ? this.visible.get(node.id.name) : undefined
    this.writer.put(`${node.async ? 'async ' : ''}${node.type === 'ArrowFunctionExpression' ? '=>' : 'function'}${node.generator ? '*' : ''}`)
    if (own !== undefined) this.writer.declare(own)
    const { handed, options } = this.environment
    const outer = this.enter(node)
    this.writer.put('(')
    for (const parameter of node.params) {
      this.pattern(parameter.type === 'TSParameterProperty' ? (parameter.parameter as Node) : (parameter as Node))
      this.writer.put(',')
    }
    this.writer.put(')')
    this.writer.own(own ?? owner)
    this.functionBody(node)
    this.writer.disown(own ?? owner)
    this.leave(outer)
    // What a function does with it is no argument of the call that the function is given to.
    this.environment.handed = handed
    this.environment.options = options
  }

  private functionBody(node: FunctionNode): void {
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') {
      const part = this.writer.part(node.body.start, node.body.end)
      this.use(this.expression(node.body as Node), node.body as Node)
      this.writer.splitStatements(part, [part], false)
    } else if (node.body !== null) {
      const body = node.body as Node
      this.block(body, childrenIn(body, 'body'))
    }
  }

  override classNode(node: ClassNode): void {
    const outer = this.enter(node)
    this.writer.put('class ')
    const own = node.id === null ? undefined : this.visible.get(node.id.name)
    if (own !== undefined) this.writer.declare(own)
    if (node.superClass !== null) {
      this.writer.put(' extends ')
      this.use(this.expression(node.superClass), node.superClass)
    }
    for (const decorator of node.decorators) this.child(decorator)
    this.writer.put('{')
    this.writer.own(own)
    this.parts(node.body.body as readonly Node[], (member) => this.generic(member))
    this.writer.disown(own)
    this.writer.put('}')
    this.leave(outer)
  }

  private variables(node: Extract<Node, { type: 'VariableDeclaration' }>): void {
    // `let` and `const` become `var` and back when a bundler or minifier feels like it.
    this.writer.put(node.kind === 'using' || node.kind === 'await using' ? `${node.kind} ` : 'var ')
    this.parts(node.declarations as readonly Node[], (one) => {
      if (one.type !== 'VariableDeclarator') return
      this.pattern(one.id as Node)
      if (one.init === null) return
      this.writer.put('=')
      const owner = one.id.type === 'Identifier' ? this.visible.get(one.id.name) : undefined
      const value = this.expression(one.init, owner)
      if (one.id.type === 'Identifier') this.use(value, one.init)
    })
    this.writer.put(';')
  }

  private importDeclaration(node: Extract<Node, { type: 'ImportDeclaration' }>): void {
    if (node.importKind === 'type') return
    this.writer.put(`import "${withoutHash(node.source.value)}"`)
    this.importOf(node.source.value)
    for (const one of node.specifiers) {
      this.writer.put(one.type === 'ImportSpecifier' ? `,${staticName(one.imported, false) ?? '?'} ` : `,${one.type} `)
      const binding = this.visible.get(one.local.name)
      if (binding === undefined) continue
      this.writer.declare(binding)
      this.bindingUsed(binding)
    }
    this.writer.put(';')
  }

  private exported(node: Extract<Node, { type: 'ExportNamedDeclaration' }>): void {
    if (node.exportKind === 'type') return
    this.writer.put('export ')
    if (node.source !== null) this.importOf(node.source.value)
    if (node.source !== null) this.writer.put(`from "${withoutHash(node.source.value)}" `)
    if (node.declaration !== null) this.statement(node.declaration)
    for (const one of node.specifiers) {
      // What is exported elsewhere is a name of that module; what is exported from here, a name of this file.
      if (node.source === null && one.local.type === 'Identifier') this.expression(one.local)
      else this.writer.put(staticName(one.local, false) ?? '?')
      this.writer.put(` as ${staticName(one.exported, false) ?? '?'},`)
    }
    this.writer.put(';')
  }

  private switchStatement(node: Extract<Node, { type: 'SwitchStatement' }>): void {
    const outer = this.enter(node)
    this.writer.put('switch(')
    this.use(this.expression(node.discriminant), node.discriminant)
    this.writer.put('){')
    this.parts(node.cases, (one) => {
      if (one.type !== 'SwitchCase') return
      this.writer.put('case ')
      if (one.test !== null) this.use(this.expression(one.test), one.test)
      this.writer.put(':')
      const from = this.writer.mark()
      this.writer.splitStatements(from, this.statementParts(one.consequent), false)
    })
    this.writer.put('}')
    this.leave(outer)
  }

  private listed(child: Node): void {
    this.child(child)
    this.writer.put(',')
  }

  /** A node without a meaning of its own: its type, its words, its children. The commonest are written by `statement` in the same way, but faster. */
  override generic(node: Node): void {
    if (isErased(node.type)) return
    this.writer.put(shortType(node.type))
    this.writer.put(words(node))
    this.writer.put('(')
    for (const key of childKeys(node.type)) {
      for (const child of childrenIn(node, key)) {
        if (child === null) this.writer.put('-')
        else this.child(child)
        this.writer.put(',')
      }
      this.writer.put('|')
    }
    this.writer.put(')')
  }
}

const shortTypes = new Map<string, string>()

/** `ConditionalExpression` → `Conditional`. */
function shortType(type: string): string {
  const known = shortTypes.get(type)
  if (known !== undefined) return known
  const short = type.replace(/(?:Expression|Statement|Declaration)$/, '')
  shortTypes.set(type, short)
  return short
}

/** What a node says besides its children: operators, kinds and flags. */
function words(node: Node): string {
  switch (node.type) {
    case 'MethodDefinition':
      return `${node.kind === 'method' ? '' : node.kind}${node.static ? ' static' : ''}`
    case 'PropertyDefinition':
      return node.static ? ' static' : ''
    case 'ForOfStatement':
      return node.await ? ' await' : ''
    case 'JSXText':
      return `"${node.value.replace(/\s+/g, ' ')}"`
    case 'JSXIdentifier':
      return node.name
    case 'BreakStatement':
    case 'ContinueStatement':
      return node.label === null ? '' : ' label'
    default:
      return ''
  }
}
