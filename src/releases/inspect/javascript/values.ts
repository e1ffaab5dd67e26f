import type { Node } from './ast.ts'
import type { Scope } from './scope.ts'

/**
 * What an expression may stand for, as far as it can be told without running it. A path names something of the platform
 * or of a module: `global` and `process.env`, `child_process` and `exec`. A text is folded when it was put together, and
 * made when more was done for it than writing pieces one after the other: it cannot be read in the source.
 */
export type Value =
  | { readonly kind: 'path'; readonly root: string; readonly rest: string }
  | { readonly kind: 'text'; readonly text: string; readonly folded: boolean; readonly made: boolean }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'list'; readonly items: readonly (Value | undefined)[] }
  | { readonly kind: 'node'; readonly node: Node; readonly scope: Scope }
  | { readonly kind: 'method'; readonly self: Value; readonly name: string }
  | { readonly kind: 'returns'; readonly value: Value }
  | OwnFile

/** A file that comes with the code, as far as its name is known: where it lies, or what it holds and anything made of that. */
export interface OwnFile {
  readonly kind: 'own'
  readonly what: 'place' | 'content'
  readonly name: string
}

/** Longest text that is folded, in characters, and most items of a list. */
export const mostText = 65_536
const mostItems = 4096

export function path(root: string, rest = ''): Value {
  return { kind: 'path', root, rest }
}

export function text(value: string, made = true): Value | undefined {
  return value.length > mostText ? undefined : { kind: 'text', text: value, folded: true, made }
}

export function isMade(value: Value | undefined): boolean {
  return value?.kind === 'text' && value.made
}

/** True for the environment as a whole. */
export function isEnvironment(value: Value | undefined): boolean {
  return value?.kind === 'path' && value.root === 'global' && (value.rest === 'process.env' || value.rest === 'Bun.env')
}

export function number(value: number): Value | undefined {
  return Number.isFinite(value) ? { kind: 'number', number: value } : undefined
}

export function list(items: readonly (Value | undefined)[]): Value | undefined {
  return items.length > mostItems ? undefined : { kind: 'list', items }
}

/** The text that a value becomes when it is put into a text. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return value.text
  return value?.kind === 'number' ? String(value.number) : undefined
}

export function textsOf(values: readonly (Value | undefined)[]): string[] | undefined {
  const texts: string[] = []
  for (const value of values) {
    const one = textOf(value)
    if (one === undefined) return undefined
    texts.push(one)
  }
  return texts
}

export function numbersOf(values: readonly (Value | undefined)[]): number[] | undefined {
  const numbers: number[] = []
  for (const value of values) {
    if (value?.kind !== 'number') return undefined
    numbers.push(value.number)
  }
  return numbers
}

/** Names under which the global object goes. */
export const globalObjects: ReadonlySet<string> = new Set(['global', 'globalThis', 'window', 'self', 'root', 'top', 'frames', 'GLOBAL'])

/** Other ways to write the same thing. */
const sameAs: ReadonlyMap<string, string> = new Map([
  ['process.mainModule.require', 'require'],
  ['module.require', 'require'],
  ['module.parent.require', 'require'],
  ['require.main.require', 'require'],
  ['__non_webpack_require__', 'require'],
  ['__nccwpck_require__', 'require'],
  ['document.defaultView', ''],
])

/** `base.name` and `base['name']`. */
export function memberOf(base: Value | undefined, name: string | undefined): Value | undefined {
  if (base === undefined || name === undefined) return undefined
  if (base.kind === 'path') return memberOfPath(base.root, base.rest, name)
  if (base.kind === 'own') return base
  // A method is a function, and the constructor of functions is `Function`.
  if (base.kind === 'method' && name === 'constructor') return path('global', 'Function')
  if (base.kind === 'list') return /^\d+$/.test(name) ? base.items[Number(name)] : measured(base, base.items.length, name)
  if (base.kind === 'text') return /^\d+$/.test(name) ? text(base.text.charAt(Number(name))) : measured(base, base.text.length, name)
  return base.kind === 'returns' ? undefined : { kind: 'method', self: base, name }
}

function measured(self: Value, length: number, name: string): Value | undefined {
  return name === 'length' ? number(length) : { kind: 'method', self, name }
}

function memberOfPath(root: string, rest: string, name: string): Value {
  if (root === 'global' && rest === '' && globalObjects.has(name)) return path('global')
  if (root !== 'global' && rest === '' && (name === 'default' || name === '__esModule')) return path(root)
  const joined = rest === '' ? name : `${rest}.${name}`
  if (root === 'global') return joined === 'module.constructor' ? path('module') : path('global', sameAs.get(joined) ?? joined)
  if (root === 'module' && (joined === '_load' || joined === 'Module._load')) return path('global', 'require')
  return path(root, joined)
}

/** The path of a module by the name in `require` or `import`. */
export function modulePath(name: string): Value {
  const plain = name.startsWith('node:') ? name.slice(5) : name
  if (plain === 'process') return path('global', 'process')
  return path(plain)
}
