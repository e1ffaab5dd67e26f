import { array, check, constantFrom, integer, option, property, record, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FactClass, factClasses } from '../fact.ts'
import type { Found, Scope } from '../facts/evidence.ts'
import { factRules } from '../facts/facts.ts'
import { stepOf } from './step.ts'
import { scaleOf, weigh } from './weigh.ts'
import { builtInWeights, parseWeights, type Weights } from './weights.ts'

const weights: Weights = {
  version: 'test',
  block: 80,
  hold: 40,
  'class-most': 40,
  repeat: 0.5,
  step: { patch: 1.25, minor: 1, major: 0.75 },
  scopes: { flow: 0.8, stretch: 0.6, joined: 0.3, familiar: 0.6, idle: 0.3 },
  dilution: { alone: 30, half: 3000 },
  points: { 'a-100': 100, 'b-30': 30, 'b-45': 45, 'c-50': 50, 'c-8': 8, 'd-30': 30, 'e-10': 10, 'h-15': 15, 'too-young': 0 },
}
const minor = { step: 'minor', compared: true } as const

function found(name: string, more: Partial<Found> = {}): Found {
  return { class: (name === 'too-young' ? 'I' : name.charAt(0).toUpperCase()) as FactClass, name, says: name, now: '', ...more }
}

describe('weigh', () => {
  it.each([
    ['nothing', [], 0, 'ALLOW'],
    ['a light fact', [found('e-10')], 10, 'ALLOW'],
    ['one class, capped', [found('c-50')], 40, 'HOLD'],
    ['one class however often', [found('c-50'), found('c-50', { path: 'b' }), found('c-8')], 40, 'HOLD'],
    ['two classes below the line', [found('c-50'), found('b-30')], 70, 'HOLD'],
    ['two classes at the line', [found('c-50'), found('b-45')], 80, 'BLOCK'],
    ['three classes', [found('c-50'), found('b-30'), found('e-10')], 80, 'BLOCK'],
    ['class A alone', [found('a-100')], 100, 'BLOCK'],
    ['age alone', [found('too-young')], 0, 'HOLD'],
  ] as const)('%s', (_, facts, points, word) => {
    expect(weigh([...facts], weights, minor)).toMatchObject({ points, word })
  })

  it.each([
    ['patch', 87.5, 'BLOCK'],
    ['minor', 70, 'HOLD'],
    ['major', 52.5, 'HOLD'],
    ['unknown', 70, 'HOLD'],
  ] as const)('of a %s release', (step, points, word) => {
    expect(weigh([found('c-50'), found('b-30')], weights, { step, compared: true })).toMatchObject({ points, word })
  })

  it('holds at most without a release to compare with, unless a fact of class A says otherwise', () => {
    const alone = { step: 'unknown', compared: false } as const
    expect(weigh([found('c-50'), found('b-45')], weights, alone).word).toBe('HOLD')
    expect(weigh([found('c-50'), found('a-100')], weights, alone).word).toBe('BLOCK')
  })

  it('counts a repeated sign half of the one before, the strongest first', () => {
    const { facts } = weigh([found('b-30', { path: 'a', scopes: ['idle'] }), found('b-30', { path: 'b' })], weights, minor)
    expect(facts.map(({ path, points }) => [path, points])).toEqual([
      ['b', 30],
      ['a', 4.5],
    ])
  })

  it('halves a sign among as many novel units as the weights say', () => {
    expect(scaleOf({ among: 30 }, weights)).toBe(1)
    expect(scaleOf({ among: 3000 }, weights)).toBeCloseTo(0.5, 12)
    expect(scaleOf({ among: 300 }, weights)).toBeCloseTo(1 / 1.5, 12)
    expect(scaleOf({ scopes: ['stretch', 'familiar'], among: 3000 }, weights)).toBeCloseTo(0.18, 12)
  })
})

const names = Object.keys(weights.points).filter((name) => name !== 'too-young')
const facts = array(
  record({
    name: constantFrom(...names),
    scopes: subarray<Scope>(['flow', 'stretch', 'joined', 'familiar', 'idle']),
    among: integer({ min: 0, max: 100_000 }),
  }).map(({ name, ...more }) => found(name, more)),
  { maxLength: 12 },
)
const circumstances = record({
  step: constantFrom('patch', 'minor', 'major', 'unknown'),
  compared: option(constantFrom(true), { nil: false }).map((value) => value === true),
})
const rank = { ALLOW: 0, HOLD: 1, BLOCK: 2 } as const

describe('whatever is found', () => {
  it('one more fact never lowers points or verdict', () => {
    const outcome = check(
      property(facts, facts, circumstances, (some, more, at) => {
        const [less, all] = [weigh(some, weights, at), weigh([...some, ...more], weights, at)]
        return rank[all.word] >= rank[less.word] && all.points >= less.points
      }),
      { numRuns: 2000 },
    )
    expect(outcome.failed, JSON.stringify(outcome.counterexample)).toBe(false)
  })

  it('one class alone holds at 40 points and never blocks, class A excepted', () => {
    const outcome = check(
      property(constantFrom(...(Object.keys(factClasses) as FactClass[]).filter((name) => name !== 'A')), facts, circumstances, (only, some, at) => {
        const weighed = weigh(
          some.map((fact) => ({ ...fact, class: only })),
          weights,
          at,
        )
        return weighed.word !== 'BLOCK' && weighed.points <= 40
      }),
      { numRuns: 2000 },
    )
    expect(outcome.failed, JSON.stringify(outcome.counterexample)).toBe(false)
  })

  it('an order of facts does not matter', () => {
    const outcome = check(
      property(facts, circumstances, (some, at) => {
        const [one, other] = [weigh(some, weights, at), weigh(some.toReversed(), weights, at)]
        return one.word === other.word && one.points === other.points
      }),
    )
    expect(outcome.failed, JSON.stringify(outcome.counterexample)).toBe(false)
  })
})

describe('the weights that come with it', () => {
  it('have a line for each fact and no other', () => {
    expect(Object.keys(builtInWeights().points).sort()).toEqual([...new Set(factRules.map(({ name }) => name))].sort())
  })

  it('let no class block alone', () => {
    expect(builtInWeights()['class-most']).toBeLessThan(builtInWeights().block)
  })

  it('are refused with a line that is none', () => {
    expect(() => parseWeights('version: 1\nblock: many')).toThrow()
  })
})

describe('the step between two versions', () => {
  it.each([
    ['1.2.4', '1.2.3', 'patch'],
    ['1.3.0', '1.2.9', 'minor'],
    ['2.0.0', '1.9.9', 'major'],
    ['0.3.0', '0.2.0', 'major'],
    ['0.2.1', '0.2.0', 'patch'],
    ['1.2.3-rc.2', '1.2.3-rc.1', 'patch'],
    ['18.12.416', '18.12.407', 'patch'],
    ['18.12.416.0', '18.11.1213', 'minor'],
    ['1:5.6.0-0.2', '1:5.4.5-0.3', 'minor'],
    [undefined, '1.0.0', 'unknown'],
    ['tip', '1.0.0', 'unknown'],
  ])('%s after %s is %s', (now, before, step) => {
    expect(stepOf(now, before)).toBe(step)
  })
})
