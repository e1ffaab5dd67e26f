import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { readComparisons, signOf } from '../../../test/support/version-comparisons.ts'
import { compareIn } from './compare.ts'

const skipped = noSharedData('the published comparisons of versions')
const files = skipped ? [] : readdirSync(sharedFile('versions')).filter((name) => name.endsWith('-versions.txt'))

describe.skipIf(skipped)('the comparisons that osv-scalibr publishes', () => {
  it.each(files)('%s', (file) => {
    const comparisons = readComparisons(sharedFile('versions', file))
    const ecosystem = file.replace('-versions.txt', '')
    const told = comparisons.map(({ a, b }) => `${a} ${signOf[`${compareIn(ecosystem, a, b) ?? 0}`]} ${b}`)
    const untold = comparisons.filter(({ a, b }) => compareIn(ecosystem, a, b) === undefined)
    expect(untold).toEqual([])
    expect(told).toEqual(comparisons.map(({ a, sign, b }) => `${a} ${sign} ${b}`))
  })
})
