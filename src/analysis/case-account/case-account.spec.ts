import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { caseAccount } from './index.ts'
import { benign, earlier, positive, storesRead } from './sample.ts'
import { triggersOf } from './triggers.ts'

const find = (batches: readonly Batch[]) => findingsOf(caseAccount, batches, {}, earlier())

describe('case-account', () => {
  it('names the users, how unusual it is, and ties itself to the case', async () => {
    const [finding, ...others] = await find(positive())
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 3,
      title: 'user-3@example.com and user-5@example.com signed in from networks that nobody had used, within 72 h after their hosts met what the case is about',
      about: [
        { kind: 'destination', id: 'channel.invalid' },
        { kind: 'host', id: 'pc-3' },
        { kind: 'host', id: 'pc-5' },
        { kind: 'account', id: 'user-3@example.com' },
        { kind: 'account', id: 'user-5@example.com' },
      ],
    })
    expect(finding?.because[0]?.observed).toContain('2 users of 4')
    expect(finding?.because[1]?.observed).toBe('sign-ins name the host as their device')
  })

  it('leaves others, other times, and places that a colleague had used', async () => {
    expect(await find(benign())).toEqual([])
  })

  it('takes one of many for chance where people are often elsewhere', async () => {
    const travelling = positive().map((batch) => ({
      ...batch,
      rows: [
        ...batch.rows.slice(0, -1),
        ...Array.from({ length: 40 }, (_, index) => ({
          ...batch.rows[0],
          account: `user-${index + 50}@example.com`,
          time: Date.UTC(2024, 2, 2) * 1000,
          src_ip: `198.18.${index}.1`,
          line: 2000 + index,
        })),
      ],
    })) as Batch[]
    const [finding] = await find(travelling)
    expect(finding).toMatchObject({ severity: 1 })
    expect(finding?.because[0]?.observed).toContain('1 user of 4')
  })

  it('finds who works at a host by its address and by its programs, too', async () => {
    const nameless = positive().map((batch) => ({ ...batch, rows: batch.rows.map((row) => ({ ...row, device: '' })) })) as Batch[]
    const time = Date.UTC(2024, 1, 29) * 1000
    const rows = [3, 4, 5, 6].map((number, index) => ({
      time,
      host: `pc-${number}`,
      user: `EXAMPLE\\user-${number}`,
      process_path: 'C:\\browser.exe',
      line: index + 1,
    }))
    const accounts = [3, 4, 5, 6].map((number, index) => ({ directory: 'entra', account: `user-${number}@example.com`, line: index + 1 }))
    const byProgram = await find([...nameless, { table: 'process_event', rows }, { table: 'account', rows: accounts }])
    expect(byProgram[0]?.because[1]?.observed).toBe('programs on the host run under their name')
    const inside = nameless.map((batch) => ({
      ...batch,
      rows: [
        ...batch.rows,
        ...[3, 4, 5, 6].map((number) => ({ ...batch.rows[0], account: `user-${number}@example.com`, src_ip: `10.0.0.${number}`, line: 3000 + number })),
      ],
    })) as Batch[]
    const byAddress = await find([
      ...inside,
      { table: 'host_address', rows: [3, 4, 5, 6].map((number) => ({ ip: `10.0.0.${number}`, host: `pc-${number}`, line: number })) },
    ])
    expect(byAddress[0]?.because[1]?.observed).toBe('sign-ins come from the host’s address')
  })

  it('has nothing to say without a case', async () => {
    expect(await findingsOf(caseAccount, positive())).toEqual([])
  })
})

describe('stores of browsers that were read', () => {
  const findAfter = (batch: Batch, people: Batch[] = positive()) => findingsOf(caseAccount, [...people, batch])

  it('make a case of their own', async () => {
    const [finding, ...others] = await findAfter(storesRead())
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 3,
      about: [
        { kind: 'host', id: 'pc-3' },
        { kind: 'host', id: 'pc-5' },
        { kind: 'account', id: 'user-3@example.com' },
        { kind: 'account', id: 'user-5@example.com' },
      ],
    })
    expect(finding?.because[0]?.observed).toContain('2 users of 4 at hosts of “helper.exe read what a browser keeps')
  })

  it.each([
    ['Firefox', 'AppData\\Roaming\\Mozilla\\Firefox\\Profiles\\x1.default\\logins.json'],
    ['Edge', 'AppData\\Local\\Microsoft\\Edge\\User Data\\Profile 2\\Network\\Cookies'],
  ])('are those of %s, too', async (_, file) => {
    expect(await findAfter(storesRead(undefined, file))).toHaveLength(1)
  })

  it('are none where nobody signs in elsewhere afterwards', async () => {
    expect(await findAfter(storesRead(), benign())).toEqual([])
  })

  const everybody = Array.from({ length: 60 }, (_, index) => index)
  it.each<[string, Batch]>([
    ['the browser itself reads them', storesRead('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe')],
    ['a file is only called the same', storesRead(undefined, 'Documents\\Login Data')],
    ['a virus scanner reads them on every host', storesRead('C:\\Program Files\\Shield\\scan.exe', undefined, everybody)],
    ['they were written, not read', { ...storesRead(), rows: storesRead().rows.map((row) => ({ ...row, activity: '' })) } as Batch],
  ])('are none where %s', async (_, batch) => {
    expect(await findAfter(batch)).toEqual([])
  })

  it('are some where a program calls itself like a browser in a folder for anything', async () => {
    expect(await findAfter(storesRead('C:\\Users\\Public\\chrome.exe'))).toHaveLength(1)
  })
})

describe('what makes a case', () => {
  const [planted] = earlier()
  it.each<[object, number]>([
    [{}, 1],
    [{ kind: 'explains', severity: 2 }, 1],
    [{ kind: 'explains', severity: 1 }, 0],
    [{ kind: 'behaviour' }, 0],
    [{ kind: 'posture' }, 0],
    [{ kind: 'posture', techniques: ['T1195.002'], severity: 5 }, 1],
    [{ kind: 'posture', techniques: ['T1195.002'], severity: 2 }, 0],
    [{ about: [{ kind: 'destination', id: 'x' }] }, 0],
  ])('%j', (over, count) => {
    expect(triggersOf(planted ? [{ ...planted, ...over }] : [])).toHaveLength(count)
  })
})
