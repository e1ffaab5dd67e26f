import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { columns } from '../src/report/terminal/layout.ts'
import { renderTerminal } from '../src/report/terminal.ts'
import { blindAssessment, finding, hourlyCoverage, quietAssessment, sampleAssessment } from './support/assessment.ts'
import { hostileAssessment } from './support/hostile.ts'

const plain = { width: 100, colour: false }

function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -1)
}

describe('what it says', () => {
  const text = renderTerminal(sampleAssessment(), plain)

  test('the verdict comes first and the next step last', () => {
    const lines = linesOf(text).filter((line) => line !== '')
    expect(lines[0]).toBe('HIT')
    expect(lines[1]).toMatch(/^12 hosts call nimbus-cloudservice\.invalid/)
    expect(lines.at(-2)).toMatch(/^Next {4}Isolate the 12 hosts/)
  })

  test('incidents come in their order, each with observed, expected, innocent if and what to do', () => {
    const [first, second] = [text.indexOf('1.  Softphone Desktop'), text.indexOf('2.  3 administrators')]
    expect(first).toBeGreaterThan(0)
    expect(second).toBeGreaterThan(first)
    const part = text.slice(first, second)
    for (const words of [
      '◆ critical',
      'confidence high, 95 %',
      'observed    12 of 12 hosts',
      'expected    2.3 of 12',
      'Innocent if',
      'Against it',
      'Do  ',
      'conn.log.gz line 18233',
    ]) {
      expect(part).toContain(words)
    }
  })

  test('findings of an incident are not told again, those that only inform are counted', () => {
    expect(text.match(/sent 48 MB to a destination/g)).toBeNull()
    expect(text).toContain('Further findings (8)')
    expect(text).toContain('and 6 information: the report (--report FILE) has them')
  })

  test('coverage with its gaps, what was not read, and analyses that did not run', () => {
    expect(text).toMatch(/connection +zeek\/conn\.log\.gz +1,204,331 +2023-03-20 00:00 +2023-03-31 04:48 +1 \(29 h\)/)
    expect(text).toContain('- 2 files, no known format: readme.txt and notes.docx')
    expect(text).toContain('line 90112: cut off in the middle of the line')
    expect(text).toContain('did not run: needs sign-in logs')
    expect(text).toContain('failed: a query needed more memory')
  })

  test('names the report when there is one', () => {
    expect(renderTerminal(sampleAssessment(), { ...plain, report: 'out/report.html' })).toContain('Report  out/report.html')
    expect(text).not.toContain('Report  ')
  })

  test('nothing found is never called clean, nor shown in green', () => {
    for (const assessment of [quietAssessment(), blindAssessment()]) {
      const coloured = renderTerminal(assessment, { width: 100, colour: true })
      expect(stripVTControlCharacters(coloured)).not.toMatch(/\bclean\b|\bsafe\b|\bsecure\b/i)
      // The codes of green, as foreground and as background, dark and bright.
      expect([32, 42, 92, 102].filter((code) => coloured.includes(`\u001b[${code}m`))).toEqual([])
    }
    expect(renderTerminal(quietAssessment(), plain)).toContain('What it does not cover is not known.')
    expect(renderTerminal(blindAssessment(), plain)).toContain('Nothing: no evidence could be read.')
  })
})

describe('how it is set', () => {
  test.each([40, 60, 80, 100, 120])('no line is wider than %i columns', (width) => {
    for (const assessment of [sampleAssessment(), quietAssessment(), { ...sampleAssessment(), coverage: hourlyCoverage(200) }, hostileAssessment()]) {
      const wide = linesOf(renderTerminal(assessment, { width, colour: false })).filter((line) => columns(line) > width)
      expect(wide).toEqual([])
    }
  })

  test('widths outside 40 to 120 are taken as these', () => {
    expect(renderTerminal(sampleAssessment(), { width: 10, colour: false })).toBe(renderTerminal(sampleAssessment(), { width: 40, colour: false }))
    expect(renderTerminal(sampleAssessment(), { width: 500, colour: false })).toBe(renderTerminal(sampleAssessment(), { width: 120, colour: false }))
  })

  test('colour changes nothing but colour', () => {
    const coloured = renderTerminal(sampleAssessment(), { width: 100, colour: true })
    expect(coloured).toContain('\u001b[')
    // The verdict stands on a bar of colour, which has a space at each end.
    expect(stripVTControlCharacters(coloured).replace('\n HIT \n', '\nHIT\n')).toBe(renderTerminal(sampleAssessment(), plain))
  })

  test('a thousand hourly files in a folder are one line', () => {
    const text = renderTerminal({ ...quietAssessment(), coverage: hourlyCoverage() }, plain)
    expect(linesOf(text).filter((line) => line.startsWith('connection'))).toHaveLength(2)
    expect(text).toMatch(/north\/ \(999 files\) +999,000 .* 1 \(1 h\)/)
    expect(text).toMatch(/south\/ \(1,000 files\) +1,000,000 .* none/)
  })

  test('a thousand findings do not flood it', () => {
    const many = Array.from({ length: 1000 }, (_, index) => finding({ analysis: 'beacon', title: `finding number ${index}`, severity: 3, confidence: 0.5 }))
    const text = renderTerminal({ ...quietAssessment(), findings: many }, plain)
    expect(text.match(/finding number/g)).toHaveLength(10)
    expect(text).toContain('and 990 medium: the report (--report FILE) has them')
  })
})

test('hostile evidence cannot act on the terminal', () => {
  const text = renderTerminal(hostileAssessment(), plain)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/)
  expect(text).toContain('\\u001b[2J')
  expect(text).toContain('\\u202e')
  expect(text.length).toBeLessThan(60_000)
})

describe('many incidents', () => {
  const [incident] = sampleAssessment().incidents
  const many = (severity: 2 | 5) =>
    incident ? Array.from({ length: 14 }, (_, index) => ({ ...incident, id: `${index}`, title: `incident number ${index}`, severity })) : []

  test('three in full, seven in short, the rest by number', () => {
    const text = renderTerminal({ ...sampleAssessment(), incidents: many(5) }, plain)
    expect(text.match(/incident number/g)).toHaveLength(10)
    expect(text.match(/Who and what/g)).toHaveLength(3)
    expect(text).toContain('and 4 more incidents')
  })

  test('of those that are not grave only the first in full', () => {
    const text = renderTerminal({ ...sampleAssessment(), incidents: many(2) }, plain)
    expect(text.match(/Who and what/g)).toHaveLength(1)
  })

  test('the finding that names the software is among the reasons, even when three others weigh more', () => {
    const others = [1, 2, 3].map((index) =>
      finding({ analysis: 'beacon', title: `odd ${index}`, severity: 4, confidence: 0.9, because: [{ says: `Odd ${index}.`, observed: 'x', weight: 1 }] }),
    )
    const naming = finding({
      analysis: 'culprit',
      kind: 'explains',
      title: 'named',
      severity: 1,
      confidence: 0.5,
      because: [{ says: 'This names it.', observed: '9 of 9', weight: 1 }],
    })
    const findings = [...others, naming]
    const incidents = incident ? [{ ...incident, findings: findings.map(({ id }) => id) }] : []
    const text = renderTerminal({ ...sampleAssessment(), incidents, findings }, plain)
    expect(text).toContain('This names it.')
    expect(text).not.toContain('Odd 3.')
  })
})
