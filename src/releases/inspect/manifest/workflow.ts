import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { commandsIn } from '../../code/shell/commands.ts'
import { shellUnits } from '../../code/shell/units.ts'
import { Signs } from '../../code/signs.ts'
import { tellText, tellVariable } from '../../code/telling.ts'
import { powershellUnits } from '../../code/windows/powershell.ts'
import type { Found } from './found.ts'

const deepest = 40
/** Characters: those of people have some thousands. */
const largest = 500_000
/** Events of GitHub that run with the secrets of the repository on what strangers send. */
const dangerous = new Set(['pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'discussion', 'discussion_comment', 'fork', 'watch'])
const secret = /\$\{\{\s{0,8}(?:secrets\.(\w{1,80})|(toJSON\(\s{0,8}secrets\s{0,8}\))|github\.token)/g
const fromOutside = /\$\{\{\s{0,8}github\.(?:event\.(?:issue|pull_request|comment|review|discussion|head_commit|commits)[\w.[\]*]{0,80}|head_ref)/

/** Workflows and actions of GitHub and files like them: what they use, what they run, when, and with which rights. */
export function readWorkflow(found: Found): void {
  if (found.source.text.length > largest) {
    found.notes.push('too large for a workflow: it was not read')
    return
  }
  const document = parseDocument(found.source.text, {
    lineCounter: new LineCounter(),
    strict: false,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  if (document.errors.length > 0) found.notes.push(`not all of it was understood: ${document.errors[0]?.code ?? 'error'}`)
  walk(found, document.contents as Node | null, '', 0)
}

function walk(found: Found, node: Node | null, key: string, depth: number): void {
  if (node === null || depth > deepest) return
  if (isSeq(node)) {
    for (const item of node.items) walk(found, item as Node, key, depth + 1)
    return
  }
  if (!isMap(node)) {
    if (isScalar(node)) scalar(found, String(node.value ?? ''), key, node.range?.[0] ?? 0)
    return
  }
  for (const { key: name, value } of node.items) {
    const field = isScalar(name) ? String(name.value) : ''
    // YAML 1.1 takes `on` for true.
    pair(found, field === 'true' && depth === 0 ? 'on' : field, value as Node | null, key, depth)
  }
}

function pair(found: Found, name: string, value: Node | null, parent: string, depth: number) {
  if (parent === 'on') event(found, name)
  if (parent === 'permissions' && isScalar(value)) found.permission(`${name}: ${String(value.value)}`)
  walk(found, value, parent === 'permissions' ? 'permission' : name, depth + 1)
}

function scalar(found: Found, text: string, key: string, index: number) {
  if (key === 'on') return event(found, text)
  if (key === 'uses') return found.declares('uses', text)
  if (key === 'permissions') return found.permission(text)
  if (key === 'image' || key === 'container') return found.declares('image', text)
  if (/^(?:run|script|before_script|after_script|before_install|install|command|commands|pre|post)$/.test(key)) return run(found, text, index)
  const signs = new Signs()
  tellText(text, signs)
  secrets(text, signs)
  if (!signs.isEmpty) found.declares('value', `${key}: ${text}`, text, signs)
}

function event(found: Found, name: string): void {
  const signs = new Signs()
  if (dangerous.has(name)) signs.can('credentials')
  found.declares('event', name, name, signs)
}

/** A block of commands, each a unit; what is filled in from outside runs as code. */
function run(found: Found, text: string, index: number): void {
  const start = Math.max(index, found.source.text.indexOf(text.split('\n', 1)[0] ?? '', index))
  const place = () => found.source.place(start)
  const part = { text, notes: [], place }
  const isPowershell = /\$env:|\b(?:Write-Host|Invoke-|Get-|Set-|New-)/.test(text)
  const units = isPowershell ? powershellUnits(part, 'manifest.run') : shellUnits(part, 'manifest.run')
  const signs = new Signs()
  secrets(text, signs)
  if (fromOutside.test(text)) signs.can('evaluate')
  for (const encoded of encodedEnvironments(text)) found.declares('encoded-environment', encoded, encoded)
  for (const unit of units) {
    const line = found.source.text.indexOf(unit.says.slice(0, 40), start)
    found.units.push({
      ...unit,
      place: line < 0 ? unit.place : found.source.place(line),
      capabilities: [...new Set([...unit.capabilities, ...signs.capabilities])].sort(),
    })
  }
}

const encoders = new Set('base64 base32 xxd od hexdump openssl gzip zstd xz rev tr gpg'.split(' '))

/** Pipelines that begin with all variables and go through what encodes: `printenv | base64`. */
function encodedEnvironments(text: string): string[] {
  return commandsIn(text)
    .map(({ stages }) => stages)
    .filter(([first = [], ...rest]) => isWholeEnvironment(first) && rest.some(([program = '']) => encoders.has(program)))
    .map((stages) => stages.map((words) => words.join(' ')).join(' | '))
}

function isWholeEnvironment([program = '', ...given]: readonly string[]): boolean {
  if (program === 'cat') return given.some((file) => /^\/proc\/[^/]+\/environ$/.test(file))
  return /^(?:env|printenv|set|export|declare)$/.test(program) && given.every((word) => word.startsWith('-'))
}

function secrets(text: string, signs: Signs): void {
  for (const [, name, all] of text.matchAll(secret)) {
    if (all !== undefined) signs.can('credentials')
    tellVariable(name ?? 'GITHUB_TOKEN', signs)
    signs.can('credentials')
  }
}
