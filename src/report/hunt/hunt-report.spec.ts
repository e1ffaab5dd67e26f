import { describe, expect, it } from 'vitest'
import { sampleHunt } from '../../../test/support/hunt.ts'
import { columns } from '../terminal/layout.ts'
import { renderHuntHtml } from './html.ts'
import { renderHuntJson, renderHuntsJson } from './json.ts'
import { huntLines } from './list.ts'
import { renderHuntTerminal } from './terminal.ts'

const hostile = '<script>alert(1)</script>\u001b[31m\u202e.invalid'

describe('the answer of a hunt', () => {
  it.each([40, 60, 80, 120])('fits a terminal of %i columns, conclusion first and next step last', (width) => {
    const lines = renderHuntTerminal(sampleHunt(), { width, colour: false }).split('\n')
    expect(lines.filter((line) => columns(line) > width)).toEqual([])
    expect(lines[1]).toBe('HIT')
    expect(lines.join(' ').trimEnd()).toMatch(/Next {4}Isolate cc-d003 and cc-d004\.$/)
  })

  it.each([40, 60, 80, 120])('tells hosts of which the same is said together, in %i columns', (width) => {
    const because = ['neither its traffic nor its software could be tested']
    const alike = Array.from({ length: 40 }, (_, index) => ({ host: `desk-${index + 1}`, word: 'CANNOT TELL', because }) as const)
    const lines = renderHuntTerminal(sampleHunt({ hosts: [...sampleHunt().hosts, ...alike] }), { width, colour: false }).split('\n')
    expect(lines.filter((line) => columns(line) > width)).toEqual([])
    const said = lines.join(' ').replace(/\s+/g, ' ')
    expect(said).toContain('CANNOT TELL 40 hosts neither its traffic nor its software could be tested: desk-1, desk-2,')
    expect(said).toContain('and 34 more')
    expect(said).toContain('HIT cc-d003 met')
  })

  it('says which files were not read', () => {
    const hunt = sampleHunt({ unread: [{ file: 'empty.csv', why: 'The file is empty.' }] })
    expect(renderHuntTerminal(hunt, { width: 80, colour: false })).toContain('Not read: empty.csv. The file is empty.')
    expect(renderHuntHtml(hunt, '0.1.0')).toContain('Not read: empty.csv. The file is empty.')
  })

  it.each([40, 60, 80, 120])('stands in a list with its id and its files, in %i columns', (width) => {
    const lines = huntLines({ ...sampleHunt(), id: 'case-0123456789abcdef' }, width)
    expect(lines.filter((line) => columns(line) > width)).toEqual([])
    const said = lines.join(' ').replace(/\s+/g, ' ')
    expect(said).toContain('case-01234567 HIT 2023-04-01 08:00 Softphone supply')
    expect(said).toContain('warning.pdf')
  })

  it('says what was refused, what is no proof, and what could not be tested', () => {
    const said = renderHuntTerminal(sampleHunt(), { width: 120, colour: false }).replace(/\s+/g, ' ')
    for (const words of [
      '3 of them refused',
      'no proof by itself: a service that many use',
      'by names below it',
      '1 registry key: needs registry events',
      'covers 9 days after 1 installation',
      'page 7 is a picture',
    ]) {
      expect(said).toContain(words)
    }
  })

  it('shows values of the advisory defanged, and evidence as text', () => {
    const html = renderHuntHtml(sampleHunt(), '0.1.0')
    expect(html).toContain('msstorageazure[.]invalid')
    expect(html).toContain('blocked is not clean')
    expect(html).toContain('It reports to msstorageazure[.]invalid.')
    expect(html).not.toContain('<script')
  })

  it('lets nothing of an advisory or of evidence act', () => {
    const [first, ...rest] = sampleHunt().indicators
    const hunt = sampleHunt({
      title: hostile,
      sentence: hostile,
      next: hostile,
      notes: [hostile],
      indicators: first
        ? [{ ...first, value: hostile, hosts: [hostile], sightings: first.sightings.map((one) => ({ ...one, hosts: [hostile] })) }, ...rest]
        : [],
      hosts: [{ host: hostile, word: 'HIT', because: [hostile] }],
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come through
    expect(renderHuntHtml(hunt, '0.1.0')).not.toMatch(/<script|\u001b|\u202e/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come through
    expect(renderHuntTerminal(hunt, { width: 100, colour: false })).not.toMatch(/[\u001b\u202e]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come through
    expect(renderHuntJson(hunt, '0.1.0')).not.toMatch(/[\u001b\u202e]/)
  })

  it('is the same document in JSON', () => {
    const { format, formatVersion, gatehouse, ...rest } = JSON.parse(renderHuntJson(sampleHunt(), '0.1.0'))
    expect({ format, formatVersion, gatehouse }).toEqual({ format: 'gatehouse-hunt', formatVersion: 1, gatehouse: { version: '0.1.0' } })
    expect(rest).toEqual(sampleHunt())
    expect(JSON.parse(renderHuntsJson([sampleHunt(), sampleHunt()], '0.1.0'))).toEqual([JSON.parse(renderHuntJson(sampleHunt(), '0.1.0')), expect.anything()])
  })
})
