import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indicatorRoles, indicatorTypes } from './advisory.ts'
import { documentOf } from './document.ts'
import { formats } from './formats.ts'
import { readAdvisory } from './read-advisory.ts'
import { recogniseAdvisory } from './recognise.ts'

const root = join(import.meta.dirname, 'formats')
const samples = formats.flatMap(({ name }) =>
  readdirSync(join(root, name, 'samples')).map((file) => ({ format: name, file, bytes: new Uint8Array(readFileSync(join(root, name, 'samples', file))) })),
)

function wellFormed(advisory: Awaited<ReturnType<typeof readAdvisory>>): void {
  for (const { type, value, role, sources, demoted } of advisory.indicators) {
    expect(indicatorTypes).toContain(type)
    expect(indicatorRoles).toContain(role)
    expect(value.trim()).not.toBe('')
    expect(sources.length).toBeGreaterThan(0)
    expect(demoted === undefined || demoted.reason.length > 5).toBe(true)
  }
  for (const note of advisory.notes) expect(note.what.length).toBeGreaterThan(10)
}

/** The bytes cut short, and with something hostile inside. */
function damaged(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1')
  const middle = Math.floor(text.length / 2)
  const inserts = ['\0\0\0', '<script>alert(1)</script>', 'x'.repeat(50_000), '{"a":'.repeat(5000), '['.repeat(5000), '\u202e\r\r\n\n', '"', '(((((']
  return [
    ...[1, 2, 3, 4, 5, 6].map((part) => bytes.subarray(0, Math.floor((bytes.length * part) / 7))),
    ...inserts.map((insert) => Buffer.from(text.slice(0, middle) + insert + text.slice(middle), 'latin1')),
    Buffer.from(text.replaceAll('"', ''), 'latin1'),
    Buffer.from(text.replaceAll(/\d+/g, '9'.repeat(40)), 'latin1'),
    Buffer.from(text.replaceAll(/:\s*("[^"\n]*"|\d+)/g, ':[[],{"a":null}]'), 'latin1'),
  ]
}

describe('the registry of advisory formats', () => {
  it('is in alphabetical order and has every folder', () => {
    const names = formats.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)].sort())
    expect(
      readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'index.ts')))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names)
  })

  it.each(formats.map((format) => [format.name, format] as const))('%s says what it is', (name, format) => {
    expect(format.title.length).toBeGreaterThan(2)
    expect(format.origin.length).toBeGreaterThan(20)
    expect(readFileSync(join(root, name, 'readme.md'), 'utf8')).toMatch(/^# .+\n\n.{80}/s)
    expect(samples.some((sample) => sample.format === name)).toBe(true)
  })
})

describe.each(samples.map((sample) => [`${sample.format}/${sample.file}`, sample] as const))('sample %s', (_, { format, bytes, file }) => {
  it('is recognised by its own format under any name, and by no other but plain text', () => {
    for (const name of [file, '', 'evidence']) {
      const document = documentOf(bytes, name)
      expect(recogniseAdvisory(document, formats)?.name).toBe(format)
      const others = formats.filter((other) => other.name !== format && other.name !== 'plain-text' && other.recognise(document) >= 0.5)
      expect(others.map((other) => other.name)).toEqual([])
    }
  })

  it('gives indicators, the same id for the same bytes, and no surprise', async () => {
    const [first, second] = [await readAdvisory(bytes, { name: file }), await readAdvisory(bytes, { name: 'other' })]
    wellFormed(first)
    expect(first.id).toBe(second.id)
    expect(first.unreadable).toBe(false)
    expect(first.indicators.filter(({ demoted }) => demoted === undefined).length).toBeGreaterThan(0)
  })

  it('survives being cut short, bent and stuffed', async () => {
    for (const bad of damaged(bytes)) wellFormed(await readAdvisory(bad, { name: file }))
  })
})

describe('any input', () => {
  it('throws nothing for arbitrary text and bytes', async () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 400, unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 400 }),
    )
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => wellFormed(await readAdvisory(new Uint8Array(bytes)))),
      { numRuns: 200, seed: 20230329 },
    )
  })

  it('refuses what it does not open by name, with a way out', async () => {
    const docx = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.from('........[Content_Types].xml....word/document.xml')])
    const refused = await readAdvisory(docx, { name: 'report.docx' })
    expect([refused.unreadable, refused.format]).toEqual([true, 'unknown'])
    expect(refused.notes[0]?.what).toMatch(/\.docx.*not opened.*PDF/)
    expect((await readAdvisory(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5]))).notes[0]?.what).toContain('picture')
    expect((await readAdvisory(new Uint8Array())).notes[0]?.what).toBe('The file is empty.')
  })

  it('keeps its limits and can be stopped', async () => {
    await expect(readAdvisory(new Uint8Array(100), { limits: { bytes: 10 } })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await expect(readAdvisory(Buffer.from('evil[.]invalid bad[.]invalid'), { signal: AbortSignal.abort() })).rejects.toThrow()
    const many = Buffer.from(Array.from({ length: 50 }, (_, index) => `host${index}[.]invalid`).join('\n'))
    const few = await readAdvisory(many, { limits: { indicators: 20 } })
    expect(few.indicators).toHaveLength(20)
    expect(few.notes.some(({ what }) => what.includes('30 further indicators'))).toBe(true)
  })

  it.each([
    ['letters', 'a'],
    ['dots', 'a.'],
    ['numbers', '1.2.3.'],
    ['colons', 'a:'],
    ['brackets', '[.]'],
    ['schemes', 'hxxp://'],
    ['hexadecimal', '0123456789abcdef'],
    ['broken hashes', '0123456789abcdef0\n'],
    ['paths', 'C:\\a b\\'],
    ['versions', 'versions 1.2.3 and '],
    ['agents', 'Mozilla/5.0 ('],
    ['words before values', 'mutex cookie named serial number '],
    ['links', '[a]('],
    ['capitals', 'Alpha Beta '],
    ['lines that announce', 'Affected versions:\n'],
    ['labels of files', 'Attachment: a b '],
    ['folders', '`a/b.c'],
    ['backslashes', 'a\\b.c'],
    ['underlines', '__a_ '],
    ['links in brackets', '\n= A https://a['],
    ['slashes', '11/12/'],
    ['placeholders', 'http://a.com/<a> '],
    ['lists in lists', '- a:\n  - b:\n'],
  ])('scans 200,000 characters of %s in little time', async (_, part) => {
    const start = process.cpuUsage()
    await readAdvisory(Buffer.from(part.repeat(Math.ceil(200_000 / part.length))))
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000)
  })
})
