import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { renderHtml } from '../src/report/html.ts'
import { blindAssessment, finding, hourlyCoverage, quietAssessment, sampleAssessment } from './support/assessment.ts'
import { hostileAssessment } from './support/hostile.ts'

/** What a reader reads: the text without markup. */
function words(html: string): string {
  const body = html.slice(html.indexOf('<body>'))
  return body
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

describe('what it says', () => {
  const html = renderHtml(sampleAssessment())
  const text = words(html)

  test('verdict, what to do, incidents, further findings, coverage, files, analyses and limits, in this order', () => {
    const order = [
      '◆ HIT',
      'What to do now',
      '2 incidents, the gravest first',
      'Further findings 1 medium',
      'What the evidence covers',
      'Files read, and not read',
      'What was looked for',
      'What this cannot say',
    ]
    const places = order.map((title) => text.indexOf(title, text.indexOf('◆ HIT')))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('each finding has what was observed, what was expected, what makes it innocent, what to do and where it is', () => {
    const { findings } = sampleAssessment()
    for (const { because, innocentIf, advice } of findings) {
      for (const sentence of [...because.flatMap(({ says, observed, expected }) => [says, observed, expected ?? says]), ...innocentIf, ...advice]) {
        expect(text.replace(/ +/g, ' ')).toContain(sentence)
      }
    }
    expect(text).toContain('inventory/software.csv:412')
  })

  test('a release that an incident names and that was vetted shows what its bytes changed', () => {
    const at = text.indexOf('What changed in the bytes of Softphone Desktop 18.12.416')
    expect(at).toBeGreaterThan(0)
    expect(text.slice(at)).toMatch(/BLOCK: Softphone Desktop 18\.12\.416 carries encrypted data/)
    expect(text.slice(at)).toContain('softphone-desktop-18.12.416.msi!/d3dcompiler_47.dll at offset 4,490,248')
  })

  test('an incident draws its figures once, for wide and for narrow, each with its table', () => {
    const { incidents, findings } = sampleAssessment()
    const figures = (incidents[0]?.figures.length ?? 0) + findings.filter(({ figure }) => figure?.kind === 'bars').length
    expect(figures).toBe(4)
    // So are the tree of the release that was vetted, and the coverage picture, whose table stands below it.
    expect(html.match(/<svg /g)).toHaveLength(2 * (figures + 2))
    expect(html.match(/The same as a table/g)).toHaveLength(figures + 1)
  })

  test('what an analysis that did not run would find is unknown, not zero', () => {
    expect(text).toMatch(/– did not run: needs sign-in logs.*? unknown/)
    expect(text).toContain('What these would find is not known, since they did not run: sign-in and dns-tunnel.')
  })

  test('says which kinds of evidence there were none of', () => {
    const missing = /No evidence at all of: (.*?)\. Files read/.exec(text)?.[1]?.split('; ')
    expect(missing).toEqual(expect.arrayContaining(['Certificates seen', 'Files seen on the wire', 'Sign-ins']))
    expect(missing).not.toContain('Vulnerabilities')
  })
})

describe('what it is', () => {
  test('one file that asks for nothing: no script, no resource, and a policy that allows none', () => {
    const html = renderHtml(sampleAssessment())
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form|base)\b|\bsrc=|\bstyle="|@import|url\(/i)
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(html).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`)
  })

  test.each([
    ['sample', sampleAssessment()],
    ['quiet', quietAssessment()],
    ['blind', blindAssessment()],
  ])('%s: one h1, and no heading skips a level', (_, assessment) => {
    const levels = [...renderHtml(assessment).matchAll(/<h([1-6])/g)].map((match) => Number(match[1]))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([])
  })

  test('ids are unique', () => {
    const ids = [...renderHtml(sampleAssessment()).matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('nothing found is never called clean', () => {
    expect(words(renderHtml(quietAssessment()))).not.toMatch(/\bclean\b|\bsafe\b|\bsecure\b/i)
    expect(words(renderHtml(quietAssessment()))).toContain('What it does not cover is not known.')
  })
})

describe('hostile text', () => {
  const html = renderHtml(hostileAssessment())

  test('opens no element and ends no attribute', () => {
    expect(html).not.toMatch(/<script|<img|<\/style>[\s\S]*<\/style>/)
    const tags = html.match(/<[^>]*>/g) ?? []
    expect(tags.filter((tag) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([])
    const links = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(links.filter((link) => !/^(#[a-z-]+\d*|https:\/\/attack\.mitre\.org\/techniques\/T\d{4}(\/\d{3})?\/)$/.test(link))).toEqual([])
  })

  test('control and reordering characters are made visible', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(html.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(html).toContain('exe\\u202egpj.scr')
  })

  test('names of 10 kB do not blow it up', () => {
    expect(html.length).toBeLessThan(2 * renderHtml(sampleAssessment()).length)
  })
})

test('five thousand findings: the gravest in full, the rest by title, and the page stays readable', () => {
  const findings = Array.from({ length: 5000 }, (_, index) =>
    finding({ analysis: 'beacon', title: `finding number ${index}`, severity: index < 10 ? 4 : 2, confidence: 0.5 }),
  )
  const html = renderHtml({ ...quietAssessment(), findings, coverage: hourlyCoverage() })
  expect(html.match(/<details class="finding">/g)).toHaveLength(200)
  expect(words(html)).toContain('and 4,300 more')
  expect(html.length).toBeLessThan(1_000_000)
})

test('an incident that is not grave is folded behind its title, unless it is the first', () => {
  const [first, second] = sampleAssessment().incidents
  const folded = (severities: readonly [1 | 5, 1 | 5]) => {
    const incidents = [first, second].flatMap((incident, index) => (incident ? [{ ...incident, severity: severities[index] ?? 1 }] : []))
    return [...renderHtml({ ...sampleAssessment(), incidents }).matchAll(/<article[^>]*><(details|p)/g)].map((match) => match[1])
  }
  expect(folded([5, 5])).toEqual(['p', 'p'])
  expect(folded([5, 1])).toEqual(['p', 'details'])
  expect(folded([1, 1])).toEqual(['p', 'details'])
})

test('what an incident repeats from its findings is said once', () => {
  const assessment = sampleAssessment()
  const [known] = assessment.findings
  const [incident] = assessment.incidents
  if (!known || !incident) throw new Error('the sample has an incident')
  const repeating = {
    ...incident,
    findings: [known.id],
    figures: [],
    speaksFor: ['A published indicator was met in traffic (observed: 12 hosts)', 'A reason of its own'],
    speaksAgainst: [...known.innocentIf, 'A doubt of its own'],
  }
  const html = renderHtml({ ...assessment, incidents: [repeating], findings: [known] })
  const before = words(html.slice(0, html.indexOf('class="behind"')))
  expect(before).not.toContain('(observed: 12 hosts)')
  expect(before).toContain('A reason of its own')
  expect(before).toContain('A doubt of its own')
  expect(before.split(known.innocentIf[0] ?? '?')).toHaveLength(2)
})
