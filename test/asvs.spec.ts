import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answers } from '../scripts/asvs.ts'
import { noSharedData, sharedFile } from './support/shared-data.ts'

const root = join(import.meta.dirname, '..')
const { tests, requirements } = answers()

describe('the answers to OWASP ASVS 5.0', () => {
  it('name tests that are there, and each of them is named', () => {
    const missing = Object.entries(tests).filter(([, test]) => {
      const [path = '', title = ''] = test.split(' › ')
      return !existsSync(join(root, path)) || !readFileSync(join(root, path), 'utf8').includes(title)
    })
    expect(missing).toEqual([])
    const named = Object.values(requirements).flatMap((requirement) => requirement.tests)
    expect(named.filter((name) => !(name in tests))).toEqual([])
    expect(Object.keys(tests).filter((name) => !named.includes(name))).toEqual([])
  })

  it('say of nothing that it is met without a test or a place to look', () => {
    const bare = Object.entries(requirements).filter(([, { answer, tests: named, see }]) => answer === 'met' && named.length + see.length === 0)
    expect(bare).toEqual([])
    expect(Object.values(requirements).flatMap(({ see }) => see.filter((path) => !existsSync(join(root, path))))).toEqual([])
  })

  it.skipIf(noSharedData('the list of requirements'))('are complete', () => {
    const ids = readFileSync(sharedFile('reference', 'asvs-5.0.0.csv'), 'utf8').match(/(?<=,)V\d+\.\d+\.\d+(?=,)/g) ?? []
    const wanted = ids.filter((id) => /^V(?:3|6|7|8|16)\./.test(id) || id.startsWith('V13.4.'))
    expect(wanted.length).toBeGreaterThan(100)
    expect(Object.keys(requirements)).toEqual(wanted)
  })
})
