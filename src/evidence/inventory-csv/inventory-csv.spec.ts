import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { inventoryCsv } from './index.ts'

holdsTheContract(inventoryCsv)

describe('inventory-csv', () => {
  it('keeps versions and names as written and hosts in lower case', async () => {
    const { rows, skipped } = await readSample(inventoryCsv, 'inventory.csv')
    expect(rows.installation).toMatchObject([
      {
        line: 2,
        host: 'pc-0017',
        product: 'Acme Desktop',
        vendor: 'Acme Ltd',
        version: '18.12.416',
        installed_at: Date.UTC(2023, 2, 22, 9, 30) * 1000,
        seen_at: modified,
        basis: 'inventory',
      },
      { line: 3, host: 'pc-0018', installed_at: Date.UTC(2023, 2, 14) * 1000 },
      { line: 4, product: 'Reader, the', version: '', installed_at: null },
      { line: 5, host: 'build-01.corp.example', version: '12.2.0-14' },
    ])
    expect(skipped).toEqual([])
  })

  it('keeps product codes, signers and hashes', async () => {
    const [md5, sha256] = ['D'.repeat(32), 'e'.repeat(64)]
    const text = `host,product,version,product code,signed by,MD5,SHA-256\npc-1,Desk,1,{AC3E0000-0000-4000-8000-000000000001},Acme Ltd,${md5},${sha256}\npc-2,Desk,1,n/a,,,none\n`
    expect((await readAll(inventoryCsv, text)).rows.installation).toMatchObject([
      { product_code: '{ac3e0000-0000-4000-8000-000000000001}', signer: 'Acme Ltd', hashes: [md5.toLowerCase(), sha256] },
      { product_code: '', signer: '', hashes: [] },
    ])
  })

  it('takes the order of day and month from the file itself', async () => {
    const { rows, said } = await readSample(inventoryCsv, 'export.csv')
    expect(rows.installation?.map((row) => row.installed_at)).toEqual([Date.UTC(2023, 2, 22) * 1000, Date.UTC(2023, 2, 9) * 1000])
    expect(said).toEqual([])
  })

  it('takes a date for unknown when its order cannot be told, and says so once', async () => {
    const { rows, said } = await readAll(inventoryCsv, 'host\tsoftware\tversion\tinstall date\na\tX\t1\t3/9/2023\nb\tX\t1\t4/9/2023\n')
    expect(rows.installation?.map((row) => row.installed_at)).toEqual([null, null])
    expect(said).toEqual(['Install dates that cannot be told for certain, and so are unknown: 2. The first, in record 2, is “3/9/2023”.'])
  })

  it('reads UTF-16, quoted line breaks and its own date of sight', async () => {
    const text = '\ufeffComputer,Application,Version,Last scan\r\nPC,"Two\r\nlines",1,2023-02-01\r\nPC,Next,2,\r\n'
    const { rows } = await readAll(inventoryCsv, Buffer.from(text, 'utf16le'))
    expect(rows.installation).toMatchObject([
      { host: 'pc', product: 'Two\nlines', version: '1', seen_at: Date.UTC(2023, 1, 1) * 1000 },
      { line: 4, product: 'Next', seen_at: modified },
    ])
  })

  it('skips rows without host or product', async () => {
    const { rows, skipped } = await readAll(inventoryCsv, 'host,product,version\n,Desk,1\npc,,1\npc,Desk,1\n')
    expect(rows.installation).toHaveLength(1)
    expect(skipped).toEqual([
      { line: 2, why: 'no host' },
      { line: 3, why: 'no product' },
    ])
  })

  it('hands on a large file in batches', async () => {
    const content = `host,product,version\n${Array.from({ length: 5000 }, (_, index) => `pc-${index},Desk,1`).join('\n')}`
    expect((await readAll(inventoryCsv, content)).rows.installation).toHaveLength(5000)
    expect(inventoryCsv.recognise(headOfText(content))).toBeGreaterThan(0.5)
  })

  it.each([
    ['hosts', 'name,ip,role,os\npc,10.0.0.1,desk,Windows\n'],
    ['a price list', 'product,vendor,price\nDesk,Acme,12\n'],
    ['people with computers', 'computer,name,department\npc,Ann,Sales\n'],
  ])('does not take %s for an inventory', (_, content) => {
    expect(inventoryCsv.recognise(headOfText(content))).toBe(0)
  })
})
