import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { addKey, keepFirstKey, readKeyring } from './keyring.ts'
import { openState } from './open.ts'
import { Secrets, sealAgain } from './secrets.ts'

describe('secrets at rest', () => {
  it('are not in the database as they are, and open again after the key changed', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      const source = { workspace: folder.path }
      await new Secrets(state, readKeyring(source)).set('smtp', 'correct horse')
      expect((await state.selectFrom('secret').selectAll().execute()).map((row) => JSON.stringify(row)).join()).not.toContain('correct')
      const turned = addKey(source)
      expect(await sealAgain(state, turned)).toBe(1)
      expect(await sealAgain(state, turned)).toBe(0)
      keepFirstKey(source)
      expect(readKeyring(source)).toHaveLength(1)
      expect(await new Secrets(state, readKeyring(source)).get('smtp')).toBe('correct horse')
    } finally {
      await state.destroy()
    }
  })

  it('do not open in the place of another', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      const secrets = new Secrets(state, readKeyring({ workspace: folder.path }))
      await secrets.set('smtp', 'one')
      await state.updateTable('secret').set({ name: 'oidc' }).execute()
      await expect(secrets.get('oidc')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' })
      expect(await secrets.get('nothing')).toBeUndefined()
    } finally {
      await state.destroy()
    }
  })
})

describe('the key', () => {
  it('is made once, for its owner alone, and refused when others may read it', () => {
    using folder = temporaryFolder()
    const [first] = readKeyring({ workspace: folder.path })
    const path = join(folder.path, 'key')
    expect(readKeyring({ workspace: folder.path })[0].id).toBe(first.id)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    chmodSync(path, 0o644)
    expect(() => readKeyring({ workspace: folder.path })).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE' }))
  })

  it('may come from elsewhere, and is checked', () => {
    using folder = temporaryFolder()
    const [made] = readKeyring({ workspace: folder.path })
    const text = readFileSync(join(folder.path, 'key'), 'utf8')
    expect(readKeyring({ workspace: '/nowhere', text })[0].id).toBe(made.id)
    const file = join(folder.path, 'other')
    writeFileSync(file, 'no key', { mode: 0o600 })
    for (const source of [{ text: 'no key' }, { file }, { file: join(folder.path, 'missing') }])
      expect(() => readKeyring({ workspace: folder.path, ...source })).toThrow(expect.objectContaining({ code: 'KEY_UNUSABLE' }))
    expect(() => addKey({ workspace: folder.path, text })).toThrow(/GATEHOUSE_KEY/)
  })
})
