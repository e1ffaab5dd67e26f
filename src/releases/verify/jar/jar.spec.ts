import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/cli.ts'
import { cms, issue, uses } from '../../../../test/support/signing.ts'
import { missing, run } from '../../../../test/support/tool.ts'
import { traitOf, verifyFiles } from '../../../../test/support/verifying.ts'
import type { Signature } from '../../release.ts'

const root = issue({ subject: 'CN=Test Root, O=Test Roots, C=DE', authority: true })
const signer = issue({ subject: 'CN=Example Ltd, O=Example Ltd, C=GB', uses: [uses.code] }, root)
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('base64')

/** A jar as unpacked. */
function unpacked(entries: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return { 'a.jar': Buffer.from('PK\x03\x04'), ...Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [`a.jar!/${name}`, bytes])) }
}

function answer(entries: Readonly<Record<string, Uint8Array>>, roots = [root.pem]): Signature {
  const found = verifyFiles(unpacked(entries), { roots }).find(({ scheme }) => scheme === 'jar')
  if (!found) throw new TypeError('not recognised')
  return found
}

const long = `com/example/${'very/'.repeat(20)}long.class`
const files: Record<string, Uint8Array> = { 'com/a.class': randomBytes(300), [long]: randomBytes(300), 'text.txt': Buffer.from('text') }

/** Lines of a manifest have at most 72 bytes; what is longer goes on after a space. */
function wrapped(line: string): string {
  return line.length <= 70 ? line : `${line.slice(0, 70)}\r\n ${wrapped(line.slice(70))}`
}

function signed(content: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  const head = 'Manifest-Version: 1.0\r\n\r\n'
  const sections = Object.entries(content).map(([name, bytes]) => `${wrapped(`Name: ${name}`)}\r\nSHA-256-Digest: ${sha256(bytes)}\r\n\r\n`)
  const manifest = head + sections.join('')
  const list = sections.map((section) => `${section.slice(0, section.lastIndexOf('SHA-256-Digest'))}SHA-256-Digest: ${sha256(section)}\r\n\r\n`).join('')
  const file = Buffer.from(`Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: ${sha256(manifest)}\r\n\r\n${list}`)
  return {
    'META-INF/MANIFEST.MF': Buffer.from(manifest),
    'META-INF/TEST.SF': file,
    'META-INF/TEST.EC': cms({ contentType: '1.2.840.113549.1.7.1', detached: file, signer }),
    ...content,
  }
}

describe('a signed jar', () => {
  it('is valid when every entry has its digest', () => {
    const found = answer(signed(files))
    expect(found).toMatchObject({ state: 'valid', signer: { organisation: 'Example Ltd' } })
    expect(traitOf(found, 'jar.signed-entries')).toBe(3)
  })

  it('is invalid when an entry changed', () => {
    const found = answer({ ...signed(files), [long]: randomBytes(300) })
    expect(found.state).toBe('invalid')
    expect(found.because[0]).toContain('long.class')
  })

  it('cannot be told of when an entry came in unsigned', () => {
    const found = answer({ ...signed(files), 'com/b.class': randomBytes(10) })
    expect(found.state).toBe('cannot tell')
    expect(traitOf(found, 'jar.unsigned-entries')).toBe(1)
  })

  it('is not helped by an entry that was written into the manifest afterwards', () => {
    const jar = signed(files)
    const added = randomBytes(10)
    const manifest = Buffer.concat([jar['META-INF/MANIFEST.MF'] ?? Buffer.alloc(0), Buffer.from(`Name: b.class\r\nSHA-256-Digest: ${sha256(added)}\r\n\r\n`)])
    const found = answer({ ...jar, 'META-INF/MANIFEST.MF': manifest, 'b.class': added })
    expect(found.state).toBe('cannot tell')
    expect(found.because[0]).toContain('b.class')
  })

  it('is invalid when manifest or signature file changed', () => {
    const jar = signed(files)
    for (const name of ['META-INF/MANIFEST.MF', 'META-INF/TEST.SF']) {
      const text = Buffer.from(jar[name] ?? '').toString('latin1')
      const changed = text.replace(/(SHA-256-Digest: ).{4}/, '$1AAAA')
      expect(changed).not.toBe(text)
      expect(answer({ ...jar, [name]: Buffer.from(changed, 'latin1') }).state).toBe('invalid')
    }
  })

  it('without signature files has none, with one that has no block is invalid', () => {
    const { 'META-INF/TEST.EC': _, ...noBlock } = signed(files)
    expect(answer(noBlock).state).toBe('invalid')
    const { 'META-INF/TEST.SF': __, ...none } = noBlock
    expect(answer(none).state).toBe('absent')
  })
})

describe.skipIf(missing('jarsigner', 'keytool', 'jar'))('a jar signed by jarsigner', () => {
  const folder = temporaryFolder()
  afterAll(() => folder[Symbol.dispose]())

  it.each(['RSA', 'EC'])('with an %s key is valid when its certificate is given as root', (algorithm) => {
    const at = (name: string) => join(folder.path, name)
    const store = ['-keystore', at(`${algorithm}.p12`), '-storepass', 'changeit']
    run('keytool', ['-genkeypair', '-alias', 'test', '-keyalg', algorithm, ...store, '-dname', 'CN=Jar Test, O=Example', '-validity', '3650'])
    writeFileSync(at('text.txt'), 'text')
    run('jar', ['cf', at('made.jar'), '-C', folder.path, 'text.txt'])
    run('jarsigner', [...store, at('made.jar'), 'test'])
    run('jar', ['xf', at('made.jar')], { cwd: folder.path })
    const pem = run('keytool', ['-exportcert', '-rfc', '-alias', 'test', ...store])
    const names = ['META-INF/MANIFEST.MF', 'META-INF/TEST.SF', `META-INF/TEST.${algorithm}`, 'text.txt']
    const entries = Object.fromEntries(names.map((name) => [name, readFileSync(at(name))]))
    const found = verifyFiles(unpacked(entries), { roots: [pem], now: new Date() }).find(({ scheme }) => scheme === 'jar')
    expect(found).toMatchObject({ state: 'valid', signer: { subject: 'CN=Jar Test, O=Example' } })
  })
})
