import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headOfText } from '../../test/support/source.ts'
import { elementsAsLines, firstRecords, isJsonList } from './json-list.ts'

async function laidOut(text: string, step = text.length): Promise<string> {
  async function* parts(): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += Math.max(step, 1)) yield bytes.subarray(at, at + Math.max(step, 1))
  }
  return Buffer.concat(await Array.fromAsync(elementsAsLines(parts()))).toString()
}

describe('the elements of JSON lists as lines', () => {
  it('are those of a list, of a list in an object, and of one page after another', async () => {
    expect(await laidOut('[{"a":1},\n {"b":[{"c":"}],{"}]}]')).toBe('{"a":1}\n{"b":[{"c":"}],{"}]}\n')
    expect(await laidOut('{"@odata.context":"x[{","value":[{"a":\n  1},{"b":2}],"next":null}\n{"value":[{"c":3}]}')).toBe('{"a":   1}\n{"b":2}\n{"c":3}\n')
    expect(await laidOut('{"stat":"OK","response":{"authlogs":[{"a":"\\"]"}],"metadata":{"n":[1]}}}')).toBe('{"a":"\\"]"}\n1\n')
    expect(await laidOut('[]')).toBe('')
  })

  it('keep what is no object as a line that is no record, and a torn one without its end', async () => {
    expect(await laidOut('[1,"a,b",null,[2,3],{"a":1}] rubbish')).toBe('1\n"a,b"\nnull\n[2,3]\n{"a":1}\nrubbish')
    expect(await laidOut('[{"a":1},{"b":')).toBe('{"a":1}\n{"b":')
  })

  it('are the same however the file is cut into parts', async () => {
    const record = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }))
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), async (records, step, indent) => {
        for (const text of [JSON.stringify(records, null, indent), JSON.stringify({ more: { x: '{"[' }, value: records, end: '' }, null, indent)]) {
          const lines = await laidOut(text, step)
          const values = lines === '' ? [] : lines.trimEnd().split('\n')
          expect(values.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(records)))
        }
      }),
      { numRuns: 200, seed: 7 },
    )
  })

  it('are told from lines by how the file begins', () => {
    expect(isJsonList(headOfText(' \n[{"a":1}]'), [])).toBe(true)
    expect(isJsonList(headOfText('{"value":[{"a":1}]}'), ['value'])).toBe(true)
    expect(isJsonList(headOfText('{"response":{"logs":[{"a":1}]}}'), ['response'])).toBe(true)
    expect(isJsonList(headOfText('{"events":[{"a":1}]}\n{"events":[]}'), ['value'])).toBe(false)
    expect(firstRecords(headOfText('{"a":1}\nrubbish\n{"b":2}'), [])).toEqual([{ a: 1 }, { b: 2 }])
    expect(firstRecords(headOfText('{"value":[{"a":1},{"b":2}'), ['value'])).toEqual([{ a: 1 }, { b: 2 }])
  })
})
