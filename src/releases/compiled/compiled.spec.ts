import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { putCompiled } from './compiled.ts'

const folder = temporaryFolder()
vi.stubEnv('XDG_CACHE_HOME', join(folder.path, 'cache'))
vi.stubEnv('LOCALAPPDATA', join(folder.path, 'cache'))
afterAll(() => {
  vi.unstubAllEnvs()
  folder[Symbol.dispose]()
})

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
}

test('compiled code is made beside, and each process gets a copy that no other sees', async () => {
  expect(putCompiled('unpack', join(folder.path, 'first'))).toBe(false)
  for (let tries = 0; tries < 600 && !putCompiled('unpack', join(folder.path, 'second')); tries++) await wait(100)
  const copied = filesIn(join(folder.path, 'second'))
  expect(copied.length).toBeGreaterThan(20)
  for (const path of copied.filter((each) => /[\\/]/.test(each))) writeFileSync(join(folder.path, 'second', path), 'spoilt')
  writeFileSync(join(folder.path, 'second', 'planted'), 'x')
  expect(putCompiled('unpack', join(folder.path, 'third'))).toBe(true)
  expect(filesIn(join(folder.path, 'third')).sort()).toEqual(copied.sort())
})

test('a home that cannot be written is no reason to fail', () => {
  writeFileSync(join(folder.path, 'file'), '')
  vi.stubEnv('XDG_CACHE_HOME', join(folder.path, 'file'))
  vi.stubEnv('LOCALAPPDATA', join(folder.path, 'file'))
  expect(putCompiled('inspect', join(folder.path, 'fourth'))).toBe(false)
})
