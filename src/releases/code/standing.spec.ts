import { expect, test } from 'vitest'
import { standingOf } from './standing.ts'

test.each([
  ['package/lib/index.js', 'runs'],
  ['package/README.md', 'documentation'],
  ['package/LICENSE', 'documentation'],
  ['package/docs/api.html', 'documentation'],
  ['package/docs/script.js', 'documentation'],
  ['package/dist/docs/api.html', 'documentation'],
  ['package/dist/doc/anchors.js', 'runs'],
  ['package/dist/index.d.mts', 'types'],
  ['pkg/typing.pyi', 'types'],
  ['package/dist/index.js.map', 'map'],
  ['package/test/fixtures/a.bin', 'test'],
  ['package/src/a.spec.ts', 'test'],
  ['pkg/tests/test_a.py', 'test'],
  ['package/examples/a.js', 'example'],
  ['requirements.txt', 'runs'],
  ['x.dist-info/entry_points.txt', 'runs'],
  ['package/history.js', 'runs'],
  ['setup.msi!/ffmpeg.dll', 'runs'],
  ['package/latest.js', 'runs'],
])('%s → %s', (path, standing) => {
  expect(standingOf(path)).toBe(standing)
})
