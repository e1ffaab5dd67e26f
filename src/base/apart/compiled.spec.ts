import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { compiledCopy, type Role } from './compiled.ts'

const room = join(import.meta.dirname, '..', '..', 'releases')
const role: Role = { name: 'unpack', entry: join(room, 'unpack', 'child.ts'), room, flags: [] }
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
  expect(compiledCopy(role, folder.path)).toBeUndefined()
  let first: string | undefined
  for (let tries = 0; tries < 600 && first === undefined; tries++) {
    await wait(100)
    first = compiledCopy(role, folder.path)
  }
  if (first === undefined) throw new Error('no compiled code was made')
  const copied = filesIn(first)
  expect(copied.length).toBeGreaterThan(20)
  for (const path of copied.filter((each) => /[\\/]/.test(each))) writeFileSync(join(first, path), 'spoilt')
  writeFileSync(join(first, 'planted'), 'x')
  const second = compiledCopy(role, folder.path)
  if (second === undefined) throw new Error('the compiled code is gone')
  expect(filesIn(second).sort()).toEqual(copied.sort())
  for (const path of copied.filter((each) => /[\\/]/.test(each))) expect(readFileSync(join(second, path), 'latin1')).not.toBe('spoilt')
  for (const path of [first, second]) rmSync(path, { recursive: true })
})

test('a home that cannot be written is no reason to fail', () => {
  writeFileSync(join(folder.path, 'file'), '')
  vi.stubEnv('XDG_CACHE_HOME', join(folder.path, 'file'))
  vi.stubEnv('LOCALAPPDATA', join(folder.path, 'file'))
  expect(compiledCopy({ ...role, name: 'other' }, folder.path)).toBeUndefined()
})
