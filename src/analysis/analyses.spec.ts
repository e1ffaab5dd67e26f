import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyLake, findingsIn, refill, type TestLake } from '../../test/support/lake.ts'
import type { Finding } from '../model/finding.ts'
import type { Batch } from '../model/tables.ts'
import { analyses } from './analyses.ts'
import type { Analysis } from './analysis.ts'

interface Sample {
  positive(): readonly Batch[]
  benign(): readonly Batch[]
  /** What others found before, for an analysis that follows. */
  earlier?(): readonly Finding[]
}

let test: TestLake
beforeAll(async () => {
  test = await emptyLake()
})
afterAll(() => test[Symbol.asyncDispose]())

async function findingsOf(analysis: Analysis, batches: readonly Batch[], earlier?: readonly Finding[]): Promise<readonly Finding[]> {
  await refill(test.lake, batches)
  return findingsIn(test.lake, analysis, {}, earlier)
}

const folder = (name: string) => join(import.meta.dirname, name)

describe('the registry of analyses', () => {
  it('has every folder that is an analysis, in alphabetical order', () => {
    const folders = readdirSync(import.meta.dirname).filter((name) => existsSync(join(folder(name), 'sample.ts')))
    expect(analyses.map((analysis) => analysis.name)).toEqual(folders.sort())
  })
})

describe('an empty lake', () => {
  beforeAll(() => refill(test.lake, []))

  it.each(analyses.map((analysis) => [analysis.name, analysis] as const))('has nothing that %s would tell of', async (_, analysis) => {
    expect((await findingsIn(test.lake, analysis)).filter((finding) => finding.severity >= 2)).toEqual([])
  })
})

describe.each(analyses.map((analysis) => [analysis.name, analysis] as const))('%s', (name, analysis) => {
  it('says what it is', () => {
    expect(analysis.title).toMatch(/^[A-Z]/)
    expect(analysis.looksFor.length).toBeGreaterThan(20)
    expect(analysis.needs.length).toBeGreaterThan(0)
    for (const technique of analysis.techniques) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/)
    expect(readFileSync(join(folder(name), 'readme.md'), 'utf8').length).toBeGreaterThan(300)
  })

  it('finds what was planted, says why and what would make it innocent, and finds it again', async () => {
    const sample = (await import(join(folder(name), 'sample.ts'))) as Sample
    const findings = await findingsOf(analysis, sample.positive(), sample.earlier?.())
    expect(findings.filter((finding) => finding.severity >= 2).length).toBeGreaterThan(0)
    for (const finding of findings) holdsUp(finding, name)
    expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length)
    expect(await findingsOf(analysis, sample.positive(), sample.earlier?.())).toEqual(findings)
  })

  it('lets the look-alike pass', async () => {
    const sample = (await import(join(folder(name), 'sample.ts'))) as Sample
    const findings = await findingsOf(analysis, sample.benign(), sample.earlier?.())
    expect(findings.filter((finding) => finding.severity >= 2)).toEqual([])
  })
})

function holdsUp(finding: Finding, name: string): void {
  expect(finding.analysis).toBe(name)
  expect(finding.title).not.toMatch(/undefined|NaN|\[object/)
  if (finding.kind !== 'context') expect(finding.about.length).toBeGreaterThan(0)
  expect(finding.because.length).toBeGreaterThan(0)
  expect(JSON.stringify(finding)).not.toMatch(/undefined|NaN|\[object/)
  for (const reason of finding.because) {
    expect(reason.says.length).toBeGreaterThan(5)
    expect(reason.observed.length).toBeGreaterThan(0)
    expect(reason.weight).toBeGreaterThanOrEqual(0)
    expect(reason.weight).toBeLessThanOrEqual(1)
  }
  expect(finding.confidence).toBeGreaterThan(0)
  expect(finding.confidence).toBeLessThanOrEqual(1)
  expect(Date.parse(finding.first)).toBeLessThanOrEqual(Date.parse(finding.last))
  if (finding.severity >= 2) {
    expect(finding.innocentIf.length).toBeGreaterThan(0)
    expect(finding.advice.length).toBeGreaterThan(0)
  }
}
