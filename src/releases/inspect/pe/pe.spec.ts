import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { versionResource } from '../../../../test/support/native/pe-resources.ts'
import { type PeParts, stuffCertificateTable, writePe } from '../../../../test/support/native/pe-writer.ts'
import { pe } from './index.ts'

const whole: PeParts = {
  library: true,
  imports: { 'KERNEL32.dll': ['CreateFileW', 'VirtualProtect'], 'WS2_32.dll': [4, 23] },
  delayImports: { 'WINHTTP.dll': ['WinHttpOpen'] },
  exportName: 'ffmpeg.dll',
  exports: [{ name: 'avcodec_open' }, { name: 'av_free', forward: 'ffmpeg_.av_free' }],
  resources: [
    { type: 16, name: 1, bytes: versionResource({ CompanyName: 'Example Ltd', FileVersion: '1.2.3.4', OriginalFilename: 'ffmpeg.dll' }) },
    { type: 24, name: 1, bytes: Buffer.from('<requestedExecutionLevel level="requireAdministrator" uiAccess="false"/>') },
    { type: 'DATA', name: 131, bytes: Buffer.from(`PK\u0003\u0004${'x'.repeat(100)}`) },
  ],
  tlsCallbacks: 2,
  pdb: 'C:\\build\\ffmpeg.pdb',
  overlay: Buffer.from('overlay of some bytes'),
}
/** SEQUENCE of 1,000 bytes. */
const der = Buffer.concat([Buffer.from([0x30, 0x82, 0x03, 0xe8]), Buffer.alloc(1000)])

function read(parts: PeParts) {
  return readBytes(writePe(parts))
}

function readBytes(bytes: Uint8Array) {
  const reading = pe.read({ path: 'x.dll', bytes })
  return {
    ...reading,
    says: (kind: string) => reading.units.filter((unit) => unit.kind === kind).map((unit) => unit.says),
    trait: (name: string) => reading.traits.find((trait) => trait.name === name)?.value,
  }
}

describe('pe', () => {
  it.each([32, 64] as const)('reads every table of a %i-bit library', (bits) => {
    const reading = read({ ...whole, bits })
    expect(reading.notes).toEqual([])
    expect(reading.says('import')).toEqual([
      'kernel32.dll!CreateFileW',
      'kernel32.dll!VirtualProtect',
      'ws2_32.dll!connect',
      'ws2_32.dll!socket',
      'winhttp.dll!WinHttpOpen',
    ])
    expect(reading.units.find((unit) => unit.says === 'ws2_32.dll!connect')?.capabilities).toEqual(['network'])
    expect(reading.says('export')).toEqual(['avcodec_open'])
    expect(reading.says('forwarder')).toEqual(['av_free → ffmpeg_.av_free'])
    expect(reading.says('tls-callback')).toHaveLength(2)
    expect(reading.says('section')).toHaveLength(3)
    expect(reading.trait('pe.version.OriginalFilename')).toBe('ffmpeg.dll')
    expect(reading.trait('pe.version.fixed')).toBe('1.2.3.4')
    expect(reading.trait('pe.execution-level')).toBe('requireAdministrator')
    expect(reading.trait('pe.pdb')).toBe('C:\\build\\ffmpeg.pdb')
    expect(reading.trait('pe.export-name')).toBe('ffmpeg.dll')
    expect(reading.trait('pe.forwarded-exports')).toBe(1)
    expect(reading.trait('pe.overlay-bytes')).toBe(21)
    expect(reading.embedded?.map(({ name, length }) => [name, length])).toEqual([
      ['overlay', 21],
      ['.rsrc/DATA/131', 104],
    ])
  })

  it('gives the same units to the same functions however they are imported, so that a move to delayed loading is nothing new', () => {
    const now = read({ delayImports: { 'WS2_32.dll': ['connect'] } }).units.filter((unit) => unit.kind === 'import')
    const before = read({ imports: { 'ws2_32.dll': [4] } }).units.filter((unit) => unit.kind === 'import')
    expect(now.map((unit) => unit.id)).toEqual(before.map((unit) => unit.id))
  })

  it('measures what is stuffed into the certificate table, and finds no more than padding without it', () => {
    const clean = writePe({ library: true, certificate: { der } })
    const before = readBytes(clean)
    expect(before.trait('pe.certificate-slack')).toBe(4)
    expect(before.trait('pe.certificate-slack-nonzero')).toBe(0)
    const payload = randomBytes(4096)
    const after = readBytes(stuffCertificateTable(clean, payload))
    expect(after.trait('pe.certificate-slack')).toBe(4100)
    expect(after.trait('pe.certificate-slack-nonzero')).toBe(payload.filter((byte) => byte !== 0).length)
    expect(after.trait('pe.certificate-slack-entropy')).toBeGreaterThan(7.9)
    expect(after.trait('pe.overlay-bytes')).toBe(0)
    expect(after.embedded).toContainEqual({ name: 'certificate-slack', offset: clean.length - 4, length: 4100 })
  })

  it('reads the strings that hide in the certificate table', () => {
    const text = Buffer.from('\0\0https://c2.invalid/a', 'latin1')
    const reading = readBytes(stuffCertificateTable(writePe({ certificate: { der } }), Buffer.concat([text, Buffer.alloc(64)])))
    expect(reading.units.flatMap((unit) => unit.hosts ?? [])).toEqual(['c2.invalid'])
  })

  it('says what is wrong with a file that is cut off, and keeps what it could read', () => {
    const bytes = writePe(whole)
    const reading = readBytes(bytes.subarray(0, 0x700))
    expect(reading.notes.length).toBeGreaterThan(0)
    expect(reading.says('section').length).toBe(3)
  })

  it('recognises programs by their header and not by two letters', () => {
    const bytes = writePe({})
    expect(pe.recognise({ path: 'x', size: bytes.length, bytes: bytes.subarray(0, 4096) })).toBe(1)
    const text = Buffer.from(`MZ${' is how this text begins. '.repeat(20)}`)
    expect(pe.recognise({ path: 'x', size: text.length, bytes: text })).toBeLessThan(0.5)
  })

  it('does not follow a tree of resources in circles', () => {
    const bytes = writePe({ resources: [{ type: 10, name: 1, bytes: Buffer.alloc(16) }] })
    const section = bytes.indexOf('.rsrc')
    const at = bytes.readUInt32LE(section + 20)
    bytes.writeUInt32LE(0x80000000, at + 20)
    const reading = readBytes(bytes)
    expect(reading.notes).toContain('the tree of resources runs in circles')
  })
})
