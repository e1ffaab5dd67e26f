import { describe, expect, it } from 'vitest'
import { type DependencySource, isSameSource, sourceOf } from './dependency-source.ts'

describe('where a dependency comes from', () => {
  it.each<[range: string, source: DependencySource]>([
    ['^2.1.3', { kind: 'registry', name: 'ms' }],
    ['', { kind: 'registry', name: 'ms' }],
    ['latest', { kind: 'registry', name: 'ms' }],
    ['>=1 <2 || ~3.x', { kind: 'registry', name: 'ms' }],
    ['workspace:^', { kind: 'registry', name: 'ms' }],
    ['npm:@other/ms@^2.1.3', { kind: 'registry', name: '@other/ms' }],
    ['npm:ms', { kind: 'registry', name: 'ms' }],
    ['git+https://git.invalid/vercel/ms.git#2.1.3', { kind: 'git', name: 'vercel/ms', host: 'git.invalid' }],
    ['git+ssh://git@git.invalid:22/vercel/ms.git', { kind: 'git', name: 'vercel/ms', host: 'git.invalid' }],
    ['git@git.invalid:vercel/ms.git', { kind: 'git', name: 'vercel/ms', host: 'git.invalid' }],
    ['vercel-labs-x/ms#2.1.3', { kind: 'git', name: 'vercel-labs-x/ms', host: 'github.com' }],
    ['gitlab:vercel/ms', { kind: 'git', name: 'vercel/ms', host: 'gitlab.com' }],
    ['https://CDN.invalid/ms-2.1.3.tgz', { kind: 'url', name: 'ms-#.tgz', host: 'cdn.invalid' }],
    ['file:./native', { kind: 'file', name: './native' }],
  ])('%s', (range, source) => {
    expect(sourceOf('ms', range)).toEqual(source)
  })

  it('does not change with the version', () => {
    const [one, other] = ['1.0.0', '1.0.1'].map((version) => sourceOf('ms', `https://cdn.invalid/${version}/ms-${version}.tgz`))
    expect(one && other && isSameSource(one, other)).toBe(true)
  })
})
