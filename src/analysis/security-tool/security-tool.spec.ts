import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { securityTool } from './index.ts'
import { missingOn, silenceOf } from './judge.ts'
import { positive } from './sample.ts'

it('tells the old, the missing and the silent, each with its host', async () => {
  const findings = await findingsOf(securityTool, positive())
  expect(findings.map(({ title, about }) => [title, about.at(-1)?.id])).toEqual([
    ['CrowdStrike Windows Sensor on 1 host is older than elsewhere, for up to 20 days', 'desk-1'],
    ['CrowdStrike Falcon is missing on 1 host of 12 (desk, Windows 11)', 'desk-2'],
    ['CrowdStrike Falcon on 1 host has not been in touch with its maker for 7 days', 'desk-3'],
  ])
})

it('takes no traffic, or too little, for no silence', () => {
  const now = 100 * 86_400
  const seen = [
    { host: 'short', first: now - 86_400, last: now, reached: [] },
    { host: 'gone', first: 0, last: now - 5 * 86_400, reached: [] },
    { host: 'silent', first: 0, last: now, reached: [['a.example', now - 8 * 86_400] as const] },
    { host: 'heard', first: 0, last: now, reached: [['a.example', now - 6 * 86_400] as const] },
  ]
  expect(silenceOf(['none', 'short', 'gone', 'silent', 'heard'], ['a.example'], seen, 7, now)).toEqual({
    silent: ['silent'],
    heard: ['heard'],
    untold: ['none', 'short', 'gone'],
  })
})

it('misses nothing among few hosts, nor where a fifth and more go without', () => {
  const told = (count: number) => Array.from({ length: count }, (_, index) => ({ host: `${index}`, group: 'desk' }))
  const having = (count: number) => new Set(told(count).map(({ host }) => host))
  expect(missingOn(having(8), told(9), 0.8, 10)).toEqual([])
  expect(missingOn(having(7), told(10), 0.8, 10)).toEqual([])
  expect(missingOn(having(8), told(10), 0.8, 10)).toEqual([{ group: 'desk', having: 8, hosts: ['8', '9'] }])
})
