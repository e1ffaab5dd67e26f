import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fat, signedMachO } from '../../../test/support/signed-mach-o.ts'
import { signedPe } from '../../../test/support/signed-pe.ts'
import { cms, date, issue, timestampToken, uses } from '../../../test/support/signing.ts'
import { verifyFiles } from '../../../test/support/verifying.ts'
import { BeyondEnd } from '../cursor.ts'
import { Asn1Error, readDer } from './asn1/der.ts'
import { readCompound } from './authenticode/compound.ts'
import { readManifest } from './jar/manifest.ts'
import { readKeys } from './openpgp/keys.ts'
import { verifyBundle } from './sigstore/bundle.ts'

const runs = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 300)
/** Milliseconds that one hostile file may take at most, on a slow machine. */
const longest = 5000

const root = issue({ subject: 'CN=Test Root, O=Test Roots', authority: true })
const signer = issue({ subject: 'CN=Example, O=Example', uses: [uses.code] }, root)
const clock = issue({ subject: 'CN=Clock, O=Example', uses: [uses.time] }, root)
const keys = generateKeyPairSync('ed25519')

/** A signature packet of version 4 under a key that is not given; enough for its reader. */
function openPgpSignature(): Buffer {
  const hashed = Buffer.from('05026500000009101122334455667788', 'hex')
  const body = Buffer.concat([
    Buffer.from([4, 0, 22, 8, 0, hashed.length]),
    hashed,
    Buffer.from([0, 0, 1, 2]),
    Buffer.from([1, 0]),
    sign(null, Buffer.from('x'), keys.privateKey).subarray(0, 32),
    Buffer.from([1, 0]),
    Buffer.alloc(32, 9),
  ])
  return Buffer.concat([Buffer.from([0xc2, body.length]), body])
}

function archive(name: string, content: Buffer): Buffer {
  const header = `${name.padEnd(16)}${'0'.padEnd(32)}${String(content.length).padEnd(10)}\`\n`
  return Buffer.concat([Buffer.from('!<arch>\ndebian-binary   0           0     0     100644  4         `\n2.0\n'), Buffer.from(header), content])
}

function rpm(): Buffer {
  const header = (values: Buffer) =>
    Buffer.concat([
      Buffer.from('8eade80100000000', 'hex'),
      Buffer.from([0, 0, 0, 1, 0, 0, 0, values.length, 0, 0, 1, 12, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, values.length]),
      values,
    ])
  const lead = Buffer.concat([Buffer.from('edabeedb0300', 'hex'), Buffer.alloc(90)])
  const first = header(openPgpSignature())
  return Buffer.concat([lead, first, Buffer.alloc((8 - (first.length % 8)) % 8), header(Buffer.from('abcd')), Buffer.from('payload')])
}

const manifest = Buffer.from(`Manifest-Version: 1.0\r\n\r\nName: a\r\nSHA-256-Digest: ${createHash('sha256').update('a').digest('base64')}\r\n\r\n`)
const blob = cms({ contentType: '1.2.840.113549.1.7.1', detached: manifest, signer })
const seeds: readonly Readonly<Record<string, Buffer>>[] = [
  { 'a.exe': signedPe({ signer, unsigned: (value) => [timestampToken(value, date(2024), clock)] }) },
  { tool: fat(signedMachO({ signer, team: 'T', entitlements: '<plist/>', twoDirectories: 'covered' }), signedMachO({ architecture: 'x86_64' })) },
  { 'a.deb': archive('_gpgorigin', openPgpSignature()) },
  { 'a.rpm': rpm() },
  { 'a.tgz': Buffer.from('data'), 'a.tgz.sig': openPgpSignature() },
  { 'a.jar': Buffer.from('PK\x03\x04'), 'a.jar!/META-INF/MANIFEST.MF': manifest, 'a.jar!/META-INF/T.SF': manifest, 'a.jar!/META-INF/T.EC': blob },
  { 'a.ps1': Buffer.from(`x\r\n# SIG # Begin signature block\r\n# ${blob.toString('base64')}\r\n# SIG # End signature block\r\n`) },
]

/** Bytes with some overwritten, cut out, doubled or cut off; half of the changes lie where signatures usually do, at the end. */
const change = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  late: fc.boolean(),
  kind: fc.constantFrom('set', 'flip', 'cut', 'double', 'end', 'large'),
  value: fc.integer({ min: 0, max: 255 }),
  length: fc.integer({ min: 1, max: 40 }),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function mutated(bytes: Buffer, changes: readonly Change[]): Buffer {
  let current = Buffer.from(bytes)
  for (const { where, late, kind, value, length } of changes) {
    const at = Math.floor((late ? 1 - where ** 3 * 0.5 : where) * Math.max(0, current.length - 1))
    if (kind === 'set') current[at] = value
    else if (kind === 'flip') current[at] = (current[at] ?? 0) ^ value
    else if (kind === 'large') current.fill(0xff, at, Math.min(at + (length % 5), current.length))
    else if (kind === 'end') current = current.subarray(0, at)
    else if (kind === 'cut') current = Buffer.concat([current.subarray(0, at), current.subarray(at + length)])
    else current = Buffer.concat([current.subarray(0, at + length), current.subarray(at)])
    current = Buffer.from(current)
  }
  return current
}

describe('hostile files', () => {
  it('are answered, never thrown at, never waited for', () => {
    fc.assert(
      fc.property(fc.nat({ max: seeds.length - 1 }), fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(), (seed, changes, which) => {
        const files = seeds[seed] ?? {}
        const names = Object.keys(files)
        const spoilt = names[which % names.length]
        const release = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, name === spoilt ? mutated(bytes, changes) : bytes]))
        const start = performance.now()
        const found = verifyFiles(release, { roots: [root.pem] })
        expect(performance.now() - start).toBeLessThan(longest)
        for (const { because, state } of found) {
          expect(because.length).toBeGreaterThan(0)
          expect(['valid', 'invalid', 'absent', 'cannot tell']).toContain(state)
        }
      }),
      { numRuns: runs },
    )
  })

  it('of random bytes under names that are recognised are answered, too', () => {
    const prefixes = ['MZ', '\xca\xfe\xba\xbe\x00\x00\x00\x02', '\xcf\xfa\xed\xfe', '!<arch>\n', '\xed\xab\xee\xdb', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'].map(
      (text) => Buffer.from(text, 'latin1'),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...prefixes),
        fc.uint8Array({ maxLength: 2000 }),
        fc.constantFrom('a.exe', 'a.deb', 'a.rpm', 'a.msi', 'a.ps1'),
        (prefix, bytes, name) => {
          expect(() => verifyFiles({ [name]: Buffer.concat([prefix, bytes]) })).not.toThrow()
        },
      ),
      { numRuns: runs },
    )
  })
})

describe('hostile parts', () => {
  it('ASN.1 in ASN.1 in ASN.1 ends with an error, quickly', () => {
    const deep = Buffer.alloc(200_000)
    for (let at = 0; at < deep.length; at += 2) deep.writeUInt16BE(0x3080, at)
    const start = performance.now()
    expect(() => readDer(deep)).toThrow(Asn1Error)
    expect(() => readDer(Buffer.concat([Buffer.from([0x30, 0x83, 0x0f, 0x42, 0x40]), Buffer.alloc(1_000_000, Buffer.from([5, 0]))]))).toThrow(Asn1Error)
    expect(performance.now() - start).toBeLessThan(longest)
  })

  it('a compound file whose chains run in circles ends with an error', () => {
    const file = Buffer.alloc(512 * 4)
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
    for (const [at, value] of [
      [30, 9],
      [32, 6],
    ] as const)
      file.writeUInt16LE(value, at)
    for (const [at, value] of [
      [44, 1],
      [48, 1],
      [56, 4096],
      [60, 0xfffffffe],
      [68, 0xfffffffe],
      [76, 0],
    ] as const)
      file.writeUInt32LE(value, at)
    file.writeUInt32LE(1, 512 + 4)
    expect(() => readCompound(file)).toThrow(BeyondEnd)
  })

  it('manifests, keys and bundles of any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.json(), (bytes, json) => {
        expect(readManifest(bytes).sections.size).toBeLessThan(500)
        expect(readKeys([bytes, Buffer.concat([Buffer.from([0x99, 1, 0]), bytes])]).keys).toEqual([])
        expect(verifyBundle(JSON.parse(json), [], new Map()).check.state).toBe('invalid')
      }),
      { numRuns: runs },
    )
  })
})
