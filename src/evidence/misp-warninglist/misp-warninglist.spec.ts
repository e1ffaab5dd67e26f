import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { headOfText, readAll } from '../../../test/support/source.ts'
import { formats } from '../formats.ts'
import { recognise } from '../recognise.ts'
import { mispWarninglist } from './index.ts'

holdsTheContract(mispWarninglist)

describe('misp-warninglist', () => {
  it('reads values in lower case under the name of the list', async () => {
    const { rows, skipped } = await readSample(mispWarninglist, 'list.json')
    expect(rows.warning_value?.[0]).toEqual({ line: 1, type: 'hostname', value: 'updates.partner.example', list: 'Names of partners' })
    expect(rows.warning_value).toHaveLength(3)
    expect(skipped).toEqual([])
  })

  it('keeps the case of regular expressions', async () => {
    const { rows } = await readAll(mispWarninglist, '{"name":"n","type":"regex","list":["/^\\\\S+@Example/i"]}')
    expect(rows.warning_value?.[0]?.value).toBe('/^\\S+@Example/i')
  })

  it('skips what is no text, and what is no range in a list of ranges', async () => {
    const { rows, skipped } = await readAll(mispWarninglist, '{"name":"n","type":"cidr","list":["10.0.0.0/8", 7, "10.0.0.0/99", "::1"]}')
    expect(rows.warning_value?.map(({ value }) => value)).toEqual(['10.0.0.0/8', '::1'])
    expect(skipped.map(({ line }) => line)).toEqual([2, 3])
  })

  it('says so when name and type were cut off', async () => {
    const { rows, skipped } = await readAll(mispWarninglist, '{"description":"d","list":["a.example","b.exam')
    expect(rows).toEqual({})
    expect(skipped).toHaveLength(2)
  })
})

describe.skipIf(noSharedData('misp-warninglist'))('the published lists', () => {
  it('are all recognised and read without loss', async () => {
    let values = 0
    for (const name of readdirSync(sharedFile('warninglists'))) {
      const path = sharedFile('warninglists', name, 'list.json')
      const content = readFileSync(path)
      const found = recognise(headOfText(content, path), formats)
      expect('format' in found && found.format.name, name).toBe('misp-warninglist')
      const { rows, skipped } = await readAll(mispWarninglist, content, path)
      expect(skipped, name).toEqual([])
      expect(rows.warning_value, name).toHaveLength((JSON.parse(content.toString()) as { list: string[] }).list.length)
      values += rows.warning_value?.length ?? 0
    }
    expect(values).toBeGreaterThan(50_000)
  })
})
