import type { Capability } from '../../capability.ts'
import { shellSigns } from '../../code/shell/signs.ts'
import type { SignSink } from '../../code/signs.ts'
import { namedFile, tellVariable } from '../../code/telling.ts'
import { isOwnData, isOwnDataPlace } from './own-files.ts'
import { givesAddress, loadsScript } from './page-script.ts'
import { globalRules, hookTargets, moduleRules } from './rules.ts'
import { isMade, modulePath, numbersOf, textOf, type Value } from './values.ts'

type Path = Extract<Value, { kind: 'path' }>

const hooked = new Set(hookTargets.filter((target) => !target.endsWith('.')))
const hookedMembers = hookTargets.filter((target) => target.endsWith('.'))
/** A wait from here on, in milliseconds: longer than a sandbox usually looks and than a retry usually waits. */
const longWait = 300_000
const binaryEncodings = new Set(['base64', 'base64url', 'hex', 'latin1', 'binary', 'ucs2', 'utf16le'])

/** `./server.node` may also be short for `./server.node.js`: the folder tells. */
const nativeFile = /(?:^|\/)(?:build|release|debug|prebuilds?|native|bin|binding|addons?|dist|out|lib)\/(?:[\w.@-]+\/)*[\w.@-]+\.node$/i

const none: readonly Capability[] = []
const handler = /^(?:global:require\.extensions|module:(?:Module\.)?_extensions)\.(\.\w+)$/

/** What the thing that a path names can do. Trailing `.call`, `.apply` and `.bind` change nothing. */
export function capabilitiesOf({ root, rest }: Path): readonly Capability[] {
  const name = rest.replace(/(?:\.(?:call|apply|bind))+$/, '')
  if (root === 'global') return ruleOfGlobal(name)
  const rules = Object.hasOwn(moduleRules, root) ? moduleRules[root] : undefined
  if (rules === undefined) return nativeFile.test(root) ? ['native-code'] : none
  return (Object.hasOwn(rules, name) ? rules[name] : name === '' ? undefined : rules['*']) ?? none
}

function ruleOfGlobal(name: string): readonly Capability[] {
  if (Object.hasOwn(globalRules, name)) return globalRules[name] ?? none
  const owner = name.slice(0, Math.max(0, name.lastIndexOf('.')))
  // `ethereum.request` and `WebSocket.prototype` are parts of what their owner is; `Function.prototype` is in every program.
  if (owner === '' || owner === 'Function' || owner === 'process.env') return none
  return Object.hasOwn(globalRules, owner) ? (globalRules[owner] ?? none) : none
}

/** A value that is used: passed on, called, assigned. */
export function signValue(value: Value, signs: SignSink): void {
  if (value.kind !== 'path') return
  const { root, rest } = value
  if (root === 'global' && rest.startsWith('process.env.')) tellVariable(rest.slice('process.env.'.length), signs)
  else signs.can(...capabilitiesOf(value))
}

/** A call: what it does beyond naming what is called, by its arguments. */
export function signCall(callee: Value | undefined, given: readonly (Value | undefined)[], signs: SignSink): void {
  if (callee?.kind !== 'path') return
  const name = callee.rest
  if (callee.root === 'global') signGlobalCall(name, given, signs)
  const can = capabilitiesOf(callee)
  if (can.includes('execute')) signCommand(given, signs)
  if (can.includes('evaluate') && given.some(isOwnData)) signs.can('stored-code')
  if (can.includes('execute') || can.includes('file-read') || can.includes('file-write')) signFiles(given, signs)
}

function signGlobalCall(name: string, given: readonly (Value | undefined)[], signs: SignSink): void {
  const first = given[0]
  if (name === 'require') signRequire(first, signs)
  if (name === 'process.getBuiltinModule') signModule(first, signs)
  if (name === 'setTimeout' || name === 'setInterval') signTimer(given, signs)
  if (name === 'Buffer.from' || name === 'Buffer') signBuffer(given, signs)
  if (name === 'Object.defineProperty' || name === 'Reflect.set') signAssigned(partOf(first, textOf(given[1])), signs)
  if (name === 'Reflect.apply' || name === 'Reflect.construct') signCall(first, given[2]?.kind === 'list' ? given[2].items : [], signs)
  if (loadsScript(name, given)) signs.can('remote-script')
  if (name === 'unescape' && given.length > 0) signs.can('decode')
}

function partOf(base: Value | undefined, name: string | undefined): Value | undefined {
  if (base?.kind !== 'path' || name === undefined) return undefined
  return { kind: 'path', root: base.root, rest: base.rest === '' ? name : `${base.rest}.${name}` }
}

function signRequire(first: Value | undefined, signs: SignSink) {
  const name = textOf(first)
  if (name === undefined) return signs.can('dynamic-import')
  signs.imported(name)
  if (first?.kind === 'text' && first.folded) signs.can('dynamic-import')
  signModule(first, signs)
}

/** A module of the platform that can do something, by a name that stands nowhere. */
export function signModule(name: Value | undefined, signs: SignSink): void {
  const module = isMade(name) ? modulePath(textOf(name) ?? '') : undefined
  if (module?.kind === 'path' && capabilitiesOf(module).length > 0) signs.can('concealed-name')
}

function signTimer(given: readonly (Value | undefined)[], signs: SignSink): void {
  if (given[0]?.kind === 'text') signs.can('evaluate')
  const [wait] = numbersOf(given.slice(1, 2)) ?? []
  if (wait !== undefined && wait >= longWait) signs.can('delay')
}

function signBuffer(given: readonly (Value | undefined)[], signs: SignSink): void {
  const encoding = textOf(given[1])?.toLowerCase()
  if (encoding !== undefined && binaryEncodings.has(encoding) && encoding !== 'binary' && encoding !== 'latin1') signs.can('decode')
}

/** The command in `exec(command)` and the words in `spawn(program, words)`. */
function signCommand(given: readonly (Value | undefined)[], signs: SignSink): void {
  if (runsOwnData(given)) signs.can('stored-code')
  const program = textOf(given[0])
  if (program === undefined) return
  const words = given[1]?.kind === 'list' ? given[1].items.map((word) => textOf(word) ?? '?') : []
  shellSigns([program, ...words].join(' '), signs)
}

/** `spawn(process.execPath, ['-e', text])` and `spawn(process.execPath, [file])`, of what lies beside the code and is no code. */
function runsOwnData([program, words]: readonly (Value | undefined)[]): boolean {
  // A worker takes the text itself.
  if (isOwnData(program)) return true
  const interpreter = program?.kind === 'path' ? program.rest === 'process.execPath' : /(?:^|\/)node(?:\.exe)?$/.test(textOf(program) ?? '')
  const given = words?.kind === 'list' ? words.items : [words]
  return interpreter && given.some((word, index) => isOwnData(word) || (isOwnDataPlace(word) && given.slice(0, index).every(isOption)))
}

function isOption(word: Value | undefined): boolean {
  return textOf(word)?.startsWith('-') === true
}

function signFiles(given: readonly (Value | undefined)[], signs: SignSink): void {
  for (const value of [given[0], ...(given[1]?.kind === 'list' ? given[1].items : [])]) {
    const name = namedFile(textOf(value) ?? '')
    if (name !== undefined) signs.file(name)
  }
}

/** `require.extensions['.bnf'] = require.extensions['.js']`: what is no code becomes code. */
export function givesHandler(target: Value | undefined, value: Value | undefined): boolean {
  return (
    value?.kind === 'path' &&
    handler.exec(`${value.root}:${value.rest}`)?.[1] === '.js' &&
    target?.kind === 'path' &&
    handler.test(`${target.root}:${target.rest}`)
  )
}

/** An assignment to something of the platform. */
export function signAssigned(target: Value | undefined, signs: SignSink): void {
  if (target?.kind !== 'path') return
  if (givesAddress(target)) signs.can('remote-script')
  const name = `${target.root}:${target.rest}`
  if (!hooked.has(name) && !hookedMembers.some((start) => name.startsWith(start) && name.length > start.length)) return
  signs.can('hook')
  if (target.rest.startsWith('ethereum') || target.rest.startsWith('solana')) signs.can('wallet')
}
