import { standingOf } from '../../code/standing.ts'
import { globalRules, moduleRules } from './rules.ts'
import { type OwnFile, textOf, type Value } from './values.ts'

type Arguments = readonly (Value | undefined)[]

/** `__dirname`, `import.meta.url`. */
export const ownPlace: OwnFile = { kind: 'own', what: 'place', name: '' }

const code = /\.(?:[cm]?[jt]sx?|es6|jsm|vue|svelte|node|wasm|html?|sh|ps1)$/i
const named = /[\w-]?\.\w{1,8}$/
const joins = new Set(['join', 'resolve', 'normalize', 'posix.join', 'win32.join', 'dirname'])
const readers = new Set(['readFileSync', 'readFile', 'promises.readFile'])
const fileSystems = new Set(['fs', 'fs/promises', 'fs-extra', 'graceful-fs'])
/** Calls that give what they are given in another form. */
const forms = new Set(['JSON.parse', 'Buffer.from', 'Buffer.concat', 'String', 'decodeURIComponent', 'encodeURIComponent', 'unescape'])

/** The place with a name put behind it, or the content with anything put beside it. */
export function joinedOwn(own: OwnFile, tail: Value | undefined): OwnFile {
  const name = own.what === 'place' ? textOf(tail) : undefined
  return name === undefined || name === '' ? own : { ...own, name }
}

/** What a call of something of the platform makes of a file of its own. */
export function callWithOwn(root: string, rest: string, given: Arguments): Value | undefined {
  const own = given.find((value) => value?.kind === 'own')
  if (own?.kind !== 'own') return undefined
  if (own.what === 'content') return (root === 'global' && forms.has(rest)) || decodes(root, rest) ? own : undefined
  if (fileSystems.has(root)) return readers.has(rest) ? { ...own, what: 'content' } : undefined
  if (root === 'path' && joins.has(rest)) return joinedOwn(own, given.at(-1))
  if (rest === 'URL' && (root === 'global' || root === 'url')) return joinedOwn(own, given[0])
  return root === 'url' ? own : undefined
}

function decodes(root: string, rest: string): boolean {
  const rules = root === 'global' ? globalRules : Object.hasOwn(moduleRules, root) ? moduleRules[root] : undefined
  return rules !== undefined && Object.hasOwn(rules, rest) && rules[rest]?.includes('decode') === true
}

/** A method of a place or a content: `__filename.replace('a.js', 'b.dat')`. */
export function callOnOwn(own: OwnFile, given: Arguments): Value {
  return joinedOwn(
    own,
    given.findLast((value) => value?.kind === 'text'),
  )
}

/** True for text, or anything made of it, that lies in a file beside the code that is no code itself. */
export function isOwnData(value: Value | undefined): boolean {
  if (value?.kind === 'own') return value.what === 'content' && isData(value.name)
  return value?.kind === 'path' && value.root.startsWith('.') && isData(value.root)
}

/** True for the place of such a file. */
export function isOwnDataPlace(value: Value | undefined): boolean {
  return value?.kind === 'own' && value.what === 'place' && isData(value.name)
}

function isData(name: string): boolean {
  return (named.test(name) && !code.test(name)) || standingOf(name) === 'documentation'
}
