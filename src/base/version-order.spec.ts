import { expect, describe as group, it } from 'vitest'
import { compareVersions } from './version-order.ts'

group('the order of versions', () => {
  it.each([
    ['windows', '18.12.407', '18.12.416'],
    ['windows', '18.11.1213', '18.12.402'],
    ['deb', '1.0~rc1', '1.0'],
    ['file', '1.0-beta2', '1.0-rc1'],
    ['file', 'v1.9', '1.10'],
    ['pypi', '1.0a1', '1.0'],
    ['npm', '1.0.0-alpha.2', '1.0.0-alpha.10'],
    ['file', '99999999999999999999.1', '99999999999999999999.2'],
  ])('%s: %s before %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBeLessThan(0)
    expect(compareVersions(ecosystem, b, a)).toBeGreaterThan(0)
  })

  it('takes a missing number for 0', () => {
    expect(compareVersions('windows', '18.12.407', '18.12.407.0')).toBe(0)
  })
})
