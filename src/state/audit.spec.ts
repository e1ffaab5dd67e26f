import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { type AuditRecord, appendAudit, audit, auditRecords, checkChain, hashOf, newestAnchor } from './audit.ts'
import { openState } from './open.ts'

const act = { by: 'ada@example.com', action: 'sign-in', about: 'ada@example.com', says: 'signed in', address: '127.0.0.1' }

async function chainOf(length: number): Promise<AuditRecord[]> {
  using folder = temporaryFolder()
  const state = await openState(folder.path)
  try {
    for (let index = 0; index < length; index++) await audit(state, { ...act, about: `thing ${index}` })
    return await Array.fromAsync(auditRecords(state))
  } finally {
    await state.destroy()
  }
}

function changed(records: readonly AuditRecord[], at: number, change: Partial<AuditRecord>): AuditRecord[] {
  return records.map((record, index) => (index === at ? { ...record, ...change } : record))
}

/** What somebody could write who may write the database: a chain that holds together, with one record less. */
function writtenAnew(records: readonly AuditRecord[], without: number): AuditRecord[] {
  let previous = '0'.repeat(64)
  return records
    .filter((_, index) => index !== without)
    .map((record, index) => {
      const next = { ...record, sequence: index + 1 }
      previous = hashOf(previous, next)
      return { ...next, hash: previous }
    })
}

describe('the audit log', () => {
  it('is whole as it was written, empty or not', async () => {
    expect(await checkChain(await chainOf(5), [])).toEqual({ whole: true, records: 5, says: '' })
    expect(await checkChain([], [])).toEqual({ whole: true, records: 0, says: '' })
  })

  it('tells a changed, removed, reordered and cut log, and one that was written anew', async () => {
    const records = await chainOf(5)
    const [first, second, third, fourth, fifth] = records as [AuditRecord, AuditRecord, AuditRecord, AuditRecord, AuditRecord]
    const anchor = { sequence: fifth.sequence, at: fifth.at, hash: fifth.hash }
    const early = { sequence: third.sequence, at: third.at, hash: third.hash }
    const says = async (tampered: readonly AuditRecord[], anchors = [anchor]) => (await checkChain(tampered, anchors)).says
    expect(await says(changed(records, 2, { says: 'something else' }))).toBe('record 3 is not what was written, or not in its place')
    expect(await says(changed(records, 1, { by: 'eve@example.com' }))).toMatch(/^record 2 is not what was written/)
    expect(await says([first, second, fourth, fifth])).toBe('record 3 is missing')
    expect(await says([first, third, second, fourth, fifth])).toBe('record 2 is missing')
    expect(await says([first, { ...third, sequence: 2 }, { ...second, sequence: 3 }, fourth, fifth])).toMatch(/^record 2 is not what was written/)
    expect(await says([first, second, third])).toMatch(/^it ends with record 3, but record 5 was there at/)
    expect(await says(writtenAnew(records, 1), [early])).toMatch(/^record 3 is another than at/)
    // Without an anchor a cut tail and a chain that was written anew look whole: that is what anchors are for.
    expect(await checkChain([first, second, third], [])).toMatchObject({ whole: true })
    expect(await checkChain(writtenAnew(records, 1), [])).toMatchObject({ whole: true })
  })

  it('keeps an act and its record together, or neither', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      await audit(state, act)
      const failing = state.transaction().execute(async (transaction) => {
        await appendAudit(transaction, act)
        throw new Error('the act failed')
      })
      await expect(failing).rejects.toThrow('the act failed')
      expect(await newestAnchor(state)).toMatchObject({ sequence: 1 })
    } finally {
      await state.destroy()
    }
  })

  it('takes records from two processes at once', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    const script = `
      const { openState } = await import(${JSON.stringify(join(import.meta.dirname, 'open.ts'))})
      const { audit } = await import(${JSON.stringify(join(import.meta.dirname, 'audit.ts'))})
      const state = await openState(${JSON.stringify(folder.path)})
      for (let index = 0; index < 100; index++) await audit(state, ${JSON.stringify(act)})
      await state.destroy()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    const ended = once(child, 'close')
    try {
      for (let index = 0; index < 100 || child.exitCode === null; index++) {
        await audit(state, act)
        await setImmediate()
      }
      expect(await ended).toEqual([0, null])
      const { whole, records } = await checkChain(auditRecords(state), [])
      expect({ whole, enough: records >= 200 }).toEqual({ whole: true, enough: true })
    } finally {
      await state.destroy()
    }
  }, 60_000)

  it('takes records from many at once without a gap', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      await Promise.all(Array.from({ length: 50 }, (_, index) => audit(state, { ...act, about: `${index}` })))
      expect(await checkChain(auditRecords(state), [])).toEqual({ whole: true, records: 50, says: '' })
    } finally {
      await state.destroy()
    }
  })
})
