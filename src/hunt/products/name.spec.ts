import { describe, expect, it } from 'vitest'
import type { AffectedProduct } from '../../advisories/advisory.ts'
import { sameProduct } from './name.ts'

const product = (more: Partial<AffectedProduct>): AffectedProduct => ({
  product: '3CX Desktop App',
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
const told = (name: string, more: Partial<Parameters<typeof sameProduct>[0]> = {}) => ({ product: name, vendor: '', purl: '', os: '', ...more })

describe('whether an installed software is the one that is meant', () => {
  it.each(['3CXDesktopApp', '3cx desktop app', '3CX Desktop App 18.12.416', '3CX Desktop App (x64 en-US)', '3CX Desktop App 64-bit'])('%s is', (name) => {
    expect(sameProduct(told(name), product({}))?.confidence).toBeGreaterThan(0.5)
  })

  it.each(['3CX', '3CX Phone System', 'Desktop App', '3CX Desktop App Uninstaller', 'Not3CX Desktop App'])('%s is not', (name) => {
    expect(sameProduct(told(name), product({}))).toBeUndefined()
  })

  it('is surer with the vendor, and doubts another one', () => {
    const meant = product({ vendor: '3CX' })
    expect(sameProduct(told('3CX Desktop App', { vendor: '3CX Ltd' }), meant)).toMatchObject({ confidence: 0.95, by: 'name and vendor' })
    expect(sameProduct(told('3CX Desktop App', { vendor: 'Someone Else' }), meant)?.confidence).toBeCloseTo(0.5)
    expect(sameProduct(told('Mozilla Firefox', { vendor: 'Mozilla' }), product({ product: 'Firefox', vendor: 'Mozilla' }))?.by).toContain('vendor')
  })

  it('knows the system of the host, and says where it does not', () => {
    const meant = product({ platform: 'windows' })
    expect(sameProduct(told('3CX Desktop App', { os: 'macOS 13' }), meant)).toBeUndefined()
    expect(sameProduct(told('3CX Desktop App', { os: 'Windows 10' }), meant)?.by).not.toContain('not known')
    expect(sameProduct(told('3CX Desktop App'), meant)?.by).toContain('the system of the host is not known')
  })

  it('takes a maker for the software only loosely, where the inventory names it', () => {
    const meant = product({ product: '3CX' })
    expect(sameProduct(told('3CX Desktop App', { vendor: '3CX' }), meant)).toMatchObject({ confidence: 0.5, loosely: true })
    expect(sameProduct(told('3CX Desktop App'), meant)).toBeUndefined()
    expect(sameProduct(told('Desktop App', { vendor: '3CX' }), meant)).toBeUndefined()
  })

  it('goes by the package URL where there is one', () => {
    const axios = product({ product: 'axios', ecosystem: 'npm' })
    expect(sameProduct(told('axios', { purl: 'pkg:npm/axios@1.14.1' }), axios)).toMatchObject({ confidence: 0.97, by: 'package URL' })
    expect(sameProduct(told('axios', { purl: 'pkg:gem/axios@1.14.1' }), axios)).toBeUndefined()
    expect(sameProduct(told('axios'), axios)).toMatchObject({ confidence: 0.5 })
    expect(sameProduct(told('my_lib', { purl: 'pkg:pypi/my_lib@1' }), product({ product: 'my-lib', ecosystem: 'PyPI' }))?.confidence).toBe(0.97)
  })
})
