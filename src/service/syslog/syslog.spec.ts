import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing } from '../../../test/support/tool.ts'
import { Frames, jsonOf, longestRecord } from './frames.ts'
import { SyslogReceiver } from './receiver.ts'

const record = (json: unknown) => `<14>1 2024-01-12T00:00:00Z sensor zeek - - - ${JSON.stringify(json)}`
const counted = (text: string) => Buffer.from(`${Buffer.byteLength(text)} ${text}`)
const zeek = { _path: 'conn', ts: 1_700_000_000.5, uid: 'C1', 'id.orig_h': '10.0.0.1', 'id.resp_h': '192.0.2.1' }
const eve = { event_type: 'flow', timestamp: '2024-01-12T00:00:00.000000+0000', src_ip: '10.0.0.1' }

describe('records in a stream', () => {
  it('come out whole, however the bytes were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.boolean()), { maxLength: 12 }),
        fc.array(fc.nat(200)),
        (texts, cuts) => {
          // A record without a count must not begin with a digit from 1 to 9, or it would be one; syslog begins with <.
          const sent = texts.map(([text, count]) => ({ text: `<14>${text.replaceAll('\n', ' ')}`, count }))
          const stream = Buffer.concat(sent.map(({ text, count }) => (count ? counted(text) : Buffer.from(`${text}\n`))))
          const frames = new Frames()
          const got: string[] = []
          const places = [...new Set(cuts.map((cut) => Math.min(cut, stream.length)))].sort((a, b) => a - b)
          let from = 0
          for (const to of [...places, stream.length]) {
            got.push(...frames.take(stream.subarray(from, to)).records)
            from = to
          }
          expect(got).toEqual(sent.map(({ text }) => text))
        },
      ),
    )
  })

  it('are passed over where they are too long, and the next one is found', () => {
    const frames = new Frames()
    const long = counted(`<14>${'x'.repeat(longestRecord)}`)
    const first = frames.take(long)
    expect([first.records, first.passedOver]).toEqual([[], 1])
    expect(frames.take(counted(record(zeek))).records).toHaveLength(1)
  })

  it('carry JSON of Zeek or Suricata, or are of no use', () => {
    expect(jsonOf(record(zeek))).toEqual({ kind: 'zeek', line: JSON.stringify(zeek) })
    expect(jsonOf(record(eve))?.kind).toBe('suricata')
    for (const text of ['<14>1 no json', record({ message: 'x' }), '<14>{"event_type":', record(null)]) expect(jsonOf(text)).toBeUndefined()
  })
})

describe.skipIf(missing('openssl'))('a receiver', () => {
  it('keeps lines over TLS as files of evidence, and hands on what a killed one left', async () => {
    using folder = temporaryFolder()
    const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'certificate.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', ...subject], {
      stdio: 'ignore',
    })
    const inbox = join(folder.path, 'inbox', 'syslog')
    mkdirSync(inbox, { recursive: true })
    writeFileSync(join(inbox, 'zeek-1-left.ndjson.part'), '{"_path":"conn"}\n')
    const handed: string[] = []
    const tls = { certificate: readFileSync(certificate), key: readFileSync(key) }
    await using receiver = await SyslogReceiver.start({ workspace: folder.path, address: '127.0.0.1', port: 0, tls, every: 3_600_000 }, async (files) => {
      handed.push(...files)
    })
    expect(handed).toEqual([join(inbox, 'zeek-1-left.ndjson')])
    const socket = connect({ host: '127.0.0.1', port: receiver.port, ca: readFileSync(certificate), servername: 'localhost' })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.end(Buffer.concat([counted(record(zeek)), counted(record(eve)), counted('<14>1 - - - - - - hello'), counted(record(zeek))]), () => undefined)
      socket.once('close', () => resolve())
    })
    await expect.poll(() => receiver.counts).toEqual({ taken: 3, passedOver: 1 })
    await receiver.handOn()
    const texts = handed.slice(1).map((path) => readFileSync(path, 'utf8'))
    expect(texts.sort()).toEqual([`${JSON.stringify(zeek)}\n${JSON.stringify(zeek)}\n`, `${JSON.stringify(eve)}\n`].sort())
  })
})
