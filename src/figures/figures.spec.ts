import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, sampleBars, sampleBeacon, sampleCohort, sampleCurve, sampleTimeline, start } from '../../test/support/figures.ts'
import { hostileTexts } from '../../test/support/hostile.ts'
import { parseSvg } from '../../test/support/svg.ts'
import type { BeaconFigure, Figure } from '../model/figure.ts'
import { drawCoverage } from './coverage.ts'
import { drawFigure } from './draw.ts'
import { tableOf } from './table.ts'

const samples: readonly Figure[] = [sampleBeacon(), sampleCohort(), sampleTimeline(), sampleBars(), sampleCurve(), sampleCurve(0)]
const elementsThere = new Set(['svg', 'title', 'desc', 'g', 'rect', 'path', 'line', 'circle', 'text'])

function hasOnlyDrawing(markup: string): void {
  const { elements } = parseSvg(markup)
  expect(elements.map((element) => element.name).filter((name) => !elementsThere.has(name))).toEqual([])
  expect(elements.flatMap((element) => Object.keys(element.attributes)).filter((name) => /^on|href|style|^id$/i.test(name))).toEqual([])
}

describe.each([340, 760])('at %i pixels', (width) => {
  test.each(samples.map((figure) => [figure.kind, figure] as const))('%s is well-formed, named and described', (_, figure) => {
    const markup = drawFigure(figure, { width })
    hasOnlyDrawing(markup)
    const { elements } = parseSvg(markup)
    expect(elements[0]?.attributes).toMatchObject({ role: 'img', width: String(width), 'aria-label': `${figure.title}. ${figure.summary}` })
    expect(
      elements
        .filter((element) => element.parent === 'svg')
        .map((element) => element.name)
        .slice(0, 2),
    ).toEqual(['title', 'desc'])
    expect(markup).not.toMatch(/NaN|Infinity|undefined/)
  })

  test.each(samples.map((figure) => [figure.kind, figure] as const))('%s keeps all shapes inside its frame', (_, figure) => {
    const { elements } = parseSvg(drawFigure(figure, { width }))
    const height = Number(elements[0]?.attributes.height)
    const xs = elements.flatMap(({ attributes: { x, x1, x2, cx } }) => [x, x1, x2, cx].filter((value) => value !== undefined).map(Number))
    const ys = elements.flatMap(({ attributes: { y, y1, y2, cy } }) => [y, y1, y2, cy].filter((value) => value !== undefined).map(Number))
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...xs)).toBeLessThanOrEqual(width)
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...ys)).toBeLessThanOrEqual(height)
  })
})

describe('beacon', () => {
  const circles = (figure: BeaconFigure) => parseSvg(drawFigure(figure)).elements.filter((element) => element.name === 'circle' && element.parent === 'g')

  test('draws every point, later ones further right, longer intervals higher, more bytes larger', () => {
    const figure: BeaconFigure = {
      kind: 'beacon',
      title: 't',
      summary: 's',
      points: [
        [start, 60, 100],
        [start + 60, 30, 400],
        [start + 120, 90, 0],
      ],
    }
    const [first, second, third] = circles(figure).map(({ attributes }) => attributes)
    expect(circles(figure)).toHaveLength(3)
    expect(Number(second?.cx)).toBeGreaterThan(Number(first?.cx))
    expect(Number(third?.cx) - Number(second?.cx)).toBeCloseTo(Number(second?.cx) - Number(first?.cx), 0)
    expect(Number(second?.cy)).toBeGreaterThan(Number(first?.cy))
    expect(Number(third?.cy)).toBeLessThan(Number(first?.cy))
    // Four times the bytes are twice the radius: bytes are the area.
    expect(Number(second?.r) / Number(first?.r)).toBeCloseTo(2, 1)
    expect(third?.['fill-opacity']).toBe('0')
  })

  test('says the period where there is one', () => {
    expect(parseSvg(drawFigure(sampleBeacon())).text).toContain('every 1 h')
    const { period: _, ...without } = sampleBeacon()
    expect(parseSvg(drawFigure(without)).text).not.toContain('every 1 h')
  })

  test('no points at all is still a picture', () => hasOnlyDrawing(drawFigure({ kind: 'beacon', title: 't', summary: 's', points: [] })))
})

describe('cohort', () => {
  test("the culprit's block has a cell for each host that has it", () => {
    const figure = sampleCohort()
    const bad = parseSvg(drawFigure(figure)).elements.filter((element) => element.name === 'path' && element.attributes.fill?.includes('--figure-bad'))
    expect(bad).toHaveLength(1)
    expect(bad[0]?.attributes.d?.match(/M/g)).toHaveLength(figure.hosts.filter((host) => host.has[0] === 1).length)
  })

  test('unknown is hatched, apart from no', () => {
    const { elements } = parseSvg(drawFigure({ ...sampleCohort(), hosts: [{ name: 'a', contact: start, has: [null, 0, 1, 1, 1, 1] }] }))
    // One in the legend, one in the matrix.
    expect(elements.filter(({ name, attributes }) => name === 'path' && attributes.stroke?.includes('--figure-hatch'))).toHaveLength(2)
  })

  test('says how many hosts are not drawn, and whether they talked', () => {
    const { text } = parseSvg(drawFigure(sampleCohort(900)))
    expect(text).toMatch(/and \d+ more hosts not drawn, of which none talked to it/)
    expect(text).toContain('2/900')
  })
})

describe('timeline', () => {
  test('the shape tells the tone, without colour', () => {
    const paths = parseSvg(drawFigure(sampleTimeline())).elements.filter((element) => element.name === 'path' && element.attributes['stroke-width'] === '1')
    const shapeOf = (ink: string) =>
      new Set(paths.filter(({ attributes }) => attributes.fill?.includes(ink)).map(({ attributes }) => (attributes.d ?? '').replace(/[\d. -]+/g, '')))
    const [bad, warn, plain] = ['--figure-bad', '--figure-warn', '--figure-plain'].map(shapeOf)
    expect([bad?.size, warn?.size, plain?.size]).toEqual([1, 1, 1])
    expect(new Set([...(bad ?? []), ...(warn ?? []), ...(plain ?? [])]).size).toBe(3)
  })

  test('says that hatched spans have no evidence', () => {
    expect(parseSvg(drawFigure(sampleTimeline())).text).toContain('Hatched: no evidence for this time.')
  })

  test('labels that find no room are counted', () => {
    const events = Array.from({ length: 40 }, (_, index) => ({ time: start + index, label: `event number ${index}`, tone: 'plain' as const }))
    const { text } = parseSvg(drawFigure({ kind: 'timeline', title: 't', summary: 's', lanes: [{ name: 'lane', events }] }))
    const said = Number(/(\d+) events without a label/.exec(text)?.[1])
    const shown = new Set(text.match(/^event number \d+$/gm)).size
    expect(said + shown).toBe(40)
  })
})

describe('bars', () => {
  test('lengths are in proportion', () => {
    const bars = [
      { name: 'a', value: 100 },
      { name: 'b', value: 25 },
    ]
    const { elements } = parseSvg(drawFigure({ kind: 'bars', title: 't', summary: 's', unit: 'hosts', bars }))
    const lengths = elements.flatMap(({ attributes }) => (attributes['fill-opacity'] === '0.8' ? Number(/h([\d.]+)/.exec(attributes.d ?? '')?.[1]) : []))
    expect(lengths).toHaveLength(2)
    expect((lengths[0] ?? 0) / (lengths[1] ?? 1)).toBeCloseTo(4, 1)
  })

  test('a marked bar is drawn however far down it is, and the others are counted', () => {
    const bars = Array.from({ length: 100 }, (_, index) => ({ name: `bar ${index}`, value: 100 - index, ...(index === 90 && { mark: true }) }))
    const { text } = parseSvg(drawFigure({ kind: 'bars', title: 't', summary: 's', unit: '', bars }))
    expect(text).toContain('bar 90')
    expect(text).toContain('and 76 more rows')
  })
})

test('coverage draws a bar for each lane and a hatch for each gap', () => {
  const lanes = [
    { name: 'connection', rows: 10, first: at(0), last: at(10), gaps: [{ from: at(2), until: at(3) }] },
    { name: 'dns_query', rows: 10, first: at(0), last: at(10), gaps: [] },
  ]
  const { elements, text } = parseSvg(drawCoverage(lanes))
  expect(elements.filter(({ attributes }) => attributes.fill?.includes('--figure-plain'))).toHaveLength(2)
  expect(text).toContain('no rows from 2023-03-22 00:00 to 2023-03-23 00:00 UTC')
  expect(text).toContain('2 rows of evidence over time; 1 gap, hatched.')
})

describe('the table twin', () => {
  test.each([
    ['beacon', sampleBeacon(), 3, 200, 20],
    ['cohort', sampleCohort(), 8, 72, 0],
    ['timeline', sampleTimeline(), 4, 10, 0],
    ['bars', sampleBars(), 3, 10, 0],
  ] as const)('%s: headers, rows and how many more', (_, figure, headers, rows, more) => {
    const table = tableOf(figure)
    expect([table.headers.length, table.rows.length, table.more]).toEqual([headers, rows, more])
    expect(table.rows.every((row) => row.length === headers)).toBe(true)
  })

  test('unknown is said as such', () => {
    const table = tableOf({ ...sampleCohort(), hosts: [{ name: 'a', contact: null, has: [1, 0, null, 1, 1, 1] }] })
    expect(table.rows[0]?.slice(0, 5)).toEqual(['a', 'did not', 'yes', 'no', 'not known'])
  })
})

describe('hostile text and numbers', () => {
  test.each(hostileTexts.map((text, index) => [index, text] as const))('text %i stays text in every picture', (_, text) => {
    for (const figure of samples) {
      const spoiled = JSON.parse(JSON.stringify(figure), (key, value) =>
        typeof value === 'string' && key !== 'kind' && key !== 'tone' ? text : value,
      ) as Figure
      const markup = drawFigure(spoiled)
      hasOnlyDrawing(markup)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
      expect(markup).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect(markup.length).toBeLessThan(400_000)
    }
  })

  test('any numbers and any names give well-formed pictures without NaN', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1e300), fc.integer())
    const name = fc.string({ unit: 'binary', maxLength: 30 })
    const texts = { title: name, summary: name }
    const figures = fc.oneof(
      fc.record({ kind: fc.constant('beacon' as const), ...texts, points: fc.array(fc.tuple(number, number, number), { maxLength: 12 }), period: number }),
      fc.record({
        kind: fc.constant('bars' as const),
        ...texts,
        unit: fc.constantFrom('bytes', 'seconds', '%', 'hosts', ''),
        bars: fc.array(fc.record({ name, value: number, mark: fc.boolean() }), { maxLength: 8 }),
        level: fc.record({ name, value: number }),
      }),
      fc.record({
        kind: fc.constant('timeline' as const),
        ...texts,
        lanes: fc.array(
          fc.record({
            name,
            events: fc.array(
              fc.record({ time: number, until: number, label: name, tone: fc.constantFrom('plain' as const, 'warn' as const, 'bad' as const) }),
              { maxLength: 5 },
            ),
            gaps: fc.array(fc.tuple(number, number), { maxLength: 2 }),
          }),
          { maxLength: 4 },
        ),
      }),
      fc.record({
        kind: fc.constant('cohort' as const),
        ...texts,
        destination: name,
        releases: fc.array(name, { maxLength: 4 }),
        hosts: fc.array(fc.record({ name, contact: fc.option(number), has: fc.array(fc.constantFrom(0 as const, 1 as const, null), { maxLength: 4 }) }), {
          maxLength: 9,
        }),
      }),
    )
    fc.assert(
      fc.property(figures, fc.constantFrom(340, 760), (figure, width) => {
        const markup = drawFigure(figure, { width })
        const { elements } = parseSvg(markup)
        const numbers = elements.flatMap(({ attributes }) => Object.entries(attributes).filter(([key]) => /^(x|y|r|d|c[xy]|[xy][12]|width|height)$/.test(key)))
        expect(numbers.filter(([, value]) => /NaN|Infinity|undefined|e\+/.test(value))).toEqual([])
        tableOf(figure)
      }),
      { numRuns: 1000 },
    )
  })
})
