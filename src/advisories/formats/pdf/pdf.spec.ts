import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import pdfmake from 'pdfmake'
import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const hash = (algorithm: string, index: number) => createHash(algorithm).update(`sample ${index}`).digest('hex')
const fonts = {
  Helvetica: { normal: 'Helvetica', bold: 'Helvetica-Bold', italics: 'Helvetica-Oblique', bolditalics: 'Helvetica-BoldOblique' },
  Courier: { normal: 'Courier', bold: 'Courier-Bold', italics: 'Courier-Oblique', bolditalics: 'Courier-BoldOblique' },
}
pdfmake.setFonts(fonts)
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(() => true)

type Definition = Parameters<typeof pdfmake.createPdf>[0]

async function made(definition: Definition): Promise<Uint8Array> {
  return new Uint8Array(await pdfmake.createPdf({ defaultStyle: { font: 'Helvetica', fontSize: 10 }, ...definition }).getBuffer())
}

const perPage = 14
/** Pages as such reports have them: a heading, prose with a long URL, and a table whose hashes do not fit their column. */
function report(pages: number): Promise<Uint8Array> {
  const row = (index: number) => [
    `sample_${index}.dll`,
    hash('md5', index),
    hash('sha256', index),
    `198.51.${index % 200}[.]${index % 250}`,
    `node${index}[.]invalid`,
    index % 2 ? 'C2 server' : 'Loader',
  ]
  return made({
    header: 'Paper Lantern',
    footer: (page: number, count: number) => `Page ${page} of ${count}`,
    content: Array.from({ length: pages }, (_, page) => [
      { text: `${page + 1}. Indicators of Compromise`, fontSize: 15, ...(page > 0 ? { pageBreak: 'before' as const } : {}) },
      {
        text: `The implant fetched hxxps[:]//cdn-${page}.update-service-for-everyone[.]invalid/a/very/long/path/that/does/not/fit/on/one/line/index.php?id=${hash('sha1', page)} and then slept for seven days before it contacted the next server.`,
      },
      {
        fontSize: 7,
        table: {
          headerRows: 1,
          widths: [60, 70, 110, 70, 90, 60],
          body: [['Filename', 'MD5', 'SHA256', 'IP', 'Domain', 'Comment'], ...Array.from({ length: perPage }, (__, index) => row(page * perPage + index))],
        },
      },
    ]),
  })
}

describe('pdf', () => {
  it('finds every value of wrapped cells and paragraphs on 60 pages, within 5 s', async () => {
    const pages = 60
    const bytes = await report(pages)
    // Processor time: other work on the machine must not fail the test.
    const start = process.cpuUsage()
    const { indicators } = await readAdvisory(bytes)
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000)
    const values = (type: string) => indicators.filter((one) => one.type === type).map(({ value }) => value)
    const all = Array.from({ length: pages * perPage }, (_, index) => index)
    expect(new Set(values('md5'))).toEqual(new Set(all.map((index) => hash('md5', index))))
    expect(new Set(values('sha256'))).toEqual(new Set(all.map((index) => hash('sha256', index))))
    expect(values('domain')).toHaveLength(pages * perPage)
    expect(values('url').sort()).toEqual(
      Array.from(
        { length: pages },
        (_, page) =>
          `https://cdn-${page}.update-service-for-everyone.invalid/a/very/long/path/that/does/not/fit/on/one/line/index.php?id=${hash('sha1', page)}`,
      ).sort(),
    )
    for (const other of ['sha1', 'sha224', 'sha384', 'sha512']) expect(values(other)).toEqual([])
  })

  it('keeps the page, and what stands beside a value', async () => {
    const { indicators, title } = await readAdvisory(await report(3))
    const found = indicators.find(({ value }) => value === `node${perPage + 1}.invalid`)
    expect([found?.place.page, found?.role]).toEqual([2, 'command-and-control'])
    expect(found?.sentence).toContain('C2 server')
    expect(title).toContain('Indicators of Compromise')
  })

  it('says of a password that it is one', async () => {
    const { unreadable, notes } = await readAdvisory(await made({ userPassword: 'secret', ownerPassword: 'other', content: ['evil[.]invalid'] }))
    expect([unreadable, notes[0]?.what]).toEqual([true, expect.stringMatching(/encrypted.*password/)])
  })

  it('says of pages without text that nobody can tell', async () => {
    const picture = { svg: '<svg width="100" height="100"><rect width="100" height="100" fill="black"/></svg>' }
    const { unreadable, notes } = await readAdvisory(await made({ content: [picture, { ...picture, pageBreak: 'before' }] }))
    expect([unreadable, notes[0]?.what]).toEqual([true, expect.stringMatching(/2 pages but no text.*CANNOT TELL/)])
  })

  it('says of a broken file that it is broken', async () => {
    const { unreadable, notes } = await readAdvisory(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'))
    expect([unreadable, notes[0]?.what]).toEqual([true, expect.stringMatching(/damaged/)])
  })

  it('does not open a stream that would unpack without end', async () => {
    const bomb = deflateSync(Buffer.alloc(60e6))
    const file = Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Length ${bomb.length} /Filter /FlateDecode >>\nstream\n`),
      bomb,
      Buffer.from('\nendstream\nendobj\n'),
    ])
    expect((await readAdvisory(file)).notes[0]?.what).toMatch(/unpacks to more than 48 MB/)
    const twice = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Length 9 /Filter [ /FlateDecode /FlateDecode ] >>\nstream\nxxxxxxxxx\nendstream\n')
    expect((await readAdvisory(twice)).notes[0]?.what).toMatch(/compressed more than once/)
  })

  it('reads no more pages than allowed, and says so', async () => {
    const { notes, indicators } = await readAdvisory(await report(3), { limits: { pages: 1 } })
    expect(notes.map(({ what }) => what)).toEqual([expect.stringMatching(/Pages 2 to 3 were not read/)])
    expect(indicators.every(({ place }) => place.page === 1)).toBe(true)
  })
})
