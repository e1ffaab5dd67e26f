import type { SignSink } from '../signs.ts'
import { namedFile, tellText, tellVariable } from '../telling.ts'
import { type Command, commandsIn, substitutions } from './commands.ts'
import { inlineCode, longWait, programs, takesCode } from './programs.ts'

/** Deepest commands inside of commands that are followed. */
const deepest = 4

const runners = new Set([
  'sudo',
  'doas',
  'env',
  'nohup',
  'setsid',
  'exec',
  'xargs',
  'timeout',
  'time',
  'command',
  'builtin',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  '{',
  'elif',
])
const assignment = /^[A-Za-z_]\w*\+?=/
const decoding: Readonly<Record<string, RegExp>> = {
  base64: /^(?:-\w*[dD]\w*|--decode)$/,
  openssl: /^(?:enc|-d|base64)$/,
  xxd: /^-\w*r/,
  xz: /^(?:-\w*d|--decompress)/,
  gzip: /^-\w*d/,
  bzip2: /^-\w*d/,
  tar: /^-?\w*x/,
  gpg: /^(?:-d|--decrypt)$/,
}
const publishing =
  /^(?:npm|yarn|pnpm|bun) (?:npm )?(?:publish|token|adduser|owner|access|dist-tag|unpublish)\b|^(?:git) (?:push|commit)\b|^gh (?:api|repo|auth|secret|workflow|release)\b|^(?:twine|cargo|gem|vsce|ovsx|docker|helm) (?:upload|publish|push)\b/

/** Adds what a text in the language of the shell does. */
export function shellSigns(text: string, signs: SignSink, depth = 0): void {
  for (const command of commandsIn(text)) commandSigns(command, signs, depth)
}

export function commandSigns(command: Command, signs: SignSink, depth = 0): void {
  for (const [index, words] of command.stages.entries()) {
    stageSigns(words, index > 0, signs, depth)
    for (const word of words) wordSigns(word, signs, depth)
  }
  for (const document of command.documents) documentSigns(document, command, signs, depth)
}

function documentSigns(document: string, command: Command, signs: SignSink, depth: number): void {
  tellText(document, signs)
  const runs = command.stages.some((words) => words.some((word) => takesCode.has(word)))
  if (runs && depth < deepest) shellSigns(document, signs, depth + 1)
}

function wordSigns(word: string, signs: SignSink, depth: number): void {
  tellText(word, signs)
  if (/^(?:\d|&)?>{1,2}(?!&|\/dev\/null)/.test(word)) signs.can('file-write')
  for (const match of word.matchAll(/\$\{?([A-Za-z_]\w{2,60})/g)) if (/[A-Z]/.test(match[1] ?? '')) tellVariable(match[1] ?? '', signs)
  if (depth >= deepest) return
  for (const inner of substitutions(word)) shellSigns(inner, signs, depth + 1)
}

/** One program of a pipeline; `piped`: what the one before wrote comes in. */
function stageSigns(words: readonly string[], piped: boolean, signs: SignSink, depth: number): void {
  const start = words.findIndex((word) => !runners.has(word) && !assignment.test(word) && !word.startsWith('-'))
  for (const word of words.slice(0, Math.max(0, start))) if (runners.has(word)) signs.can(...(programs[word] ?? []))
  if (start < 0) return
  const first = words[start] ?? ''
  const given = words.slice(start + 1)
  const name = nameOf(first)
  if (Object.hasOwn(programs, name)) signs.can(...(programs[name] ?? []))
  if (name === 'sed' && !given.some((word) => word.startsWith('-i'))) signs.can('file-read')
  runSigns(name, first, given, piped, signs, depth)
  const line = [name, ...given].join(' ')
  tellText(line, signs)
  if (publishing.test(line)) signs.can('publish')
  if (name === 'tr' && given.length >= 2 && piped) signs.can('decode')
  if (name === 'sleep' && Number.parseFloat(given[0] ?? '') * unit(given[0] ?? '') >= longWait) signs.can('delay')
  if ((name === 'env' || name === 'printenv' || name === 'set' || name === 'export') && given.length === 0) signs.can('environment')
}

function runSigns(name: string, first: string, given: readonly string[], piped: boolean, signs: SignSink, depth: number): void {
  const decodes = Object.hasOwn(decoding, name) ? decoding[name] : undefined
  if (decodes !== undefined && given.some((word) => decodes.test(word))) signs.can('decode')
  if (piped && takesCode.has(name)) signs.can('evaluate')
  if ((name === 'source' || name === '.') && given.length > 0) signs.can('evaluate')
  if (name === 'eval') evaluateSigns(given.join(' '), signs, depth)
  const code = inlineOf(name, given)
  if (code !== undefined) evaluateSigns(code, signs, depth)
  if (first.startsWith('$') || first.startsWith('./') || first.startsWith('/tmp/')) signs.can('execute')
  for (const word of [first, ...given]) {
    const file = word.includes('.') || word.includes('/') ? namedFile(word) : undefined
    if (file !== undefined && !/^\d+(?:\.\d+)*$/.test(file)) signs.file(file)
  }
}

/** The code in `python -c CODE`. */
function inlineOf(name: string, given: readonly string[]): string | undefined {
  const option = Object.hasOwn(inlineCode, name) ? given.findIndex((word) => inlineCode[name]?.test(word)) : -1
  return option < 0 ? undefined : (given[option + 1] ?? '')
}

function evaluateSigns(code: string, signs: SignSink, depth: number): void {
  signs.can('evaluate')
  tellText(code, signs)
  if (depth < deepest) shellSigns(code, signs, depth + 1)
}

function nameOf(word: string): string {
  const base = word.slice(word.lastIndexOf('/') + 1).toLowerCase()
  return base.endsWith('.exe') ? base.slice(0, -4) : base
}

function unit(text: string): number {
  const suffix = text.at(-1)
  return suffix === 'm' ? 60 : suffix === 'h' ? 3600 : suffix === 'd' ? 86_400 : 1
}
