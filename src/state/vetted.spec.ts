import { join } from 'node:path'
import { expect, describe as group, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { allowedVetting, sampleVetting } from '../../test/support/vetting.ts'
import { sha256 } from '../base/hash.ts'
import type { Vetting } from '../releases/vetting.ts'
import { remember, remembered } from './meta.ts'
import { migrate } from './migrate.ts'
import { openState } from './open.ts'
import { openSqlite } from './sqlite.ts'
import { VettedReleases } from './vetted.ts'

interface SmallRecord {
  readonly ids: string
}

async function store() {
  const folder = temporaryFolder()
  const state = await openState(folder.path)
  return {
    vetted: new VettedReleases<SmallRecord>(state),
    async [Symbol.asyncDispose]() {
      await state.destroy()
      folder[Symbol.dispose]()
    },
  }
}

function vettingOf(version: string | undefined, over: Partial<Vetting> = {}): Vetting {
  const { release, ...rest } = allowedVetting()
  const identity = { ecosystem: 'npm', name: '@scope/thing', ...(version !== undefined && { version }) }
  return { ...rest, release: { ...release, identity, artifact: { ...release.artifact, sha256: sha256(`${version} ${over.at}`) } }, ...over }
}

const npm = (version: string) => ({ ecosystem: 'npm', name: '@scope/thing', version })

group('vetted releases', () => {
  it('are kept with what the next one is compared with', async () => {
    await using test = await store()
    const vetting = sampleVetting()
    await test.vetted.save(vetting, { ids: 'a'.repeat(100_000) })
    const back = await test.vetted.byHash(vetting.release.artifact.sha256)
    expect(back).toEqual({ ...vetting, tree: vetting.tree.filter((file) => file.change !== 'same') })
    expect(await test.vetted.byHash(sha256('other'))).toBeUndefined()
    const next = await test.vetted.previousOf({ ecosystem: 'windows', name: 'Softphone Desktop', version: '18.12.417' }, sha256('next'))
    // It was blocked: what is like it must not look harmless beside it.
    expect(next).toBeUndefined()
  })

  it('give the highest lower version by the order of the ecosystem, not by the alphabet or by time', async () => {
    await using test = await store()
    for (const version of ['1.9.0', '1.10.0', '1.2.0', '2.0.0']) await test.vetted.save(vettingOf(version), { ids: version })
    const before = async (version: string) => (await test.vetted.previousOf(npm(version), sha256('new')))?.record.ids
    expect(await before('1.11.0')).toBe('1.10.0')
    expect(await before('1.10.0-rc.1')).toBe('1.9.0')
    expect(await before('3.0.0')).toBe('2.0.0')
    expect(await before('1.0.0')).toBeUndefined()
    // The same version with other bytes is the closest there is.
    expect(await before('1.9.0')).toBe('1.9.0')
  })

  it('pass over what was blocked, and say so', async () => {
    await using test = await store()
    await test.vetted.save(vettingOf('1.0.0'), { ids: 'good' })
    await test.vetted.save(vettingOf('1.0.1', { word: 'BLOCK' }), { ids: 'bad' })
    expect(await test.vetted.previousOf(npm('1.0.2'), sha256('new'))).toMatchObject({ record: { ids: 'good' }, passedOver: ['1.0.1'] })
  })

  it('without a version come by time, and never from the same bytes', async () => {
    await using test = await store()
    for (const at of ['2024-01-02T00:00:00Z', '2024-01-01T00:00:00Z']) await test.vetted.save(vettingOf(undefined, { at }), { ids: at })
    const identity = { ecosystem: 'npm', name: '@scope/thing' }
    expect((await test.vetted.previousOf(identity, sha256('new')))?.record.ids).toBe('2024-01-02T00:00:00Z')
    expect((await test.vetted.previousOf(identity, sha256('undefined 2024-01-02T00:00:00Z')))?.record.ids).toBe('2024-01-01T00:00:00Z')
  })

  it('are updated when they are vetted again, and bounded', async () => {
    await using test = await store()
    await test.vetted.save(vettingOf('0.0.1'), { ids: 'first' })
    await test.vetted.save(vettingOf('0.0.1'), { ids: 'second' })
    expect(await test.vetted.list()).toHaveLength(1)
    for (let patch = 2; patch < 30; patch++)
      await test.vetted.save(vettingOf(`0.0.${patch}`, { at: `2024-06-01T00:00:${String(patch).padStart(2, '0')}Z` }), { ids: `${patch}` })
    expect(await test.vetted.history('npm', '@scope/thing')).toHaveLength(29)
    expect((await test.vetted.previousOf(npm('0.0.10'), sha256('new')))?.record.ids).toBe('10')
    // The oldest keep their verdict only.
    expect(await test.vetted.previousOf(npm('0.0.5'), sha256('new'))).toBeUndefined()
  })
})

group('a workspace of an older gatehouse', () => {
  it('gets room for vetted releases and keeps what it has', async () => {
    using folder = temporaryFolder()
    const old = openSqlite(join(folder.path, 'state.sqlite'))
    await migrate(old, 1)
    await remember(old, 'derived', 'kept')
    await old.destroy()
    const state = await openState(folder.path)
    await new VettedReleases<SmallRecord>(state).save(allowedVetting(), { ids: 'x' })
    expect(await remembered(state, 'derived')).toBe('kept')
    await state.destroy()
  })
})
