import { closeSync, copyFileSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, temporaryFolder } from '../../test/support/cli.ts'
import { openState } from './open.ts'

/** A state with many rows in its table `meta`, closed, so that all of it is in the one file. */
async function stateIn(folder: string): Promise<string> {
  const state = await openState(folder)
  for (let number = 0; number < 2000; number += 1)
    await state
      .insertInto('meta')
      .values({ key: `key ${number}`, value: 'x'.repeat(500) })
      .execute()
  await state.destroy()
  return join(folder, 'state.sqlite')
}

/** Overwrites the file from there on. */
function spoil(path: string, from: number): void {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(statSync(path).size - from, 0x5a), 0, statSync(path).size - from, from)
  closeSync(file)
}

describe('a state that is not what was written', () => {
  it('is told as such when it is none at all, and the file is left as it is', async () => {
    using folder = temporaryFolder()
    const path = await stateIn(folder.path)
    writeFileSync(path, 'this was a database once, and now it is text '.repeat(200))
    copyFileSync(path, `${path}.before`)
    await expect(openState(folder.path)).rejects.toMatchObject({ code: 'STATE_DAMAGED', hint: expect.stringContaining('gatehouse restore') })
    expect(statSync(path).size).toBe(statSync(`${path}.before`).size)
  })

  it('is told as such by whoever meets a damaged page', async () => {
    using folder = temporaryFolder()
    const path = await stateIn(folder.path)
    spoil(path, Math.floor(statSync(path).size / 2))
    const state = await openState(folder.path)
    await expect(state.selectFrom('meta').selectAll().execute()).rejects.toMatchObject({ code: 'STATE_DAMAGED' })
    await state.destroy()
  })

  it('is told by a command in plain words', async () => {
    using folder = temporaryFolder()
    writeFileSync(await stateIn(folder.path), 'rubbish '.repeat(2000))
    const { stderr, code } = await run('hunt', '--list', '--workspace', folder.path)
    expect(code).not.toBe(0)
    expect(stderr).toContain('state.sqlite, is damaged')
    expect(stderr).toContain('from a back-up with gatehouse restore')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
