import { describe, expect, it } from 'vitest'
import { isAbout, statementFor, statementsByVulnerability, type VexSoftware, type VexStatement } from './vex.ts'

const statement = (over: Partial<VexStatement>): VexStatement => ({
  vulnerability: 'CVE-2024-0001',
  aliases: [],
  product: '',
  vendor: '',
  version: '',
  purl: '',
  hashes: [],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
  statement: '',
  author: 'Cedar',
  noFix: null,
  made: 1,
  document: 'urn:cedar:1',
  row: [1, 1],
  ...over,
})
const editor: VexSoftware = { product: 'Cedar Editor', vendor: 'Cedar Ltd.', version: '5.1', purls: [], hashes: ['ab'] }
const axios: VexSoftware = { product: 'axios', vendor: '', version: '1.2.3', purls: ['pkg:npm/axios@1.2.3'], hashes: [] }

describe('a VEX statement is about a software', () => {
  it.each<[string, Partial<VexStatement>, VexSoftware]>([
    ['by name and vendor, all versions', { product: 'cedar editor', vendor: 'Cedar' }, editor],
    ['by name and version', { product: 'Cedar Editor', version: '5.1.0' }, editor],
    ['by a range', { product: 'Cedar Editor', version: 'vers:generic/>=5|<6' }, editor],
    ['by the hash of its file', { hashes: ['ab'] }, editor],
    ['by package URL', { purl: 'pkg:npm/axios@1.2.3' }, axios],
    ['by package URL of all versions', { purl: 'pkg:npm/axios' }, axios],
  ])('%s', (_, over, software) => {
    expect(isAbout(statement(over), software)).toBe(true)
  })

  it.each<[string, Partial<VexStatement>, VexSoftware]>([
    ['that it does not name', {}, editor],
    ['of another vendor', { product: 'Cedar Editor', vendor: 'Somebody' }, editor],
    ['of another version', { product: 'Cedar Editor', version: '5.2' }, editor],
    ['outside its range', { product: 'Cedar Editor', version: 'vers:generic/>=6' }, editor],
    ['with a range that cannot be read', { product: 'Cedar Editor', version: 'vers:' }, editor],
    ['of another ecosystem', { purl: 'pkg:pypi/axios' }, axios],
    ['of another version of the package', { purl: 'pkg:npm/axios@1.2.4' }, axios],
    ['whose version is not known, where it names one', { product: 'Cedar Editor', version: '5.1' }, { ...editor, version: '' }],
  ])('not of one %s', (_, over, software) => {
    expect(isAbout(statement(over), software)).toBe(false)
  })

  it('counts with the newest, whatever name of the vulnerability it goes by', () => {
    const old = statement({ product: 'Cedar Editor', status: 'affected', made: 1 })
    const fresh = statement({ product: 'Cedar Editor', vulnerability: 'GHSA-1', aliases: ['cve-2024-0001'], made: 2 })
    const by = statementsByVulnerability([fresh, old])
    expect(statementFor(editor, ['CVE-2024-0001'], by)).toBe(fresh)
    expect(statementFor(editor, ['CVE-2024-0002'], by)).toBeUndefined()
  })
})
