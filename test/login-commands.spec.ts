import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newestAnchor } from '../src/state/audit.ts'
import { lockWorkspace } from '../src/state/lock.ts'
import { openState } from '../src/state/open.ts'
import { run, start, temporaryFolder } from './support/cli.ts'

describe('gatehouse user', () => {
  it('lets somebody in again from the machine: invites, lists, takes away factors', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'workspace')
    const user = (...args: readonly string[]) => run('--workspace', workspace, 'user', ...args)
    const added = await user('add', 'Ada@example.com', '--role', 'admin', '--url', 'https://gatehouse.example.com')
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^https:\/\/gatehouse\.example\.com\/welcome#[\w-]{43}\n$/) })
    expect(statSync(workspace).mode & 0o077).toBe(0)
    expect((await user('list')).stdout).toContain('ada@example.com · Ada · admin · no second factor yet')
    expect(await user('reset', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('USER_UNKNOWN') })
    expect((await user('reset', 'ADA@EXAMPLE.COM')).stdout).not.toBe(added.stdout)
    using _service = lockWorkspace(workspace)
    expect(await user('reset', 'ada@example.com')).toMatchObject({ code: 3, stderr: expect.stringContaining('WORKSPACE_LOCKED') })
  }, 240_000)
})

describe('gatehouse secret and audit', () => {
  it('keep secrets sealed, change the key, and show what was done to the log', async () => {
    using folder = temporaryFolder()
    const gatehouse = (...args: readonly string[]) => run('--workspace', folder.path, ...args)
    const set = start(['--workspace', folder.path, 'secret', 'set', 'oidc'], { input: 'client secret\n' })
    expect((await set.ended).code).toBe(0)
    const before = readFileSync(join(folder.path, 'key'), 'utf8')
    expect(await gatehouse('secret', 'rotate')).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 secret sealed with the new key/) })
    expect(readFileSync(join(folder.path, 'key'), 'utf8')).not.toBe(before)
    const anchor = join(folder.path, 'elsewhere.jsonl')
    const opened = await openState(folder.path)
    writeFileSync(anchor, JSON.stringify(await newestAnchor(opened)))
    await opened.destroy()
    const records = (await gatehouse('audit', 'export')).stdout.trim().split('\n')
    expect(records.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['secret-set', 'key-rotated'])
    expect(records.join()).not.toContain('client secret')
    expect(await gatehouse('audit', 'verify', '--anchor', anchor)).toMatchObject({
      code: 0,
      stdout: 'The audit log is whole: 2 records, compared with 1 anchor.\n',
    })
    const state = await openState(folder.path)
    await state.deleteFrom('audit').where('sequence', '=', 2).execute()
    await state.destroy()
    expect(await gatehouse('audit', 'verify', '--anchor', anchor)).toMatchObject({ code: 1, stdout: expect.stringContaining('it ends with record 1') })
  }, 240_000)
})
