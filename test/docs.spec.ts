import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages } from '../scripts/docs.ts'

const root = join(import.meta.dirname, '..')
const docs = join(root, 'docs')

describe('docs', () => {
  it.each(Object.entries(pages))('%s is what npm run docs writes', (name, page) => {
    expect(readFileSync(join(docs, name), 'utf8')).toBe(page())
  })

  const written = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...markdownIn('docs')]
  it.each(written)('%s points only to files that are there', (path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '')
    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([])
  })

  it('holds no path of the machine it was made on', () => {
    const texts = written.map((path) => readFileSync(join(root, path), 'utf8'))
    expect(texts.filter((text) => text.includes(root))).toEqual([])
  })
})

function markdownIn(folder: string): string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => path.endsWith('.md')).map((path) => join(folder, path))
}
