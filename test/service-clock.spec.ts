import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isClockSettled } from '../src/service/clock.ts'
import { Schedule } from '../src/service/schedule.ts'
import { auditRecords, checkChain } from '../src/state/audit.ts'
import { Channels } from '../src/state/channels.ts'
import { Jobs } from '../src/state/jobs.ts'
import { openState } from '../src/state/open.ts'
import { temporaryFolder } from './support/cli.ts'
import { settableClock } from './support/clock.ts'
import { firstAdmin, goodPassword, loginService } from './support/login.ts'
import { startService, writeEvidence } from './support/service.ts'

const minute = 60_000
const day = 86_400_000
let clock: ReturnType<typeof settableClock>

beforeEach(() => {
  clock = settableClock()
})
afterEach(() => clock[Symbol.dispose]())

describe('a clock that is set back', () => {
  it('makes no session last longer: one that began in what is now the future ends', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    // A correction by a minute is none.
    clock.set(-minute)
    expect(await admin.state()).toBe('open')
    clock.set(-2 * day)
    expect(await admin.state()).toBe('sign-in')
    clock.set(0)
    expect(await admin.state()).toBe('sign-in')
  })

  it('makes no session last longer whose end was moved meanwhile', async () => {
    await using service = await loginService()
    clock.set(-6 * 60 * minute)
    const admin = await firstAdmin(service)
    clock.set(-6 * 60 * minute + 20 * minute)
    expect((await admin.ask('GET', '/api/v1/sessions')).statusCode).toBe(200)
    clock.set(-6 * 60 * minute)
    expect(await admin.state()).toBe('sign-in')
  })

  it('lets no code of an authenticator count twice, while recovery codes still work', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const { codes } = (await admin.post('/api/auth/recovery-codes/renew')).json<{ codes: string[] }>()
    const used = admin.code()
    expect((await admin.post('/api/auth/totp/verify', { code: used })).statusCode).toBe(200)
    clock.set(-30_000)
    const browser = service.browser()
    expect((await browser.post('/api/auth/sign-in', { name: 'ada@example.com', password: goodPassword })).statusCode).toBe(200)
    expect((await browser.post('/api/auth/totp/verify', { code: used })).statusCode).toBe(401)
    expect((await browser.post('/api/auth/recovery-codes/verify', { code: codes[0] })).statusCode).toBe(200)
  })

  it('locks nobody out for longer than fifteen minutes', async () => {
    await using service = await loginService()
    await firstAdmin(service)
    const guess = (password: string) => service.browser().post('/api/auth/sign-in', { name: 'ada@example.com', password })
    for (let count = 0; count < 11; count++) await guess('wrong')
    expect((await guess(goodPassword)).statusCode).toBe(429)
    clock.set(-3 * day)
    const locked = await guess(goodPassword)
    expect(locked.statusCode).toBe(429)
    expect(Number(locked.headers['retry-after'])).toBeLessThanOrEqual(900)
    clock.set(-3 * day + 15.1 * minute)
    expect((await guess(goodPassword)).statusCode).toBe(200)
  })

  it('makes no one-time link work longer', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const { link } = (await admin.post('/api/v1/users', { name: 'Vera', email: 'vera@example.com', role: 'viewer' })).json<{ link: string }>()
    const token = new URL(link).hash.slice(1)
    clock.set(-2 * day)
    expect((await service.browser().post('/api/auth/invitation/look', { token })).statusCode).toBeGreaterThanOrEqual(400)
    const taken = await service.browser().post('/api/auth/invitation/accept', { token, name: 'Vera', email: 'vera@example.com', password: goodPassword })
    expect(taken.statusCode).toBeGreaterThanOrEqual(400)
  })

  it('forgets no result of a job that has just ended, and takes waiting jobs up in the order in which they came', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    const jobs = new Jobs(state)
    const add = (id: string) => jobs.add({ id, kind: 'assess', title: id, input: '{}', by: 'test', created_at: new Date().toISOString() })
    for (let count = 0; count < 60; count++) {
      await add(`before-${count}`)
      await jobs.keepResult(`before-${count}`, {})
    }
    clock.set(-30 * day)
    await add('after')
    await jobs.keepResult('after', { says: 'here' })
    expect(await jobs.result('after')).toBeDefined()
    expect(await jobs.result('before-0')).toBeUndefined()
    expect((await jobs.waiting()).at(-1)?.id).toBe('after')
    await state.destroy()
  })

  it('holds up no notification for longer than the longest wait', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    const channels = new Channels(state)
    const channel = await channels.add({ name: 'one', kind: 'webhook', enabled: 1, least_severity: 1, settings: '{}', has_secret: 0 })
    const message = { id: 'm', channel, message: '{}', attempts: 3, next_at: Date.now() + 40 * minute, created_at: new Date().toISOString() }
    await state.insertInto('outbox').values(message).execute()
    const due = () => channels.due(new Date(), 60 * minute)
    expect(await due()).toEqual([])
    clock.set(-2 * day)
    expect(await due()).toMatchObject([{ id: 'm' }])
    await state.destroy()
  })
})

describe('a clock that is set forward', () => {
  it('ends sessions that would be over by it', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    clock.set(31 * minute)
    expect(await admin.state()).toBe('sign-in')
  })

  it('removes nothing for ever until it has gone on for a day', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    const at = (milliseconds: number) => isClockSettled(state, new Date(Date.UTC(2026, 0, 1) + milliseconds))
    expect(await at(0)).toBe(true)
    expect(await at(30_000)).toBe(true)
    expect(await at(3650 * day)).toBe(false)
    expect(await at(3650 * day + 0.5 * day)).toBe(false)
    // Set right within the day: the same wait again, and nothing went.
    expect(await at(60_000)).toBe(false)
    for (const hours of [10, 20]) expect(await at(hours * 60 * minute)).toBe(false)
    expect(await at(25 * 60 * minute)).toBe(true)
    await state.destroy()
  })
})

describe('a schedule', () => {
  it('goes by the new time, forward and back', async () => {
    const runs: number[] = []
    using schedule = new Schedule(() => void runs.push(Date.now()))
    const now = Date.now()
    const midnight = Math.ceil(now / day) * day
    clock.set(midnight - minute * 10 - now)
    schedule.set('0 0 * * *')
    expect(schedule.next?.getTime()).toBe(midnight)
    clock.set(midnight + 5000 - now)
    schedule.clockJumped(new Date())
    expect(runs).toHaveLength(1)
    expect(schedule.next?.getTime()).toBe(midnight + day)
    clock.set(midnight - day - 5000 - now)
    schedule.clockJumped(new Date())
    expect(runs).toHaveLength(1)
    expect(schedule.next?.getTime()).toBe(midnight - day)
    await expect.poll(() => runs.length, { timeout: 20_000, interval: 500 }).toBe(2)
  })
})

describe('a service whose clock jumps', () => {
  it('says so in the audit log, whose order it does not change, hides by the new time, and does its jobs', async () => {
    using folder = temporaryFolder()
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    await using test = await startService()
    const { state } = test.service.context
    const assess = async () => test.ended((await test.ask('POST', '/assessments', { folder: evidence })).body.job)
    expect(await assess()).toMatchObject({ state: 'succeeded' })
    const [first] = (await test.ask('GET', '/findings?limit=500')).body.items
    const until = new Date(Date.now() + 3 * day).toISOString()
    expect((await test.ask('POST', '/suppressions', { what: { finding: first.id }, reason: 'for three days', until })).status).toBe(201)
    const hidden = async () => (await test.ask('GET', '/findings?suppressed=only')).body.total
    const told = async () => (await Array.fromAsync(auditRecords(state))).filter(({ action }) => action === 'clock-jumped').map(({ says }) => says)
    const incidents = async () => (await test.ask('GET', '/incidents')).body.total
    expect(await hidden()).toBe(1)
    const before = await incidents()
    clock.set(4 * day)
    await expect.poll(told, { timeout: 20_000 }).toEqual([expect.stringMatching(/^the clock was set forward by 4 days/)])
    expect(await hidden()).toBe(0)
    clock.set(-4 * day)
    await expect.poll(told, { timeout: 20_000 }).toHaveLength(2)
    expect((await told())[1]).toBe('the clock was set back by 8 days')
    expect(await hidden()).toBe(1)
    expect(await assess()).toMatchObject({ state: 'succeeded' })
    await sleep(200)
    expect(await incidents()).toBe(before)
    const records = await Array.fromAsync(auditRecords(state))
    expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1))
    expect(records.some(({ at }, index) => at < (records[index - 1]?.at ?? ''))).toBe(true)
    expect(await checkChain(records, [])).toMatchObject({ whole: true })
  })
})
