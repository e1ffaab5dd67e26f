import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { windowsPrograms } from './index.ts'

holdsTheContract(windowsPrograms)

describe('windows-programs', () => {
  it("reads winget's table by its columns", async () => {
    const { rows, skipped, said } = await readSample(windowsPrograms, 'PC-0020.winget.txt')
    const common = { host: 'pc-0020', installed_at: null, seen_at: modified, basis: 'inventory' }
    expect(rows.installation).toEqual([
      { line: 3, product: 'Acme Desktop', vendor: 'Acme', version: '18.12.416', product_code: 'acme.desktop', ...common },
      { line: 4, product: 'Reader 2023 (64-bit)', vendor: 'Example', version: '23.001.20093', product_code: 'example.reader.64-bit', ...common },
      { line: 5, product: 'Legacy Tool with a very long name tha…', vendor: '', version: '< 4.0', product_code: '', ...common },
      { line: 6, product: 'Store App', vendor: '', version: '', product_code: '', ...common },
    ])
    expect(skipped).toEqual([])
    expect(said.join(' ')).toContain('1 name or version.')
  })

  it('reads it in another language, in UTF-16, with wide characters and a progress bar', async () => {
    const { rows } = await readSample(windowsPrograms, 'PC-0026.winget.txt')
    expect(rows.installation?.map(({ product, version, vendor }) => [product, version, vendor])).toEqual([
      ['에이크미 데스크톱', '18.12.416', 'Acme'],
      ['리더 2023', '23.1', 'Example'],
    ])
  })

  it('reads winget export', async () => {
    const { rows, said } = await readSample(windowsPrograms, 'PC-0021.winget.json')
    expect(rows.installation).toMatchObject([
      { line: 1, host: 'pc-0021', product: 'Acme.Desktop', vendor: 'Acme', version: '18.12.416', seen_at: Date.UTC(2023, 2, 25, 8) * 1000 },
      { line: 2, product: 'Example.Reader.64-bit', version: '' },
    ])
    expect(said.at(-1)).toContain('--include-versions')
  })

  it('reads a registry export: escapes, values in hexadecimal, keys of other kinds', async () => {
    const { rows, said } = await readSample(windowsPrograms, 'PC-0025.reg')
    expect(rows.installation).toMatchObject([
      {
        line: 5,
        host: 'pc-0025',
        product: 'Acme "Desktop"',
        product_code: '{ac3e0000-0000-4000-8000-000000000001}',
        vendor: 'Acme Ltd',
        version: '18.12.416.0',
        installed_at: Date.UTC(2023, 2, 22) * 1000,
      },
      { line: 16, product: 'Reader', product_code: '', version: '5.0', installed_at: null },
    ])
    expect(said.slice(1)).toEqual([
      'Left out, since they are parts or updates of other programs and have no DisplayName: 1 key.',
      'Install dates that cannot be told for certain, and so are unknown: 1. The first, in record 16, is “yesterday”.',
    ])
  })

  it('reads what PowerShell writes, as CSV and as JSON', async () => {
    const csv = await readSample(windowsPrograms, 'programs.csv')
    expect(csv.rows.installation).toMatchObject([
      { line: 3, host: 'pc-0022', product: 'Acme Desktop', version: '18.12.407', installed_at: Date.UTC(2023, 2, 14) * 1000 },
      { line: 5, host: 'pc-0023', product: 'Reader, the "good" one', vendor: '', installed_at: Date.UTC(2023, 2, 22) * 1000 },
    ])
    const json = await readSample(windowsPrograms, 'programs.json')
    expect(json.rows.installation).toMatchObject([{ line: 1, host: 'pc-0024', product: 'Acme Desktop', vendor: 'Acme Ltd' }])
  })

  it('keeps product codes of PowerShell, whichever way they are written', async () => {
    const code = 'AC3E0000-0000-4000-8000-000000000001'
    const csv = `PSComputerName,DisplayName,DisplayVersion,PSChildName\npc-1,Desk,1,{${code}}\npc-1,Chair,1,Chair_is1\n`
    const json = JSON.stringify([{ DisplayName: 'Desk', DisplayVersion: '1', PSChildName: `{${code}}` }])
    for (const text of [csv, json]) expect((await readAll(windowsPrograms, text)).rows.installation?.[0]?.product_code).toBe(`{${code.toLowerCase()}}`)
    expect((await readAll(windowsPrograms, csv)).rows.installation?.[1]?.product_code).toBe('')
  })

  it('takes the file name for the host where PowerShell says localhost', async () => {
    const { rows } = await readAll(windowsPrograms, 'PSComputerName,DisplayName,DisplayVersion\nlocalhost,Desk,1\nPC-2,Desk,1\n', '/e/PC-1.programs.csv')
    expect(rows.installation?.map(({ host }) => host)).toEqual(['pc-1', 'pc-2'])
  })

  it('skips a row that does not fit the columns', async () => {
    const table = `Name         Id           Version\n${'-'.repeat(33)}\nDesk         Acme.Desk    1.0\n1 package has a version number that cannot be determined\n`
    const { rows, skipped } = await readAll(windowsPrograms, table)
    expect(rows.installation).toHaveLength(1)
    expect(skipped).toEqual([{ line: 4, why: 'a line that does not fit the columns' }])
  })

  it.each([
    ['another key of the registry', 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Example]\r\n"DisplayName"="x"\r\n'],
    ['a table of another kind', `Name  Value\n${'-'.repeat(30)}\na     1\n`],
    ['a heading of many words', `A heading of many words that is underlined\n${'-'.repeat(42)}\nText below it, with version 1.0\n`],
    ['columns of prose', `What         When         Where it was\n${'-'.repeat(40)}\na thing      some day     nowhere at all\n`],
    ['Markdown', `# Title\n\nText\n${'-'.repeat(40)}\n`],
    ['a list of sources', '{"Sources":[{"Name":"x"}]}'],
  ])('does not take %s for its own', (_, content) => {
    expect(windowsPrograms.recognise(headOfText(content))).toBe(0)
  })
})
