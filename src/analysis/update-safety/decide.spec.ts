import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, decide, type Policy, type Waiting } from './decide.ts'

const now = 1_700_000_000
const hour = 3600
const policy: Policy = { age: 72 * hour, probability: 0.1, tried: 5 }
const quiet: Waiting = { exploited: false, due: null, probability: null, score: null, reachable: null, compromised: false, ended: false }
const good: Candidate = { version: '2.0', repairs: true, compromised: false, released: now - 400 * hour, vetted: null, signerChanged: null, hosts: 0 }

const advice = (waiting: Partial<Waiting>, ...candidates: readonly Partial<Candidate>[]) => {
  const all = candidates.map((candidate) => ({ ...good, ...candidate }))
  return decide({ ...quiet, ...waiting }, all, policy, now)
}

describe('what to do about an update', () => {
  it.each<[string, Partial<Waiting>, Partial<Candidate>[], string, string | undefined]>([
    ['an old release without haste', {}, [{}], 'update', '2.0'],
    ['a young one without haste', {}, [{ released: now - 10 * hour }], 'hold', '2.0'],
    ['a young one that repairs what is exploited', { exploited: true }, [{ released: now - 10 * hour }], 'update now', '2.0'],
    ['one that vetting blocked, however pressing', { exploited: true }, [{ vetted: 'BLOCK' }], 'isolate', undefined],
    ['another signer, however pressing', { exploited: true }, [{ signerChanged: true }], 'isolate', undefined],
    ['one that is tampered with, and nothing else', { exploited: true }, [{ compromised: true }], 'isolate', undefined],
    ['the next best one beside one that is tampered with', { exploited: true }, [{ compromised: true, version: '3.0' }, {}], 'update now', '2.0'],
    ['a likely exploit that nobody reaches', { probability: 0.4, reachable: false }, [{ released: now - 10 * hour }], 'hold', '2.0'],
    ['a likely exploit where reach is not known', { probability: 0.4 }, [{}], 'update now', '2.0'],
    ['an age that is not known', {}, [{ released: null }], 'hold', '2.0'],
    ['an age that is not known, tried by many', {}, [{ released: null, hosts: 9 }], 'update', '2.0'],
    ['no repair for what is exploited', { exploited: true }, [], 'isolate', undefined],
    ['no repair for what nobody exploits', {}, [], 'hold', undefined],
    ['a tampered release that is installed', { compromised: true }, [{ released: now - hour }], 'update now', '2.0'],
    ['one that does not repair it', { exploited: true }, [{ repairs: false }], 'isolate', undefined],
    ['an older one that repairs before a newer one that vetting blocked', { exploited: true }, [{ version: '3.0', vetted: 'BLOCK' }, {}], 'update now', '2.0'],
  ])('%s', (_, waiting, candidates, word, to) => {
    const decision = advice(waiting, ...candidates)
    expect([decision.advice, decision.to?.version]).toEqual([word, to])
  })

  it('holds until the release is old enough', () => {
    expect(advice({}, { released: now - 10 * hour }).until).toBe(now + 62 * hour)
  })

  it('says both risks, and by how long a repair is overdue', () => {
    const { waiting, taking } = advice({ exploited: true, due: now - 10 * 86_400, reachable: true }, { released: now - 5 * hour })
    expect(waiting).toEqual([
      'A weakness of it is known to be exploited, and the repair is 10 days overdue.',
      'Connections from the outside reach a host that has it.',
    ])
    expect(taking).toContain('2.0 has been out for 5 hours only.')
  })

  const maybe = fc.constantFrom(true, false, null)
  const anyCandidate: fc.Arbitrary<Candidate> = fc.record({
    version: fc.constantFrom('2', '3', '4'),
    repairs: maybe,
    compromised: fc.boolean(),
    released: fc.constantFrom(null, now - hour, now - 500 * hour),
    vetted: fc.constantFrom('ALLOW', 'HOLD', 'BLOCK', null),
    signerChanged: maybe,
    hosts: fc.nat(10),
  })
  const anyWaiting: fc.Arbitrary<Waiting> = fc.record({
    exploited: fc.boolean(),
    due: fc.constantFrom(null, now),
    probability: fc.constantFrom(null, 0.01, 0.9),
    score: fc.constantFrom(null, 9.8),
    reachable: maybe,
    compromised: fc.boolean(),
    ended: fc.boolean(),
  })

  it('never recommends what is tampered with, blocked or signed by another, whatever is known', () => {
    fc.assert(
      fc.property(anyWaiting, fc.array(anyCandidate, { maxLength: 4 }), (waiting, candidates) => {
        const { advice: word, to } = decide(waiting, candidates, policy, now)
        if (to) expect([to.compromised, to.vetted === 'BLOCK', to.signerChanged === true]).toEqual([false, false, false])
        if (word === 'update now' || word === 'update') expect(to).toBeDefined()
        if (waiting.exploited) expect(['update now', 'isolate']).toContain(word)
      }),
    )
  })
})
