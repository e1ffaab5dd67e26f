import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readAdvisory } from './read-advisory.ts'

/** A ZIP with one member, as Office writes its documents. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const field = (size: number, value: number) => {
    const bytes = Buffer.alloc(size)
    bytes.writeUIntLE(value, 0, size)
    return bytes
  }
  const header = [
    field(2, 20),
    field(2, 0),
    field(2, 8),
    field(4, 0),
    field(4, 0),
    field(4, packed.length),
    field(4, content.length),
    field(2, name.length),
    field(2, 0),
  ]
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), ...header, Buffer.from(name), packed])
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    field(2, 20),
    ...header,
    field(2, 0),
    field(2, 0),
    field(2, 0),
    field(4, 0),
    field(4, 0),
    Buffer.from(name),
  ])
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), field(4, 0), field(2, 1), field(2, 1), field(4, directory.length), field(4, local.length), field(2, 0)])
  return Buffer.concat([local, directory, end])
}

describe('hostile advisories', () => {
  it('a .docx that unpacks to 200 MB is refused by its kind, and nothing of it is unpacked', async () => {
    const bomb = zipOf('word/document.xml', Buffer.alloc(200_000_000))
    expect(bomb.length).toBeLessThan(300_000)
    const before = process.memoryUsage().arrayBuffers
    const advisory = await readAdvisory(bomb, { name: 'warning.docx' })
    expect(advisory).toMatchObject({ unreadable: true, indicators: [] })
    expect(advisory.notes[0]?.what).toMatch(/Office document \(\.docx.*not opened/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
  })

  it('scripts of a page are never run, and nothing that it names is fetched', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const page = `<!doctype html><html><head><base href="${base}/"><title>Warning about relays</title>
        <link rel="stylesheet" href="${base}/style.css"><meta http-equiv="refresh" content="0;url=${base}/next">
        <script src="${base}/script.js"></script><script>globalThis.ranInAdvisory = true; document.write('written[.]invalid')</script></head>
        <body onload="globalThis.ranInAdvisory = true"><img src="${base}/pixel.png" onerror="globalThis.ranInAdvisory = true">
        <iframe src="${base}/frame"></iframe><object data="${base}/object"></object><svg><image href="${base}/vector"/></svg>
        <p>The implant reports to relay-server[.]invalid.</p><style>@import url(${base}/import.css)</style></body></html>`
      const advisory = await readAdvisory(Buffer.from(page), { name: 'page.html' })
      expect(advisory).toMatchObject({ format: 'html', title: 'Warning about relays' })
      const looked = advisory.indicators.filter(({ demoted }) => demoted === undefined).map(({ value }) => value)
      expect(looked).toEqual(['relay-server.invalid'])
      expect((globalThis as { ranInAdvisory?: boolean }).ranInAdvisory).toBeUndefined()
      expect(asked).toEqual([])
    } finally {
      await new Promise((closed) => server.close(closed))
    }
  })

  it('a file above the limit is refused before it is read', async () => {
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2_000_000, 'x')])
    await expect(readAdvisory(pdf, { name: 'enormous.pdf', limits: { bytes: 1_000_000 } })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringContaining('enormous.pdf'),
    })
  })

  it.each([
    [
      'a Sigma rule',
      'title: x\nlogsource:\n  product: windows\ndetection:\n  selection:\n    CommandLine|re: "(a+)+$"\n    Image: "%s"\n  condition: selection\n',
    ],
    [
      'a STIX pattern',
      JSON.stringify({
        type: 'bundle',
        id: 'bundle--1',
        objects: [{ type: 'indicator', id: 'indicator--1', pattern: "[file:name MATCHES '(a+)+$' OR domain-name:value = 'x.%s']" }],
      }),
    ],
    ['a YARA rule', 'rule x { strings: $a = /(a+)+$/ $b = "%s" condition: any of them }'],
    ['a Suricata rule', 'alert http any any -> any any (msg:"x"; content:"%s"; pcre:"/(a+)+$/"; sid:1;)'],
  ])('an expression that runs away in %s costs no time', async (_, text) => {
    const start = process.cpuUsage()
    await readAdvisory(Buffer.from(text.replace('%s', `${'a'.repeat(50_000)}!`)))
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000)
  })

  it('entities of XML and HTML are not expanded without end', async () => {
    const nested = Array.from({ length: 12 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join('')
    const bomb = `<?xml version="1.0"?><!DOCTYPE ioc [<!ENTITY e0 "relay">${nested}]><ioc xmlns="http://schemas.mandiant.com/2010/ioc"><short_description>&e12;</short_description><definition></definition></ioc>`
    const start = process.cpuUsage()
    const advisory = await readAdvisory(Buffer.from(bomb))
    expect(advisory.title.length).toBeLessThan(400)
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000)
  })
})
