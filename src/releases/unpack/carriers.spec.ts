import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { tarOf, zipOf } from '../../../test/support/archives.ts'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { writeElf } from '../../../test/support/native/elf-writer.ts'
import { writePe } from '../../../test/support/native/pe-writer.ts'
import { containers } from './containers.ts'
import { unpackHere } from './here.ts'
import { Outcome } from './outcome.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

let count = 0
/** Path → text of the members, and path: code of the refusals. */
async function unpack(name: string, bytes: Uint8Array): Promise<{ texts: Record<string, string>; container: string | undefined; refused: string[] }> {
  const path = join(folder.path, name)
  writeFileSync(path, bytes)
  const { artifact, members, unopened, folder: home } = await unpackHere(path, join(folder.path, `out-${count++}`))
  return {
    texts: Object.fromEntries(members.map((member) => [member.path, readFileSync(join(home, member.sha256), 'utf8')])),
    container: artifact.container,
    refused: unopened.map((part) => `${part.path}: ${part.code}`),
  }
}

const inner = zipOf([{ name: 'lib/net45/app.txt', content: 'app' }])

describe('programs that carry files', () => {
  it('the package in a resource, as Squirrel has it', async () => {
    const icon = Buffer.alloc(200, 1)
    const pe = writePe({
      resources: [
        { type: 'DATA', name: 131, bytes: inner },
        { type: 3, name: 1, bytes: icon },
        { type: 10, name: 'TEXT', bytes: Buffer.alloc(200, 'x') },
      ],
    })
    const { texts, container } = await unpack('Setup.exe', pe)
    expect(container).toBe('pe')
    expect(Object.keys(texts)).toEqual(['Setup.exe!/.rsrc/DATA/131', 'Setup.exe!/.rsrc/DATA/131!/lib/net45/app.txt'])
  })

  it('an archive behind the last section, with a signature behind it', async () => {
    const pe = writePe({ overlay: inner, certificate: { der: Buffer.alloc(64, 0x30) } })
    const { texts } = await unpack('sfx.exe', pe)
    expect(texts['sfx.exe!/.overlay!/lib/net45/app.txt']).toBe('app')
  })

  it('a program in a program', async () => {
    const { texts } = await unpack('dropper.exe', writePe({ resources: [{ type: 10, name: 1, bytes: writePe({ overlay: inner }) }] }))
    expect(texts['dropper.exe!/.rsrc/RCDATA/1!/.overlay!/lib/net45/app.txt']).toBe('app')
  })

  it('one without any is no container', async () => {
    expect(await unpack('plain.exe', writePe({ overlay: Buffer.alloc(4096, 'x') }))).toEqual({ texts: {}, container: undefined, refused: [] })
  })

  it('an archive behind a Linux program', async () => {
    const { texts } = await unpack('app', Buffer.concat([writeElf({}), tarOf({ name: 'a.txt', content: 'a' })]))
    expect(texts['app!/.overlay!/a.txt']).toBe('a')
  })
})

describe('formats on top of zip', () => {
  it.each(['x.whl', 'x.jar', 'x.war', 'x.nupkg', 'x.vsix', 'x.xpi'])('%s', async (name) => {
    expect((await unpack(name, inner)).texts).toEqual({ [`${name}!/lib/net45/app.txt`]: 'app' })
  })

  it('a Chrome extension, with its header of keys', async () => {
    const header = Buffer.concat([Buffer.from('Cr24\x03\0\0\0\x04\0\0\0', 'latin1'), Buffer.from('keys')])
    const { texts, container } = await unpack('x.crx', Buffer.concat([header, inner]))
    expect(container).toBe('crx')
    expect(Object.keys(texts)).toEqual(['x.crx!/lib/net45/app.txt', 'x.crx!/.crx-header'])
  })
})

describe('asar', () => {
  /** As @electron/asar writes it: two pickles, the second with the index, then the files. */
  function asarOf(index: object, content: string): Buffer {
    const json = Buffer.from(JSON.stringify(index))
    const padded = Math.ceil(json.length / 4) * 4
    const numbers = Buffer.alloc(16)
    for (const [place, value] of [4, padded + 8, padded + 4, json.length].entries()) numbers.writeUInt32LE(value, 4 * place)
    return Buffer.concat([numbers, json, Buffer.alloc(padded - json.length), Buffer.from(content)])
  }

  it('its files, what no entry names, and what lies elsewhere', async () => {
    const index = {
      files: {
        'main.js': { size: 4, offset: '0' },
        lib: { files: { 'a.js': { size: 3, offset: '10', executable: true } } },
        'native.node': { size: 9, unpacked: true },
        link: { link: '../../etc/passwd' },
        broken: { size: -1, offset: 'x' },
        far: { size: 5, offset: '999' },
      },
    }
    const { texts, refused } = await unpack('app.asar', asarOf(index, 'mainhiddenlib!'.padEnd(13)))
    expect(texts).toMatchObject({ 'app.asar!/main.js': 'main', 'app.asar!/lib/a.js': 'lib', 'app.asar!/.between/4': 'hidden', 'app.asar!/.between/13': '!' })
    expect(refused).toEqual(['app.asar!/native.node: link', 'app.asar!/link: link', 'app.asar!/broken: damaged', 'app.asar!/far: damaged'])
  })

  it('names in its index that mean something to JavaScript are but names', async () => {
    const text = '{"files":{"__proto__":{"size":4,"offset":"0"},"constructor":{"size":4,"offset":"0"}}}'
    const { texts } = await unpack('p.asar', asarOf(JSON.parse(text) as object, 'main'))
    expect(Object.keys(texts)).toEqual(['p.asar!/__proto__', 'p.asar!/constructor'])
  })
})

describe('the registry', () => {
  it('gives every format a title and takes no text for its own', () => {
    const texts = ['', 'hello', 'PK is not a zip', '!<arch', 'MZ', '{"files":{}}', '\x7fELF', 'x'.repeat(70_000)].map((text) => Buffer.from(text))
    for (const container of containers) {
      expect(container.title).not.toBe('')
      for (const bytes of texts) {
        let sure = 0
        try {
          sure = container.recognise({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) }, 'readme.txt')
        } catch {
          // Beyond the end: not one of this format.
        }
        expect(sure, `${container.name}: ${bytes.subarray(0, 20).toString()}`).toBe(0)
      }
    }
  })
})

describe('what the unpacking process says', () => {
  it('is taken only in the right form, whole lines only', () => {
    const path = join(folder.path, 'manifest')
    const good = { path: 'a', size: 1, sha256: 'a'.repeat(64) }
    const lines = [
      { member: good },
      { member: { ...good, path: 'b', sha256: '../../etc/passwd' } },
      { unopened: { path: 'c', code: 'no such code', says: 'x' } },
      { unopened: { path: 'd', code: 'link', says: 'a symbolic link' } },
      { pending: { path: 'e', sha256: 'b'.repeat(64), depth: 1, within: [] } },
      { opening: 'e' },
    ]
    writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot JSON\n{"member":{"path":"cut`)
    const outcome = new Outcome('artifact')
    const manifest = openSync(path, 'r')
    outcome.take(manifest)
    closeSync(manifest)
    expect(outcome.giveUp('memory', 'it took too much')).toBe(false)
    expect(outcome.unpacked('/')).toMatchObject({
      members: [good],
      unopened: [
        { path: 'd', code: 'link' },
        { path: 'e', code: 'memory' },
      ],
    })
  })
})
