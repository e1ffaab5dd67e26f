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
const noOrigins: readonly Origin[] = []

/** A name that the file declares. */
export class Binding {
  readonly name: string
  /** Counts up in the order of declaration: tells names of different scopes apart. */
  readonly number: number
  origins: readonly Origin[] = noOrigins
  #link: string | undefined
  /** undefined: not asked yet; null: stands for nothing that is known. */
  value: Value | null | undefined = undefined
  /** Set while its value is looked for: `a = b, b = a`. */
  asking = false
  /** Used by the writer: the unit that numbered it last, its number there, and the unit that declares it. */
  numberedIn = -1
  place = 0
  /** What is written instead of its name; null: its number. */
  shown: string | null | undefined = undefined
  /** Used by `Visible`: where its name is looked up, and what it hides while it is in force. */
  slot: Slot | undefined = undefined
  hidden: Binding | undefined = undefined

  constructor(name: string, number: number) {
    this.name = name
    this.number = number
  }

  /** The same text for the same binding in one file. */
  get link(): string {
    this.#link ??= `${this.name}#${this.number}`
    return this.#link
  }

  from(origin: Origin): void {
    if (this.origins.length < mostOrigins) this.origins = [...this.origins, origin]
  }
}

const none: readonly Binding[] = []

/** One for every name that the file declares, whatever it stands for at the place of a walk. */
export interface Slot {
  binding: Binding | undefined
}

export class Scope {
  readonly parent: Scope | undefined
  /** Where `var` goes. */
  readonly ofFunction: Scope
  #names: Map<string, Binding> | undefined
  #bindings: Binding[] | undefined

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
    this.#bindings ??= []
    this.#bindings.push(binding)
  }

  get bindings(): readonly Binding[] {
    return this.#bindings ?? none
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
}

/** The names that are in force at one place of a walk: faster than asking every scope on the way out. */
export class Visible {
  readonly #slots = new Map<string, Slot>()

  get(name: string): Binding | undefined {
    return this.#slots.get(name)?.binding
  }

  /** Puts the names of a scope in force. Scopes are left in the opposite order, and none is entered twice. */
  enter(scope: Scope): void {
    for (const binding of scope.bindings) {
      binding.slot ??= this.#slotOf(binding.name)
      binding.hidden = binding.slot.binding
      binding.slot.binding = binding
    }
  }

  leave(scope: Scope): void {
    for (const { slot, hidden } of scope.bindings) if (slot !== undefined) slot.binding = hidden
  }

  #slotOf(name: string): Slot {
    const known = this.#slots.get(name)
    if (known !== undefined) return known
    const slot: Slot = { binding: undefined }
    this.#slots.set(name, slot)
    return slot
  }
}
