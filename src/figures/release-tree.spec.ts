import { expect, describe as group, it } from 'vitest'
import { hostileTexts } from '../../test/support/hostile.ts'
import { parseSvg } from '../../test/support/svg.ts'
import { drawReleaseTree, type ReleaseTreeFigure, releaseTreeTable } from './release-tree.ts'

const figure: ReleaseTreeFigure = {
  title: 'The reasons lie in 1 file, most of all in index.js',
  summary: '2 changed, 1 removed.',
  rows: [
    { depth: 0, name: 'package/' },
    { depth: 1, name: 'index.js', change: 'changed', size: 4100, sizeBefore: 4000, novelUnits: 7, points: 120 },
    { depth: 1, name: 'data.bin', change: 'added', size: 120_000, points: 30 },
    { depth: 1, name: 'old.js', change: 'removed', sizeBefore: 900, points: 0 },
    { depth: 1, name: '12 files unchanged' },
  ],
}

group('the tree of a release', () => {
  it.each([760, 340])('is well-formed at %i pixels, named, described, and inside its frame', (width) => {
    const { elements, text } = parseSvg(drawReleaseTree(figure, { width }))
    const [svg] = elements
    expect(svg?.attributes).toMatchObject({ role: 'img', width: String(width), 'aria-label': `${figure.title}. ${figure.summary}` })
    expect(text).toContain('index.js')
    for (const { attributes } of elements) if (attributes.x !== undefined) expect(Number(attributes.x)).toBeLessThanOrEqual(width)
    expect(text).toContain(width > 560 ? 'Points' : '7 new')
  })

  it('draws a bar for what weighs, as long as its points against the heaviest', () => {
    const bars = parseSvg(drawReleaseTree(figure)).elements.filter((element) => element.attributes['fill-opacity'] === '0.3')
    const lengths = bars.map((bar) => Number(/h([\d.]+)v/.exec(bar.attributes.d ?? '')?.[1]))
    expect(lengths).toHaveLength(2)
    expect((lengths[1] ?? 0) / (lengths[0] ?? 1)).toBeCloseTo(30 / 120, 1)
  })

  it('keeps hostile names inert and survives any number of rows', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      depth: index,
      name: hostileTexts[index % hostileTexts.length] ?? '',
      change: 'added' as const,
      size: Number.NaN,
      points: -1,
    }))
    const { text } = parseSvg(drawReleaseTree({ ...figure, rows }))
    expect(text).toContain('and 2,940 more lines, in the table')
  })

  it('says the same as a table', () => {
    const { headers, rows } = releaseTreeTable(figure)
    expect(headers).toEqual(['File', 'Change', 'New units', 'Size before', 'Size now', 'Points'])
    expect(rows[1]).toEqual(['· index.js', 'changed', '7', '4 kB', '4.1 kB', '120'])
    expect(rows[3]).toEqual(['· old.js', 'removed', '0', '900 B', '', '0'])
  })
})
