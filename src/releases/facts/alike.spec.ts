import { expect, test } from 'vitest'
import type { NovelUnit } from '../diff/compare.ts'
import { lineKind } from '../unit.ts'
import { alike } from './alike.ts'

test('lines of other languages make no statement look small, nor the other way about', () => {
  const novel = [...Array(5000).fill({ kind: lineKind }), { kind: 'javascript.statement' }, { kind: 'python.line' }] as readonly NovelUnit[]
  expect(alike({ novel }, { kind: 'javascript.statement' })).toBe(2)
  expect(alike({ novel }, { kind: lineKind })).toBe(5000)
})
