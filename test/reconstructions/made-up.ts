import type { PackageFiles } from './package-files.ts'
import { meaninglessBytes } from './random.ts'

const nouns = ['record', 'buffer', 'option', 'token', 'column', 'stream', 'range', 'window', 'signal', 'entry', 'field', 'label']
const verbs = ['read', 'merge', 'split', 'trim', 'order', 'count', 'group', 'format', 'check', 'limit', 'shift', 'pick']

/** A small library in two releases, for machines that reach no registry: a patch that touches two of its modules. */
export function madeUpPair(name: string): { readonly old: PackageFiles; readonly new: PackageFiles } {
  const modules = nouns.map((noun, index) => [`lib/${noun}.js`, moduleText(name, noun, index, 6)] as const)
  const files = (version: string, extra: readonly number[]): PackageFiles => {
    const all: [string, string][] = modules.map(([path, text], index) => [path, extra.includes(index) ? moduleText(name, nouns[index] ?? '', index, 7) : text])
    const entry = nouns.map((noun) => `exports.${noun} = require('./lib/${noun}.js')`).join('\n')
    const manifest = { name, version, main: 'index.js', license: 'MIT', scripts: { test: 'node --test' }, dependencies: {} }
    all.push(['index.js', `'use strict'\n${entry}\n`], ['package.json', JSON.stringify(manifest, undefined, 2)], ['README.md', `# ${name}\n`])
    return new Map(all.map(([path, text]) => [path, Buffer.from(text)]))
  }
  return { old: files('1.4.0', []), new: files('1.4.1', [2, 7]) }
}

function moduleText(name: string, noun: string, index: number, functions: number): string {
  const draw = meaninglessBytes(`${name}/${noun}`, 64)
  const parts = Array.from({ length: functions }, (_, each) => {
    const verb = verbs[(index + each) % verbs.length] ?? 'read'
    const most = draw[each] ?? 1
    return `exports.${verb}${noun} = function ${verb}${noun} (values, options) {
  const most = (options && options.most) || ${most}
  const result = []
  for (const value of values) {
    if (result.length >= most) break
    if (value !== undefined && value.${noun} > ${most % 7}) result.push(value.${noun} * ${1 + (most % 5)})
  }
  return result
}`
  })
  return `'use strict'\n\n${parts.join('\n\n')}\n`
}
