import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtConsole } from '../scripts/console.ts'

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

let folder: string
let manifest: Readonly<Record<string, Chunk>>

beforeAll(() => {
  folder = builtConsole()
  manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as typeof manifest
})

/** Everything that a browser loads for these parts, each file once. */
function filesOf(...names: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the build has no ${name}`)
    if (files.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const name of names) visit(name)
  return files
}

describe('the first page', () => {
  it('weighs at most 250 kB, packed, scripts and styles together', () => {
    const files = filesOf('index.html', 'src/shell/shell.tsx', 'src/pages/overview/overview-page.tsx')
    const sizes = [...files].map((file) => gzipSync(readFileSync(join(folder, file))).length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
  })

  it('has no inline script and no inline style', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })

  it('does not carry the schemas of the API', () => {
    const files = [...filesOf('index.html', 'src/shell/shell.tsx', 'src/pages/overview/overview-page.tsx')]
    expect(files.filter((file) => readFileSync(join(folder, file), 'utf8').includes('ZodObject'))).toEqual([])
  })
})
