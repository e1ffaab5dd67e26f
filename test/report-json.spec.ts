import { expect, test } from 'vitest'
import { renderJson } from '../src/report/json.ts'
import { sampleAssessment } from './support/assessment.ts'
import { hostileAssessment } from './support/hostile.ts'

test('the document says what it is, in a fixed order, and holds the assessment as it is', () => {
  const document = JSON.parse(renderJson(sampleAssessment()))
  expect(Object.keys(document)).toEqual([
    'format',
    'formatVersion',
    'gatehouse',
    'assessedAt',
    'folder',
    'workspace',
    'verdict',
    'incidents',
    'findings',
    'vettings',
    'hunts',
    'posture',
    'analyses',
    'coverage',
    'intake',
  ])
  const { format, formatVersion, ...rest } = document
  expect([format, formatVersion]).toEqual(['gatehouse-assessment', 1])
  expect(rest).toEqual(sampleAssessment())
})

test('the same assessment gives the same text', () => {
  expect(renderJson(sampleAssessment())).toBe(renderJson(sampleAssessment()))
})

test('hostile text comes back unchanged, and cannot act on a terminal on its way', () => {
  const text = renderJson(hostileAssessment())
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/)
  expect(JSON.parse(text).incidents).toEqual(hostileAssessment().incidents)
})
