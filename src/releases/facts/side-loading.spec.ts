import { describe, expect, it } from 'vitest'
import { base, files } from '../../../test/support/fact-cases/case.ts'
import { evidenceOf, signsOf } from '../../../test/support/release.ts'
import type { Unit } from '../reading.ts'
import { unitOf } from '../unit.ts'
import { factRules } from './facts.ts'

const needed = unitOf({ kind: 'library', text: 'libnss3.so', place: { offset: 1 }, imports: ['libnss3.so'] })
const version = (name: string) => unitOf({ kind: 'symbol-version', text: `libnss3.so ${name}`, place: { offset: 2 } })
const mark = (text: string) => unitOf({ kind: 'export', text, place: { offset: 3 } })

function told(now: readonly Unit[], before: readonly Unit[]): number {
  const side = (units: readonly Unit[], release: string) =>
    files({ 'lib/libsmime3.so': { readers: ['elf'], units }, 'lib/libnss3.so': { readers: ['elf'], units: [mark(release)] } })
  return signsOf(factRules, 'side-loading-pair', evidenceOf(side(now, 'new'), side(before, 'old'))).length
}

describe('a library that names another one beside it', () => {
  it('names nothing new when it needs a newer version of what it linked before', () => {
    expect(told([needed, version('NSS_3.117')], [needed, version('NSS_3.30')])).toBe(0)
  })

  it('is told when it did not link it before', () => {
    expect(told([needed, version('NSS_3.117')], [])).toBe(1)
    expect(told([version('NSS_3.117')], [])).toBe(1)
  })

  it('is told when it names it otherwise, though it linked it before', () => {
    expect(told([needed, unitOf({ kind: 'tell', text: 'open libnss3.so', place: { offset: 9 } })], [needed])).toBe(1)
  })

  it('is told when it did not exist before', () => {
    const now = files({ 'lib/libsmime3.so': { readers: ['elf'], units: [version('NSS_3.117')] }, 'lib/libnss3.so': { readers: ['elf'], units: [mark('new')] } })
    expect(signsOf(factRules, 'side-loading-pair', evidenceOf(now, base))).toHaveLength(1)
  })
})
