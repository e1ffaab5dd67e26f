import { describe, expect, it } from 'vitest'
import { compared, statement } from '../../../test/support/release.ts'
import type { Fact } from '../fact.ts'
import { conclusionOf } from './conclusion.ts'

const comparison = compared({ files: { 'a.js': { units: [statement('a')] } } }, { files: {} })

function fact(name: string, says: string, points: number): Fact {
  return { name, class: 'C', says, now: '', points }
}

function conclusion(...facts: Fact[]): string {
  return conclusionOf({ word: 'HOLD', points: 50, facts, classes: ['C'] }, comparison)
}

describe('a conclusion', () => {
  it('has no capital in the middle', () => {
    const says = conclusion(
      fact('a', 'New code in a.js decodes data and runs the result.', 50),
      fact('b', 'A new hook runs before the package is installed: preinstall.', 45),
    )
    expect(says).toMatch(/: new code in a\.js decodes data and runs the result(?:,| and) a new hook runs/)
  })

  it('leaves names and abbreviations as they are', () => {
    expect(conclusion(fact('a', 'README.md is not what its name says.', 50))).toContain(': README.md is')
  })

  it('does not call code clean that nobody read', () => {
    const unread = { readers: ['strings'], traits: [{ name: 'file.unread', value: 'language' }] }
    const now = compared({ files: { 'a.js': {}, 'b.hs': unread } }, { files: { 'a.js': {} } })
    expect(conclusionOf({ word: 'ALLOW', points: 0, facts: [], classes: [] }, now)).toBe(
      'No code that could be read is new. 1 file of code was not read, because no reader knows the language: b.hs.',
    )
  })

  it('says that it cannot be told when there is nothing to judge', () => {
    const says = conclusion(fact('nothing-to-read', 'There is nothing in it.', 0))
    expect(says).toBe('Whether it is harmless cannot be told: there is nothing in it.')
  })
})
