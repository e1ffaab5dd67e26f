import type { Node } from './ast.ts'
import type { Value } from './values.ts'

/** Where a name gets its value: an expression, the way into it by destructuring, and the scope it is read in. */
export interface Origin {
  readonly node: Node | undefined
  /** What is known without an expression: an import. */
  readonly value?: Value
  readonly way: readonly string[]
  readonly scope: Scope
}

/** Most origins of one name that are kept: the first ones. */
const mostOrigins = 8

/** A name that the file declares. */
export class Binding {
  readonly name: string
  /** Counts up in the order of declaration: tells names of different scopes apart. */
  readonly number: number
  /** The same text for the same binding in one file. */
  readonly link: string
  readonly origins: Origin[] = []
  /** undefined: not asked yet; null: stands for nothing that is known. */
  value: Value | null | undefined = undefined
  /** Set while its value is looked for: `a = b, b = a`. */
  asking = false
  /** Used by the writer: the unit that numbered it last, its number there, and the unit that declares it. */
  numberedIn = -1
  place = 0
  /** What is written instead of its name; null: its number. */
  shown: string | null | undefined = undefined

  constructor(name: string, number: number) {
    this.name = name
    this.number = number
    this.link = `${name}#${number}`
  }

  from(origin: Origin): void {
    if (this.origins.length < mostOrigins) this.origins.push(origin)
  }
}

export class Scope {
  readonly parent: Scope | undefined
  /** Where `var` goes. */
  readonly ofFunction: Scope
  #names: Map<string, Binding> | undefined

  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent
    this.ofFunction = isFunction || parent === undefined ? this : parent.ofFunction
  }

  own(name: string): Binding | undefined {
    return this.#names?.get(name)
  }

  set(binding: Binding): void {
    this.#names ??= new Map()
    this.#names.set(binding.name, binding)
  }

  resolve(name: string): Binding | undefined {
    let scope: Scope | undefined = this
    while (scope !== undefined) {
      const binding = scope.#names?.get(name)
      if (binding !== undefined) return binding
      scope = scope.parent
    }
    return undefined
  }

  get names(): ReadonlyMap<string, Binding> | undefined {
    return this.#names
  }
}

/** The names that are in force at one place of a walk: faster than asking every scope on the way out. */
export class Visible {
  readonly #bindings = new Map<string, Binding>()

  get(name: string): Binding | undefined {
    return this.#bindings.get(name)
  }

  /** Puts the names of a scope in force; what they hide is given back for `leave`. */
  enter(scope: Scope): (Binding | undefined)[] {
    const hidden: (Binding | undefined)[] = []
    for (const [name, binding] of scope.names ?? []) {
      hidden.push(this.#bindings.get(name))
      this.#bindings.set(name, binding)
    }
    return hidden
  }

  leave(scope: Scope, hidden: readonly (Binding | undefined)[]): void {
    let index = 0
    for (const name of scope.names?.keys() ?? []) {
      const before = hidden[index++]
      if (before === undefined) this.#bindings.delete(name)
      else this.#bindings.set(name, before)
    }
  }
}
