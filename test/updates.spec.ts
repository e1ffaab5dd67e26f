import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyses } from '../src/analysis/analyses.ts'
import { raw } from '../src/base/sql.ts'
import { entityKey } from '../src/model/entity.ts'
import type { Finding } from '../src/model/finding.ts'
import { temporaryFolder } from './support/cli.ts'
import { findingsIn, lakeFromFolder, type TestLake } from './support/lake.ts'
import { hosts, planted, writeUpdateWorld } from './support/update-world.ts'

const names = [...new Set(planted.map(({ analysis }) => analysis))]

describe('sixty hosts whose right answers are known by construction', () => {
  const folder = temporaryFolder()
  let test: Awaited<ReturnType<typeof lakeFromFolder>> & TestLake
  const findings = new Map<string, readonly Finding[]>()

  beforeAll(async () => {
    writeUpdateWorld(folder.path)
    test = await lakeFromFolder(folder.path)
    for (const analysis of analyses.filter(({ name }) => names.includes(name))) findings.set(analysis.name, await findingsIn(test.lake, analysis))
  })
  afterAll(async () => {
    await test[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  })

  it('are read whole', async () => {
    expect(test.intake.skipped).toEqual([])
    expect([...(await test.sources.notes()).values()].flat()).toEqual([])
    const [inventoried] = await test.lake.rows<{ hosts: number }>(raw('SELECT count() AS hosts FROM host WHERE inventoried'))
    expect(inventoried?.hosts).toBe(hosts.length)
  })

  it('have something planted for every analysis of updates', () => {
    const own = analyses.filter(({ needs }) => needs.includes('installation') && !needs.includes('visit')).map(({ name }) => name)
    expect([...own, 'chain'].filter((name) => !names.includes(name))).toEqual([])
  })

  it.each(planted)('$analysis finds $hit and leaves $miss: $because', ({ analysis, hit, miss }) => {
    const about = (findings.get(analysis) ?? []).filter(({ severity }) => severity >= 2).flatMap((finding) => finding.about.map(entityKey))
    expect(about).toContain(hit)
    expect(about).not.toContain(miss)
  })
})
