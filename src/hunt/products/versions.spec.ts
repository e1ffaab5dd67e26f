import { describe, expect, it } from 'vitest'
import type { AffectedProduct } from '../../advisories/advisory.ts'
import { judgeVersion } from './versions.ts'

const product = (more: Partial<AffectedProduct>): AffectedProduct => ({
  product: 'Thing',
  names: [],
  versions: [],
  ranges: [],
  fixed: [],
  unaffected: [],
  cves: [],
  place: {},
  sentence: '',
  sources: [],
  ...more,
})
const state = (more: Partial<AffectedProduct>, version: string) => judgeVersion(product(more), version).state

describe('what an advisory says of a version', () => {
  it.each([
    // CVE-2023-29059: inventories of Windows write a fourth number.
    [{ versions: ['18.12.407', '18.12.416'] }, '18.12.407.0', 'affected'],
    [{ versions: ['18.12.407', '18.12.416'] }, '18.12.425', 'not affected'],
    [{ versions: ['18.12.407', '18.12.416'] }, '18.12.40', 'not affected'],
    [{ versions: ['18.12.407', '18.12.416'] }, '', 'unknown'],
    [{ versions: ['18.12.407', '18.12.416'] }, 'current', 'unknown'],
    // CVE-2023-45797: up to and with 1.0.0.26, by numbers and not by letters.
    [{ ranges: [{ through: '1.0.0.26' }] }, '1.0.0.26', 'affected'],
    [{ ranges: [{ through: '1.0.0.26' }] }, '1.0.0.9', 'affected'],
    [{ ranges: [{ through: '1.0.0.26' }] }, '1.0.0.27', 'not affected'],
    [{ ranges: [{ from: '2.0', before: '2.17.1' }] }, '2.17.1', 'not affected'],
    [{ ranges: [{ from: '2.0', before: '2.17.1' }] }, '2.9', 'affected'],
    [{ ranges: [{ after: '5.5', through: '5.6.1' }] }, '5.5', 'not affected'],
    [{ ranges: [{ before: '1.0.0' }], ecosystem: 'npm' }, '1.0.0-rc.1', 'affected'],
    [{ ranges: [{}] }, '', 'affected'],
    [{ ranges: [{ through: '3' }], unaffected: ['2.5'] }, '2.5', 'not affected'],
    [{ fixed: ['1.4', '2.2'] }, '1.3', 'affected'],
    [{ fixed: ['1.4', '2.2'] }, '1.9', 'unknown'],
    [{ fixed: ['1.4', '2.2'] }, '2.3', 'not affected'],
    [{}, '1.0', 'unknown'],
    [{ ecosystem: 'npm', versions: ['1.0.0'] }, 'build 7', 'unknown'],
    [{ ecosystem: 'npm', ranges: [{ before: '2.0.0' }] }, 'build 7', 'unknown'],
    [{ ecosystem: 'npm', fixed: ['2.0.0'] }, 'build 7', 'unknown'],
  ] as const)('%j, %s: %s', (named, version, expected) => {
    expect(state(named, version)).toBe(expected)
  })
})
