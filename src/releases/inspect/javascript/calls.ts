import { callOnOwn, callWithOwn } from './own-files.ts'
import { scriptElement } from './page-script.ts'
import { base64Text, bufferText, callOnList, callOnText, fromCodes, parsedNumber, parsedText, percentDecoded } from './text-calls.ts'
import { globalObjects, isEnvironment, memberOf, modulePath, path, textOf, type Value } from './values.ts'

type Arguments = readonly (Value | undefined)[]

/** Calls of things of the platform whose result can be told. */
const knownCalls: Readonly<Record<string, (given: Arguments) => Value | undefined>> = {
  require: ([name]) => moduleOf(name),
  'process.getBuiltinModule': ([name]) => moduleOf(name),
  'process.binding': ([name]) => bindingOf(name),
  'process._linkedBinding': ([name]) => bindingOf(name),
  'Buffer.from': bufferText,
  Buffer: bufferText,
  atob: base64Text,
  'String.fromCharCode': fromCodes,
  'String.fromCodePoint': fromCodes,
  String: ([value]) => (value?.kind === 'text' ? value : undefined),
  decodeURIComponent: percentDecoded,
  decodeURI: percentDecoded,
  unescape: percentDecoded,
  parseInt: parsedNumber,
  'Number.parseInt': parsedNumber,
  Function: returned,
  eval: ([code]) => evaluated(code),
  'document.createElement': elementOf,
  'Reflect.get': ([base, name]) => memberOf(base, textOf(name)),
  'Object.getPrototypeOf': prototypeOf,
  'Reflect.getPrototypeOf': prototypeOf,
  'Object.assign': (given) => given.find(isEnvironment),
  'JSON.parse': parsedText,
  URL: ([address]) => (textOf(address)?.startsWith('data:') ? address : undefined),
}

/** The prototype of a function is one, too. */
function prototypeOf([value]: Arguments): Value | undefined {
  return value?.kind === 'node' && value.node.type !== 'ObjectExpression' ? value : undefined
}

function moduleOf(name: Value | undefined): Value | undefined {
  const text = textOf(name)
  return text === undefined ? undefined : modulePath(text)
}

/** Of all elements of a page the one that runs what it loads. */
function elementOf([name]: Arguments): Value | undefined {
  return textOf(name)?.toLowerCase() === 'script' ? path('global', scriptElement) : undefined
}

function bindingOf(name: Value | undefined): Value | undefined {
  const text = textOf(name)
  return text === undefined ? undefined : path(`binding:${text}`)
}

/** `Function('return process')`: calling the result gives what is named. */
function returned(given: Arguments): Value | undefined {
  const code = textOf(given.at(-1))
  const name = code === undefined ? undefined : /^\s*return\s+(this|[\w$]+)\s*(?:\(\s*\))?\s*;?\s*$/.exec(code)?.[1]
  return name === undefined ? undefined : { kind: 'returns', value: named(name) }
}

function evaluated(code: Value | undefined): Value | undefined {
  const name = /^\s*([\w$]+)\s*;?\s*$/.exec(textOf(code) ?? '')?.[1]
  return name === undefined ? undefined : named(name)
}

function named(name: string): Value {
  return name === 'this' || globalObjects.has(name) ? path('global') : path('global', name)
}

/** What a call gives, by the value of what is called. `new` is the same here. */
export function callOf(callee: Value | undefined, given: Arguments): Value | undefined {
  if (callee === undefined) return undefined
  if (callee.kind === 'returns') return callee.value
  if (callee.kind === 'own') return callOnOwn(callee, given)
  if (callee.kind === 'method') return callOnSelf(callee.self, callee.name, given)
  return callee.kind === 'path' ? callOfPath(callee.root, callee.rest, given) : undefined
}

function callOnSelf(self: Value, name: string, given: Arguments): Value | undefined {
  if (self.kind === 'text' && name === 'toString') return self
  if (self.kind === 'text') return callOnText(self.text, name, given)
  return self.kind === 'list' ? callOnList(self.items, name, given) : undefined
}

function callOfPath(root: string, rest: string, given: Arguments): Value | undefined {
  const tail = rest.slice(rest.lastIndexOf('.') + 1)
  if (tail === 'call' || tail === 'apply' || tail === 'bind') return indirect(root, rest.slice(0, -tail.length - 1), tail, given)
  const own = callWithOwn(root, rest, given)
  if (own !== undefined) return own
  if (root === 'global') return Object.hasOwn(knownCalls, rest) ? knownCalls[rest]?.(given) : undefined
  if (root === 'module' && (rest === 'createRequire' || rest === 'Module.createRequire')) return path('global', 'require')
  if (root === 'util' && rest === 'promisify') return given[0]
  // A resolver asks as the module does.
  if (root === 'dns' && rest === 'Resolver') return path(root)
  if (root === 'buffer' && rest.startsWith('Buffer')) return callOfPath('global', rest, given)
  return undefined
}

function indirect(root: string, rest: string, how: 'call' | 'apply' | 'bind', given: Arguments): Value | undefined {
  if (how === 'bind') return path(root, rest)
  const list = given[1]
  return callOfPath(root, rest, how === 'call' ? given.slice(1) : list?.kind === 'list' ? list.items : [])
}
