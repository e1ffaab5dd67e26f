import { describe, expect, it } from 'vitest'
import { base, code, files, imported, native, published } from '../../../test/support/fact-cases/case.ts'
import { codeCases } from '../../../test/support/fact-cases/code.ts'
import { dataCases } from '../../../test/support/fact-cases/data.ts'
import { hooksCases } from '../../../test/support/fact-cases/hooks.ts'
import { nativeCases } from '../../../test/support/fact-cases/native.ts'
import { networkCases } from '../../../test/support/fact-cases/network.ts'
import { originCases } from '../../../test/support/fact-cases/origin.ts'
import { signaturesCases } from '../../../test/support/fact-cases/signatures.ts'
import { evidenceOf, filler, signsOf, statement } from '../../../test/support/release.ts'
import type { Trait } from '../reading.ts'
import { unitOf } from '../unit.ts'
import { factRules } from './facts.ts'

const cases = [...codeCases, ...dataCases, ...hooksCases, ...nativeCases, ...networkCases, ...originCases, ...signaturesCases]

describe.each(cases)('$fact', ({ fact, fires, not, options }) => {
  it('fires, with a sentence and what was seen', () => {
    const signs = signsOf(factRules, fact, evidenceOf(fires[0], fires[1], options))
    expect(signs.length).toBeGreaterThan(0)
    for (const sign of signs) expect(sign.says).toMatch(/^\S.*\.$/)
  })

  it.each(not.map(([why, now, before]) => ({ why, now, before })))('does not fire: $why', ({ now, before }) => {
    expect(signsOf(factRules, fact, evidenceOf(now, before, options))).toEqual([])
  })
})

describe('the registry of facts', () => {
  it('has a case here for each fact but those of rules, which have their own', () => {
    const names = factRules.map(({ name }) => name).filter((name) => !name.startsWith('rule-') && name !== 'known-family')
    expect(cases.map(({ fact }) => fact).sort()).toEqual(names.toSorted())
  })

  it('gives each fact a title, a way to be harmless and an ATT&CK technique if any', () => {
    for (const { name, title, innocentIf, technique } of factRules) {
      expect(name).toMatch(/^[a-z-]+$/)
      expect(title).toMatch(/^[A-Z]/)
      expect(innocentIf).not.toBe('')
      if (technique !== undefined) expect(technique).toMatch(/^T\d{4}(?:\.\d{3})?$/)
    }
  })
})

describe('age', () => {
  it('does not hold the fix of an advisory', () => {
    const young = { ...base, publication: published({ publishedAt: '2026-03-31T12:00:00Z' }) }
    expect(signsOf(factRules, 'too-young', evidenceOf(young, undefined, { policy: { fixes: 'GHSA-xxxx-xxxx-xxxx' } }))).toEqual([])
  })
})

describe('an attack in two steps', () => {
  const helper = unitOf({ kind: 'statement', text: 'function run(c) { exec(c) }', place: {}, capabilities: ['execute'], defines: ['run#1'] })
  const use = unitOf({ kind: 'statement', text: 'run(atob(x))', place: {}, capabilities: ['decode'], uses: ['run#1'] })

  it('shows when the second release uses what the first brought', () => {
    const signs = signsOf(factRules, 'decode-and-execute', evidenceOf(code(helper, ...filler(20, 'gap'), use), code(helper, ...filler(20, 'gap'))))
    expect(signs).toMatchObject([{ scopes: ['joined'] }])
  })

  it('weighs more when both parts are new', () => {
    const signs = signsOf(factRules, 'decode-and-execute', evidenceOf(code(helper, ...filler(20, 'gap'), use), code(...filler(20, 'gap'))))
    expect(signs).toMatchObject([{ scopes: ['flow'] }])
  })

  it('is not seen in code that was all there before', () => {
    expect(signsOf(factRules, 'decode-and-execute', evidenceOf(code(helper, use, statement('log')), code(helper, use)))).toEqual([])
  })
})

describe('a release that did so before', () => {
  const before = code(statement('eval(atob(x))', ['decode', 'evaluate']))
  const scopes = (now: Parameters<typeof code>) => signsOf(factRules, 'decode-and-execute', evidenceOf(code(...now), before)).map((sign) => sign.scopes)

  it('makes parts that lie side by side say less, and not what is decoded and run in one statement', () => {
    expect(scopes([statement('eval(atob(y))', ['decode', 'evaluate'])])).toEqual([[]])
    expect(scopes([statement('atob(y)', ['decode']), statement('eval(y)', ['evaluate'])])).toEqual([['stretch', 'familiar']])
  })
})

describe('key material', () => {
  const send = unitOf({ kind: 'statement', text: 'function queue(k) { fetch(u, k) }', place: {}, capabilities: ['network'], defines: ['queue#1'] })
  const sign = unitOf({ kind: 'statement', text: 'function sign(k) { return hmac(k) }', place: {}, defines: ['queue#1'] })
  const use = unitOf({ kind: 'statement', text: 'queue(this.secretKey)', place: {}, capabilities: ['key-material'], uses: ['queue#1'] })
  const gap = filler(20, 'gap')

  it('that goes to a new function that talks to the network is told', () => {
    expect(signsOf(factRules, 'secrets-and-network', evidenceOf(code(send, ...gap, use), code(...gap)))).toHaveLength(1)
  })

  it.each([
    ['signs', code(sign, ...gap, use), code(...gap)],
    ['was there before', code(send, ...gap, use), code(send, ...gap)],
  ])('that goes to a function that %s is not', (_, now, before) => {
    expect(signsOf(factRules, 'secrets-and-network', evidenceOf(now, before))).toEqual([])
  })
})

describe('a host that new code sends something to', () => {
  const send = unitOf({ kind: 'statement', text: 'post(h, k)', place: {}, capabilities: ['network'], hosts: ['c2.invalid'], defines: ['queue#1'] })
  const gap = filler(20, 'gap')
  const told = (...can: ('key-material' | 'environment')[]) =>
    signsOf(
      factRules,
      'working-host',
      evidenceOf(code(send, ...gap, unitOf({ kind: 'statement', text: 'queue(k)', place: {}, capabilities: can, uses: ['queue#1'] })), code(...gap)),
    )

  it('is told when a secret is handed to the function that names it', () => {
    expect(told('key-material')).toMatchObject([{ says: expect.stringContaining('c2.invalid') }])
  })

  it('is not when what is handed to it is no secret', () => {
    expect(told('environment')).toEqual([])
  })

  it.each(['environment', 'file-read', 'host-information', 'hook'] as const)('is told when it does more in the statement itself: %s', (also) => {
    const one = unitOf({ kind: 'statement', text: 'post(h, k)', place: {}, capabilities: ['network', also], hosts: ['c2.invalid'] })
    expect(signsOf(factRules, 'working-host', evidenceOf(code(one), code(...gap)))).toHaveLength(1)
  })

  it('is told, too, when the function waited for it in the release before', () => {
    const use = unitOf({ kind: 'statement', text: 'queue(this.secretKey)', place: {}, capabilities: ['key-material'], uses: ['queue#1'] })
    const signs = signsOf(factRules, 'secrets-and-network', evidenceOf(code(send, ...gap, use), code(send, ...gap)))
    expect(signs).toMatchObject([{ scopes: ['joined'] }])
  })
})

describe('hits of rules', () => {
  const hit = unitOf({ kind: 'rule', text: 'Some_Family', says: 'beacon', place: { offset: 9 } })
  const traits = (family: boolean): Trait[] => [
    { name: 'yara.Some_Family.class', value: 'C' },
    { name: 'yara.Some_Family.technique', value: 'T1059' },
    { name: 'yara.Some_Family.family', value: family },
  ]

  it.each([
    [true, 'known-family', 1],
    [true, 'rule-c', 0],
    [false, 'known-family', 0],
    [false, 'rule-c', 1],
    [false, 'rule-d', 0],
  ] as const)('of a family (%s) are told by %s', (family, fact, count) => {
    expect(signsOf(factRules, fact, evidenceOf(files(native('a.exe', [hit], traits(family))), base))).toHaveLength(count)
  })

  it('that the release before had say nothing', () => {
    const before = files(native('a.exe', [hit], traits(false)))
    expect(signsOf(factRules, 'rule-c', evidenceOf(files(native('a.exe', [hit, imported('x')], traits(false))), before))).toEqual([])
  })
})
