import { expect, it } from 'vitest'
import { plainName } from '../base/text.ts'
import { parseSecurityTools, securityToolOf, securityTools } from './security-tools.ts'

it.each([
  ['CrowdStrike Windows Sensor', 'CrowdStrike, Inc.', 'CrowdStrike Falcon'],
  ['Sophos Endpoint Agent', '', 'Sophos Endpoint'],
  ['Trend Micro Apex One Security Agent', 'Trend Micro Inc.', 'Trend Micro Apex One'],
  ['McAfee Agent', 'McAfee, LLC', 'Trellix Endpoint Security'],
  ['ESET Endpoint Security (x64)', 'ESET, spol. s r.o.', 'ESET'],
  ['AhnLab V3 Lite', 'AhnLab, Inc.', 'AhnLab V3'],
])('%s of %j is %s', (product, vendor, tool) => {
  expect(securityToolOf(product, vendor)?.name).toBe(tool)
})

it.each([
  ['Falcon', 'Birch Games'],
  ['CrowdStrike Falcon Report Viewer', 'CrowdStrike'],
  ['Defender', ''],
  ['', ''],
])('%j of %j is none', (product, vendor) => {
  expect(securityToolOf(product, vendor)).toBeUndefined()
})

it('names each product once', () => {
  const names = securityTools.flatMap((tool) => [...tool.names, ...tool.parts].map(plainName))
  expect(new Set(names).size).toBe(names.length)
  expect(() => parseSecurityTools('tools: [{ name: Thing, names: [Thing], vendors: [], kind: toy, domains: [] }]')).toThrow(/kind/)
})
