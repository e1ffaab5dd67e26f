import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headOfText } from '../../test/support/source.ts'
import { jsonStart, parseJson, textOf } from './json-text.ts'

describe('JSON documents', () => {
  it('mends every document that was cut, so that what is whole remains', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (document, share) => {
        const text = JSON.stringify(document)
        const { value, problem } = parseJson(text.slice(0, Math.max(1, Math.floor(text.length * share))))
        expect(Array.isArray(value)).toBe(true)
        // Elements before the cut are as they were; only the last may lack members.
        for (const [index, element] of (value as unknown[]).slice(0, -1).entries()) expect(element).toEqual(JSON.parse(JSON.stringify(document[index])))
        expect(problem === undefined).toBe(share === 1 || Math.floor(text.length * share) === text.length)
      }),
    )
  })

  it.each([
    ['{"a":1,"b":"x', { a: 1 }, 1],
    ['{"a":[1,2,{"b":3', { a: [1, 2, {}] }, 1],
    ['[\n1,\n2,\n3', [1, 2], 3],
    ['{"a":1} {"b":2}', { a: 1 }, 1],
    ['{"a":1]', {}, 1],
    ['{"a":oops}', undefined, 1],
    ['text', undefined, 1],
    ['', undefined, 1],
  ])('reads %j', (text, value, line) => {
    expect(parseJson(text)).toMatchObject({ value, problem: { line } })
  })

  it('reads whole documents without a word, and deep ones without falling', () => {
    expect(parseJson('{"a":[true,null]}')).toEqual({ value: { a: [true, null] } })
    expect(parseJson('['.repeat(1_000_000)).problem).toBeDefined()
  })

  it('sees the beginning of a file, and only the first record of many', () => {
    expect(jsonStart(headOfText(' {"a":1}\n{"b":2}\n'))).toEqual({ a: 1 })
    expect(jsonStart(headOfText(`{"a":1,"list":[${'"value",'.repeat(20_000)}"last"]}`))).toMatchObject({ a: 1 })
    expect(jsonStart(headOfText('text'))).toBeUndefined()
  })

  it('takes text and numbers for text, and cuts what no name can be', () => {
    expect([textOf(' a '), textOf(20230322), textOf(null), textOf({}), textOf('x'.repeat(9000)).length]).toEqual(['a', '20230322', '', '', 8192])
  })
})
