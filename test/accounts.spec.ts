import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DrillAnswer } from '../src/drill/index.ts'
import { entityKey } from '../src/model/entity.ts'
import type { Assessment } from '../src/report/assessment.ts'
import { run, temporaryFolder } from './support/cli.ts'

const analyses = [
  'account-change',
  'case-account',
  'dormant-privileged',
  'factor-coverage',
  'factor-fatigue',
  'factor-guessing',
  'impossible-travel',
  'legacy-protocol',
  'new-factor',
  'password-alone',
  'privileged-factor',
  'session-replay',
  'special-account',
  'supplier-account',
  'unenforced-factor',
]

describe('a drill with 300 accounts in four directories and 60 hosts', () => {
  const folder = temporaryFolder()
  let answer: DrillAnswer
  let assessment: Assessment

  beforeAll(async () => {
    const drill = await run('drill', join(folder.path, 'evidence'), '--case', 'accounts', '--hosts', '60')
    expect(drill).toMatchObject({ code: 0 })
    answer = JSON.parse(readFileSync(join(folder.path, 'evidence', 'answer.json'), 'utf8')) as DrillAnswer
    const assessed = await run(
      'assess',
      join(folder.path, 'evidence'),
      '--workspace',
      join(folder.path, 'workspace'),
      '--json',
      '--report',
      join(folder.path, 'report.html'),
    )
    expect([0, 1]).toContain(assessed.code)
    assessment = JSON.parse(assessed.stdout) as Assessment
  })
  afterAll(() => folder[Symbol.dispose]())

  it('has an answer for every analysis of accounts', () => {
    expect(answer.accounts?.map(({ analysis }) => analysis).sort()).toEqual(analyses)
    for (const { hit, miss } of answer.accounts ?? []) expect(Math.min(hit.length, miss.length)).toBeGreaterThan(0)
  })

  it.each(analyses)('%s finds what was planted and leaves the look-alike', (name) => {
    const planted = answer.accounts?.find(({ analysis }) => analysis === name)
    expect(assessment.analyses.find(({ analysis }) => analysis === name)?.outcome).toBe('succeeded')
    const about = assessment.findings.filter(({ analysis, severity }) => analysis === name && severity >= 2).flatMap((finding) => finding.about.map(entityKey))
    expect(planted?.hit.map(entityKey).filter((key) => !about.includes(key))).toEqual([])
    expect(planted?.miss.map(entityKey).filter((key) => about.includes(key))).toEqual([])
  })

  it('reads every file but the answer, and every line', () => {
    expect(assessment.intake.skipped.map(({ file }) => file)).toEqual(['answer.json'])
    expect(assessment.intake.sources.filter(({ file, skippedLines }) => file.startsWith('accounts') && skippedLines > 0)).toEqual([])
  })

  it('counts second factors by directory, and unknown apart', () => {
    const [part] = assessment.posture.filter(({ name }) => name === 'second-factors')
    const rows = (part?.rows ?? []).map((cells) => Object.fromEntries(cells.map((cell, index) => [part?.columns[index]?.name ?? '', cell])))
    expect(
      rows
        .filter((row) => row.Accounts === 'all')
        .map((row) => [row.Directory, row.Number, Number(row['Second factor: yes']) + Number(row.no) + Number(row.unknown)]),
    ).toEqual([
      ['entra', 73, 73],
      ['google', 75, 75],
      ['ldap', 75, 75],
      ['okta', 75, 75],
    ])
    expect(rows.find((row) => row.Directory === 'ldap')).toMatchObject({ 'Second factor: yes': 0, no: 0, unknown: 75 })
  })

  it('takes what became of the users up into the incident of the culprit', () => {
    const link = assessment.findings.find(({ analysis, severity }) => analysis === 'case-account' && severity >= 2)
    const incident = assessment.incidents.find(({ findings }) => findings.includes(link?.id ?? ''))
    expect(incident?.about).toContainEqual({ kind: 'release', id: '3CX Desktop App@18.12.416' })
    expect(assessment.verdict.word).toBe('HIT')
  })
})
