import { describe, expect, test } from 'vitest'
import { headOfText } from '../../test/support/source.ts'
import type { Format, Head } from './format.ts'
import { formats } from './formats.ts'
import { recognise } from './recognise.ts'

function scoring(name: string, score: number | ((head: Head) => number)): Format {
  return { name, title: name, origin: '', fills: [], recognise: typeof score === 'number' ? () => score : score }
}

const nameOf = (head: Head, among: readonly Format[]) => {
  const recognised = recognise(head, among)
  return 'format' in recognised ? recognised.format.name : recognised.why
}

describe('recognise', () => {
  test('the surest format is taken, whatever the order; of equals the first', () => {
    const head = headOfText('x')
    expect(nameOf(head, [scoring('a', 0.6), scoring('b', 0.9), scoring('c', 0.7)])).toBe('b')
    expect(nameOf(head, [scoring('a', 0.9), scoring('b', 0.9)])).toBe('a')
  })

  test('half sure is enough, less is not', () => {
    expect(nameOf(headOfText('x'), [scoring('a', 0.5)])).toBe('a')
    expect(nameOf(headOfText('x'), [scoring('a', 0.49)])).toBe('not a format that Gatehouse reads (it looks like text)')
  })

  test.each([
    ['{"a": 1}', 'JSON'],
    ['  [1, 2]', 'JSON'],
    ['<!doctype html><p>Sign in</p>', 'XML or HTML'],
    ['Lorem ipsum dolor sit amet', 'text'],
    ['Größe und Maß, line by line\r\n\tindented\f', 'text'],
    [new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0]), 'binary data'],
    [new Uint8Array([0xff, 0xfe, ...[...'Lorem ipsum'].flatMap((letter) => [letter.charCodeAt(0), 0])]), 'text'],
  ])('says what else it looks like: %s', (content, kind) => {
    expect(nameOf(headOfText(content), [])).toBe(`not a format that Gatehouse reads (it looks like ${kind})`)
  })

  test('an empty file is said to be empty, whatever formats think of it', () => {
    expect(nameOf(headOfText(''), [scoring('a', 1)])).toBe('empty')
  })

  test('the answer file of a drill is never read as evidence', () => {
    expect(nameOf(headOfText('{"gatehouse":"drill-answer","hosts":[]}'), [scoring('a', 1)])).toMatch(/drill/)
  })

  test('what looks like nothing is taken by no format', () => {
    for (const content of [
      'Lorem ipsum dolor sit amet.\nConsetetur.\n',
      '{"a":1}\n',
      '[]',
      '<html></html>',
      '\0\x01\x02\x03'.repeat(100),
      'a,b,c\n1,2,3\n',
      '# only a comment\n',
    ]) {
      expect([content, nameOf(headOfText(content), formats)]).toEqual([content, expect.stringContaining('not a format')])
    }
  })
})
