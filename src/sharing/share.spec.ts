import { extractText } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { innerTexts, sampleHunt, sampleInput, sampleInternal } from '../../test/support/warning.ts'
import { GatehouseError } from '../base/errors.ts'
import { renderWarningHtml } from '../report/warning/html.ts'
import { renderWarningPdf } from '../report/warning/pdf.ts'
import { csafDocument } from './csaf.ts'
import { complaintsOf } from './detection/check.ts'
import { share } from './share.ts'
import { stixBundle } from './stix/bundle.ts'
import { tlpLevels } from './tlp.ts'
import type { SharedWarning } from './warning.ts'

const hidden = { includeInternal: false }

/** Every output as text. */
async function outputs(warning: SharedWarning): Promise<Readonly<Record<string, string>>> {
  const pdf = await renderWarningPdf(warning.document)
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true })
  return {
    html: renderWarningHtml(warning.document),
    pdf: text.replace(/\s+/g, ''),
    stix: JSON.stringify(stixBundle(warning)),
    csaf: JSON.stringify(csafDocument(warning)),
    rules: warning.detection.map((rules) => rules.text).join('\n'),
  }
}

describe('what leaves', () => {
  test('no host, account, mailbox, address, domain or file of the inside is in any output', async () => {
    const all = await outputs(share(sampleInput(), sampleInternal, hidden).warning)
    for (const [format, text] of Object.entries(all)) for (const inner of innerTexts) expect(text.toLowerCase(), `${inner} in ${format}`).not.toContain(inner)
  })

  test('what is published stays: indicators, products, the CVE', async () => {
    const all = await outputs(share(sampleInput(), sampleInternal, hidden).warning)
    for (const text of [all.html, all.pdf]) {
      expect(text?.replace(/\s+/g, '')).toContain('c2[.]attack[.]invalid')
      expect(text?.replace(/\s+/g, '')).toContain('mallory[@]attack[.]invalid')
      expect(text?.replace(/\s+/g, '')).toContain('CVE-2026-12345')
      expect(text?.replace(/\s+/g, '')).not.toContain('c2.attack.invalid,')
    }
    expect(all.stix).toContain("[domain-name:value = 'c2.attack.invalid']")
    expect(all.csaf).toContain('CVE-2026-12345')
  })

  test('with inner names left in, they are there: the test above can fail', async () => {
    const { html } = await outputs(share(sampleInput(), sampleInternal, { includeInternal: true }).warning)
    for (const inner of ['ws-anna-17', 'srv-pay-02', 'keller', '10.20.30.4']) expect(html).toContain(inner)
  })

  test('an indicator that is inside is left out, and said', () => {
    const { withheld, warning } = share(sampleInput(), sampleInternal, hidden)
    expect(withheld).toEqual(['10.20.30.41'])
    expect(JSON.stringify(warning.document)).toContain('1 more would name something inside and is withheld')
  })

  test('the user is shown what changes', () => {
    const { changes, replacements } = share(sampleInput(), sampleInternal, hidden)
    expect(changes).toContainEqual({ inside: 'WS-ANNA-17 calls c2.attack.invalid.', outside: expect.stringMatching(/^host-\d+ calls c2\.attack\.invalid\.$/) })
    expect(new Set(replacements.filter(({ inside }) => inside.startsWith('ws-anna-17')).map(({ outside }) => outside)).size).toBe(1)
  })

  test('the same input gives the same ids, word for word', () => {
    const [one, other] = [share(sampleInput(), sampleInternal, hidden), share(sampleInput(), sampleInternal, hidden)]
    expect(stixBundle(one.warning)).toEqual(stixBundle(other.warning))
    expect(one.warning.document).toEqual(other.warning.document)
    expect(renderWarningHtml(one.warning.document)).toBe(renderWarningHtml(other.warning.document))
  })
})

describe('what is refused', () => {
  test('an advisory above the level, by its name', () => {
    const advisory = { ...sampleHunt().advisories[0], title: 'For your eyes only', tlp: 'RED' } as ReturnType<typeof sampleHunt>['advisories'][number]
    const input = sampleInput({ hunts: [sampleHunt({ advisories: [advisory] })] })
    expect(() => share(input, sampleInternal, hidden)).toThrowError(/For your eyes only.*TLP:RED/)
    try {
      share(input, sampleInternal, hidden)
      expect.unreachable()
    } catch (error) {
      expect(error instanceof GatehouseError && error.code).toBe('USAGE')
    }
    expect(share({ ...input, tlp: 'RED' }, sampleInternal, hidden).warning.document.tlp.label).toBe('TLP:RED')
  })

  test.each(['TLP:WHITE', 'white', 'CLEAR', ''])('%s may stand in every warning', (tlp) => {
    const advisories = sampleHunt().advisories.map((one) => ({ ...one, tlp }))
    for (const level of tlpLevels) expect(() => share(sampleInput({ tlp: level, hunts: [sampleHunt({ advisories })] }), sampleInternal, hidden)).not.toThrow()
  })

  test('a mark that is not known counts as RED', () => {
    const advisories = sampleHunt().advisories.map((one) => ({ ...one, tlp: 'COMPANY SECRET' }))
    expect(() => share(sampleInput({ hunts: [sampleHunt({ advisories })] }), sampleInternal, hidden)).toThrowError(/COMPANY SECRET/)
  })
})

describe('the document', () => {
  test('has a bottom line of at most 120 words, however long what it rests on', () => {
    const long = 'A sentence that goes on '.repeat(100)
    const { document } = share(sampleInput({ verdict: { word: 'HIT', sentence: long, next: long } }), sampleInternal, hidden).warning
    expect(document.bottomLine.split(/\s+/).length).toBeLessThanOrEqual(120)
    expect(document.bottomLine.split(/\s+/).length).toBeGreaterThan(20)
  })

  test('its PDF has the label on every page, and every section', async () => {
    const many = Array.from(
      { length: 150 },
      (_, index) => ({ ...sampleHunt().indicators[0], type: 'host', value: `c${index}.attack.invalid` }) as ReturnType<typeof sampleHunt>['indicators'][number],
    )
    const { document } = share(sampleInput({ hunts: [sampleHunt({ indicators: many })] }), sampleInternal, hidden).warning
    const { text, totalPages } = await extractText(new Uint8Array(await renderWarningPdf(document)))
    expect(totalPages).toBeGreaterThan(5)
    for (const page of text) expect(page.match(/TLP:AMBER/g)?.length, page.slice(0, 80)).toBeGreaterThanOrEqual(2)
    for (const { title } of document.sections) expect(text.join('\n')).toContain(title)
  })

  test('states facts and leaves the likelihood to the analyst', () => {
    const { document } = share(sampleInput(), sampleInternal, hidden).warning
    const assessment = document.sections.find(({ id }) => id === 'assessment')
    expect(assessment?.blocks.some(({ kind }) => kind === 'field')).toBe(true)
    expect(JSON.stringify(assessment)).toContain('Realistic possibility')
  })
})

/** Every text of the value with something hostile behind it, but for those that are one of a few words or a time. */
function hostileCopy<T>(value: T, key = ''): T {
  const kept = ['word', 'kind', 'tlp', 'at', 'first', 'last', 'since', 'published', 'state', 'table', 'relation', 'way', 'sha256', 'type', 'analysis']
  if (typeof value === 'string') return (kept.includes(key) ? value : `${value}<script>alert(1)</script>"'>\n\u202e;{{}}\\`) as T
  if (Array.isArray(value)) return value.map((item) => hostileCopy(item, key)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostileCopy(inner, name)])) as T
}

describe('hostile text in every field', () => {
  const { document, detection } = share(hostileCopy(sampleInput()), sampleInternal, hidden).warning

  test('stays text in HTML', () => {
    const html = renderWarningHtml(document)
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/<script|<[a-z]+[^>]* on[a-z]+=|\u202e/i)
    expect(html.match(/<section /g)?.length).toBe(document.sections.length)
  })

  test('stays text in PDF', async () => {
    const bytes = await renderWarningPdf(document)
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(?:JavaScript|JS|OpenAction|Launch|URI)\b/)
    const { text } = await extractText(new Uint8Array(bytes), { mergePages: true })
    expect(text.replace(/\s+/g, '')).toContain('<script>alert(1)</script>')
  })

  test('leaves rules well-formed', () => {
    for (const rules of detection) expect(complaintsOf(rules)).toEqual([])
  })
})
