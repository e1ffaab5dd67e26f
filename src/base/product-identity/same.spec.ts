import { describe, expect, it } from 'vitest'
import { sameProduct } from './same.ts'
import type { Meant } from './told.ts'

const product = (more: Partial<Meant>): Meant => ({ product: '3CX Desktop App', names: [], ...more })
const told = (name: string, more: Partial<Parameters<typeof sameProduct>[0]> = {}) => ({
  product: name,
  vendor: '',
  purls: [],
  code: '',
  cpe: '',
  signer: '',
  hashes: [],
  os: '',
  ...more,
})

describe('whether an installed software is the one that is meant', () => {
  it.each([
    '3CXDesktopApp',
    '3cx desktop app',
    '3CX Desktop',
    '3CX Desktop Client',
    '3CX Desktop App 18.12.416',
    '3CX Desktop App (x64 en-US)',
    '3CX Desktop App 64-bit',
  ])('%s is', (name) => {
    expect(sameProduct(told(name), product({}))?.confidence).toBeGreaterThan(0.5)
  })

  it.each(['3CX', '3CX Phone System', 'Desktop App', '3CX Desktop App Uninstaller', 'Not3CX Desktop App', '3CX Desktop Server', '13CX Desktop App'])(
    '%s is not',
    (name) => {
      expect(sameProduct(told(name), product({}))).toBeUndefined()
    },
  )

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
    for (const vendor of ['3CX', '3CX Ltd', '3CX, Ltd.'])
      expect(sameProduct(told('3CX Desktop App', { vendor }), meant), vendor).toMatchObject({ confidence: 0.5, loosely: 'version' })
    expect(sameProduct(told('3CX Desktop App'), meant)).toMatchObject({ confidence: 0.4, loosely: 'long version' })
    for (const [name, vendor] of [
      ['Desktop App', '3CX'],
      ['3CXplorer', ''],
      ['3CX Desktop App', 'Someone Else'],
      ['Fax for 3CX', '3CX'],
    ] as const)
      expect(sameProduct(told(name, { vendor }), meant), name).toBeUndefined()
  })

  it('goes by the package URL where there is one', () => {
    const axios = product({ product: 'axios', ecosystem: 'npm' })
    expect(sameProduct(told('axios', { purls: ['pkg:npm/axios@1.14.1'] }), axios)).toMatchObject({ confidence: 0.97, by: 'package URL' })
    expect(sameProduct(told('axios', { purls: ['pkg:gem/axios@1.14.1'] }), axios)).toBeUndefined()
    expect(sameProduct(told('axios'), axios)).toMatchObject({ confidence: 0.5 })
    expect(sameProduct(told('my_lib', { purls: ['pkg:pypi/my_lib@1'] }), product({ product: 'my-lib', ecosystem: 'PyPI' }))?.confidence).toBe(0.97)
  })

  it('goes by the hash of its file before anything else', () => {
    const meant = product({ hashes: ['a'.repeat(64)], platform: 'windows' })
    const renamed = told('Updater', { vendor: 'Someone Else', hashes: ['b'.repeat(32), 'a'.repeat(64)] })
    expect(sameProduct(renamed, meant)).toEqual({ confidence: 0.99, by: 'hash of its file' })
    expect(sameProduct({ ...renamed, hashes: ['b'.repeat(64)] }, meant)).toBeUndefined()
  })

  it('goes by the product code, whatever the name', () => {
    const code = '{c5f3ab14-0e42-4c5e-9d3b-0a7d3f2a1b10}'
    expect(sameProduct(told('Softphone', { code }), product({ codes: [code] }))).toEqual({ confidence: 0.97, by: 'product code' })
    expect(sameProduct(told('Softphone', { code: '{c5f3ab14-0e42-4c5e-9d3b-0a7d3f2a1b11}' }), product({ codes: [code] }))).toBeUndefined()
    expect(sameProduct(told('Softphone'), product({ codes: [''] }))).toBeUndefined()
  })

  it("is sure of a name whose signer is the maker, and not of another's signature", () => {
    const signer = '3CX Ltd'
    expect(sameProduct(told('3CX Desktop App', { signer }), product({ vendor: '3CX' }))).toMatchObject({ confidence: 0.96, by: 'signer (3CX Ltd) and name' })
    expect(sameProduct(told('3CX Desktop App', { signer }), product({}))?.by).toContain('signer')
    expect(sameProduct(told('3CX Desktop App', { signer: 'Another Ltd' }), product({ vendor: '3CX' }))).toMatchObject({ confidence: 0.8 })
    expect(sameProduct(told('3CX Phone System', { signer }), product({ vendor: '3CX' }))).toBeUndefined()
  })

  it('goes by the CPE last, where vendor and product are the same', () => {
    const meant = product({ product: 'desktop client', cpe: 'cpe:2.3:a:3cx:3cx_desktop_app:*:*:*:*:*:windows:*:*' })
    expect(sameProduct(told('Softphone', { cpe: 'cpe:2.3:a:3cx:3cx_desktop_app:18.12.416:*:*:*:*:*:*:*' }), meant)).toEqual({ confidence: 0.85, by: 'CPE' })
    expect(sameProduct(told('Softphone', { cpe: 'cpe:/a:3cx:3cx_desktop_app:18.12.416' }), meant)?.by).toBe('CPE')
    for (const cpe of [
      'cpe:2.3:a:3cx:3cx:18.12.416:*:*:*:*:*:*:*',
      'cpe:2.3:a:*:3cx_desktop_app:1:*:*:*:*:*:*:*',
      'cpe:2.3:a:other:3cx_desktop_app:1:*',
      'nonsense',
    ])
      expect(sameProduct(told('Softphone', { cpe }), meant), cpe).toBeUndefined()
    expect(sameProduct(told('Softphone', { cpe: 'cpe:2.3:a:*:*:*' }), product({ product: 'x y', cpe: 'cpe:2.3:a:*:*:*' }))).toBeUndefined()
  })

  it('tells makers apart by whole words', () => {
    const meant = product({ product: 'Reader', vendor: 'AI' })
    expect(sameProduct(told('Reader', { vendor: 'Fairsoft' }), meant)?.by).toContain('but the inventory calls the vendor Fairsoft')
    expect(sameProduct(told('MagicLine4NX', { vendor: 'DreamSecurity Co., Ltd.' }), product({ product: 'MagicLine4NX', vendor: 'Dream Security' }))?.by).toBe(
      'name and vendor',
    )
  })
})
