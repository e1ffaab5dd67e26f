import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fat, type MachOWish, signedMachO } from '../../../../test/support/signed-mach-o.ts'
import { issue, uses } from '../../../../test/support/signing.ts'
import { traitOf, verifyFile, verifyFiles } from '../../../../test/support/verifying.ts'
import { unknownRoot } from '../certificates/trust.ts'

const root = issue({ subject: 'CN=Test Root, O=Test Roots, C=DE', authority: true })
const signer = issue({ subject: 'CN=Developer: Example, OU=TEAM123456, O=Example Ltd, C=GB', uses: [uses.code] }, root)
const roots = [root.pem]
const full: MachOWish = { signer, team: 'TEAM123456', entitlements: '<plist/>' }
const covered = 3 * 4096 + 100

describe('a signed Mach-O file', () => {
  it('is valid when pages, entitlements and signature fit', () => {
    const found = verifyFile('tool', signedMachO(full), { roots })
    expect(found).toMatchObject({ scheme: 'mach-o', state: 'valid', signer: { organisation: 'Example Ltd', id: 'TEAM123456' } })
    expect(traitOf(found, 'mach-o.identifier.arm64')).toBe('example.tool')
    expect(traitOf(found, 'mach-o.team.arm64')).toBe('TEAM123456')
  })

  it('cannot be told of when nobody vouches for its root', () => {
    const found = verifyFile('tool', signedMachO(full))
    expect(found.state).toBe('cannot tell')
    expect(found.because[0]).toContain(unknownRoot)
  })

  it('is signed by nobody when it is signed ad hoc', () => {
    const found = verifyFile('tool', signedMachO())
    expect(found.state).toBe('absent')
    expect(found.because[0]).toContain('ad hoc')
    expect(traitOf(found, 'mach-o.ad-hoc.arm64')).toBe(true)
  })

  it('is invalid when any byte of the code changes, signed or ad hoc', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(signedMachO(full), signedMachO()),
        fc.integer({ min: 48, max: covered - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (good, at, flip) => {
          const changed = Buffer.from(good)
          changed[at] = (changed[at] ?? 0) ^ flip
          expect(verifyFile('tool', changed, { roots }).state).toBe('invalid')
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is invalid when the entitlements change', () => {
    const bytes = signedMachO(full)
    bytes.write('<plosh/>', bytes.indexOf('<plist/>'), 'latin1')
    expect(verifyFile('tool', bytes, { roots }).because[0]).toContain('entitlements')
  })

  it('is invalid when it names another team than the certificate', () => {
    expect(verifyFile('tool', signedMachO({ ...full, team: 'TEAM999999' }), { roots }).state).toBe('invalid')
  })

  it('needs every list of digests covered by the signature', () => {
    expect(verifyFile('tool', signedMachO({ ...full, twoDirectories: 'covered' }), { roots }).state).toBe('valid')
    expect(verifyFile('tool', signedMachO({ ...full, twoDirectories: 'uncovered' }), { roots }).state).toBe('invalid')
  })

  it('tells of bytes hidden behind the signature', () => {
    const found = verifyFile('tool', signedMachO({ ...full, slack: Buffer.alloc(900, 7) }), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'mach-o.slack-bytes.arm64')).toBe(900)
  })

  it('covers the property list of its bundle', () => {
    const infoPlist = Buffer.from('<plist>a</plist>')
    const path = 'A.app/Contents/MacOS/a'
    const program = signedMachO({ ...full, infoPlist })
    expect(verifyFiles({ [path]: program, 'A.app/Contents/Info.plist': infoPlist }, { roots })[0]?.state).toBe('valid')
    expect(verifyFiles({ [path]: program, 'A.app/Contents/Info.plist': Buffer.from('other') }, { roots })[0]?.state).toBe('invalid')
  })
})

describe('a fat file', () => {
  const intel = signedMachO({ ...full, architecture: 'x86_64' })

  it('is valid when every slice is', () => {
    const found = verifyFile('tool', fat(signedMachO(full), intel), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'mach-o.slices')).toBe('arm64 x86_64')
  })

  it('is invalid when one slice was changed, or is signed by nobody or by another', () => {
    const other = issue({ subject: 'CN=Other, OU=TEAM999999, O=Other', uses: [uses.code] }, root)
    const spoilt = Buffer.from(intel)
    spoilt[9000] = 0
    for (const slice of [spoilt, signedMachO({ architecture: 'x86_64' }), signedMachO({ architecture: 'x86_64', signer: other, team: 'TEAM999999' })]) {
      expect(verifyFile('tool', fat(signedMachO(full), slice), { roots }).state).toBe('invalid')
    }
  })

  it('says that nobody vouches where the linker signed one slice ad hoc and left the other; invalid where somebody signed one', () => {
    const unsigned = signedMachO({ architecture: 'x86_64' })
    // Neither commands nor their size: nothing leads to a signature.
    unsigned.writeUInt32LE(0, 16)
    unsigned.writeUInt32LE(0, 20)
    const linked = verifyFile('tool', fat(signedMachO(), unsigned), { roots })
    expect(linked).toMatchObject({ state: 'absent', because: [expect.stringMatching(/ad hoc.*x86_64 not even that/)] })
    expect(verifyFile('tool', fat(signedMachO(full), unsigned), { roots }).state).toBe('invalid')
  })
})
