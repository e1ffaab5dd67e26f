import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authenticodeBlob, places, signedPe, smallPe, unsignedDigest, withTable } from '../../../../test/support/signed-pe.ts'
import { catalogue, date, issue, timestampToken, uses } from '../../../../test/support/signing.ts'
import { traitOf, verifyFile, verifyFiles } from '../../../../test/support/verifying.ts'
import { unknownRoot } from '../certificates/trust.ts'

const root = issue({ subject: 'CN=Test Root, O=Test Roots, C=DE', authority: true })
const between = issue({ subject: 'CN=Test Issuer, O=Test Roots, C=DE', authority: true, pathLength: 0 }, root)
const signer = issue({ subject: 'CN=Example Ltd, O=Example Ltd, C=GB', uses: [uses.code] }, between)
const clock = issue({ subject: 'CN=Test Clock, O=Test Roots, C=DE', uses: [uses.time] }, root)
const expired = issue({ subject: 'CN=Old Example Ltd, O=Example Ltd, C=GB', from: date(2020), to: date(2022), uses: [uses.code] }, between)
const roots = [root.pem]
const good = signedPe({ signer, others: [between] })

describe('a signed program', () => {
  it('is valid when its chain leads to a root that is given', () => {
    const found = verifyFile('a.exe', good, { roots })
    expect(found).toMatchObject({
      scheme: 'authenticode',
      state: 'valid',
      signer: { organisation: 'Example Ltd', subject: 'CN=Example Ltd, O=Example Ltd, C=GB' },
    })
    expect(traitOf(found, 'authenticode.slack-bytes')).toBe(0)
  })

  it.each(['sha1', 'sha512'] as const)('is checked under %s', (hash) => {
    expect(verifyFile('a.exe', signedPe({ signer, others: [between], hash }), { roots }).state).toBe('valid')
  })

  it('cannot be told of when nobody vouches for its root, in exactly these words', () => {
    const found = verifyFile('a.exe', good)
    expect(found.state).toBe('cannot tell')
    expect(found.because[0]).toContain(unknownRoot)
    expect(unknownRoot).toBe("the signature fits the file, the signer's root is not among those given")
  })

  it('without a signature has none', () => {
    expect(verifyFile('a.exe', smallPe())).toMatchObject({ state: 'absent', because: ['it carries no Authenticode signature'] })
  })

  it('is invalid when the certificate is for servers', () => {
    const server = issue({ subject: 'CN=server.invalid', uses: [uses.server] }, root)
    expect(verifyFile('a.exe', signedPe({ signer: server }), { roots }).state).toBe('invalid')
  })

  it('is invalid when a certificate was issued by one that may not', () => {
    const forged = issue({ subject: 'CN=Forged, O=Microsoft', uses: [uses.code] }, signer)
    const found = verifyFile('a.exe', signedPe({ signer: forged, others: [signer, between] }), { roots })
    expect(found.state).toBe('invalid')
    expect(found.because[0]).toContain('may not issue certificates')
  })

  it('is invalid when more issuers lie between than the path length allows', () => {
    const deeper = issue({ subject: 'CN=Deeper', authority: true }, between)
    const leaf = issue({ subject: 'CN=Leaf', uses: [uses.code] }, deeper)
    expect(verifyFile('a.exe', signedPe({ signer: leaf, others: [deeper, between] }), { roots }).state).toBe('invalid')
  })

  it('is not believed for a signature of another program', () => {
    const other = smallPe()
    other[places.section] = 0x90
    expect(verifyFile('a.exe', withTable(other, authenticodeBlob(smallPe(), { signer, others: [between] })), { roots }).state).toBe('invalid')
  })
})

describe('time', () => {
  it('without a timestamp an expired certificate tells nothing', () => {
    const found = verifyFile('a.exe', signedPe({ signer: expired, others: [between] }), { roots })
    expect(found.state).toBe('cannot tell')
    expect(found.because[0]).toContain('expired on 2022-01-01')
  })

  it('a trusted timestamp from before is what counts', () => {
    const found = verifyFile('a.exe', signedPe({ signer: expired, others: [between], unsigned: (value) => [timestampToken(value, date(2021), clock)] }), {
      roots,
    })
    expect(found).toMatchObject({ state: 'valid', signedAt: '2021-01-01T00:00:00.000Z' })
  })

  it('one from after the end makes it invalid', () => {
    const found = verifyFile('a.exe', signedPe({ signer: expired, others: [between], unsigned: (value) => [timestampToken(value, date(2023), clock)] }), {
      roots,
    })
    expect(found.state).toBe('invalid')
  })

  it('of an authority that nobody knows it does not count', () => {
    const rogue = issue({ subject: 'CN=Rogue Clock', uses: [uses.time] })
    const found = verifyFile('a.exe', signedPe({ signer: expired, others: [between], unsigned: (value) => [timestampToken(value, date(2021), rogue)] }), {
      roots,
    })
    expect(found.state).toBe('cannot tell')
    expect(found.signedAt).toBeUndefined()
  })

  it('for another signature it is a forgery', () => {
    const found = verifyFile('a.exe', signedPe({ signer, others: [between], unsigned: () => [timestampToken(Buffer.from('another'), date(2021), clock)] }), {
      roots,
    })
    expect(found.state).toBe('invalid')
  })
})

describe('what no signature covers', () => {
  const hidden = randomBytes(4096)

  it('data in the table behind the signature leaves it valid, and is told', () => {
    const found = verifyFile('a.exe', signedPe({ signer, others: [between] }, hidden), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.slack-bytes')).toBeGreaterThanOrEqual(4096)
    expect(traitOf(found, 'authenticode.slack-entropy')).toBeGreaterThan(7)
    expect(found.because.join()).toContain('CVE-2013-3900')
  })

  it('so does an attribute that nobody knows', () => {
    const found = verifyFile(
      'a.exe',
      signedPe({ signer, others: [between], unsigned: () => [{ type: '1.2.3.4.5', values: [Buffer.concat([Buffer.from([4, 0x82, 0x10, 0]), hidden])] }] }),
      { roots },
    )
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.foreign-attribute-bytes')).toBeGreaterThanOrEqual(4096)
  })

  it('but data behind the table breaks it, as on Windows', () => {
    const found = verifyFile('a.exe', Buffer.concat([good, hidden]), { roots })
    expect(found.state).toBe('invalid')
    expect(traitOf(found, 'authenticode.overlay-bytes')).toBe(4096)
  })

  it('a second signature inside the first is checked like the first', () => {
    const nested = (file: Buffer) =>
      signedPe({
        signer,
        others: [between],
        unsigned: () => [{ type: '1.3.6.1.4.1.311.2.4.1', values: [authenticodeBlob(file, { signer, others: [between], hash: 'sha512' })] }],
      })
    const right = verifyFile('a.exe', nested(smallPe()), { roots })
    expect(right.state).toBe('valid')
    expect(traitOf(right, 'authenticode.nested-signatures')).toBe(1)
    const other = smallPe()
    other[places.section] = 0
    expect(verifyFile('a.exe', nested(other), { roots }).state).toBe('invalid')
  })
})

describe('a catalogue in the same release', () => {
  const plain = smallPe()
  const listed = catalogue([unsignedDigest(plain, 'sha256')], issue({ subject: 'CN=Drivers, O=Example Ltd', uses: [uses.code] }, root))

  it('vouches for a program that it lists', () => {
    const [found] = verifyFiles({ 'driver.sys': plain, 'driver.cat': listed }, { roots })
    expect(found).toMatchObject({ state: 'valid', signer: { subject: 'CN=Drivers, O=Example Ltd' } })
    expect(found && traitOf(found, 'authenticode.catalogue')).toBe('driver.cat')
  })

  it('does not for another one, nor when it was changed', () => {
    const other = smallPe()
    other[places.section] = 0
    expect(verifyFiles({ 'driver.sys': other, 'driver.cat': listed }, { roots })[0]?.state).toBe('absent')
    const changed = Buffer.from(listed)
    const at = changed.indexOf(Buffer.alloc(16, 1))
    changed[at] = 2
    expect(verifyFiles({ 'driver.sys': plain, 'driver.cat': changed }, { roots })[0]?.state).toBe('invalid')
  })
})

describe('every byte', () => {
  const uncovered = [
    [places.checksum, places.checksum + 4],
    [places.directory, places.directory + 8],
    [places.end, good.length],
  ] as const

  it('that the digest covers turns valid into something else when it changes', () => {
    // Without its two marks, and the place of the second, it is no program any more, and nothing here is asked about it.
    const mark = good.readUInt32LE(60)
    const marks: [number, number][] = [
      [0, 2],
      [60, 64],
      [mark, mark + 4],
    ]
    const covered = fc.integer({ min: 0, max: places.end - 1 }).filter((at) => ![...uncovered, ...marks].some(([from, to]) => at >= from && at < to))
    fc.assert(
      fc.property(covered, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(good)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(['invalid', 'cannot tell']).toContain(verifyFile('a.exe', changed, { roots }).state)
      }),
      { numRuns: 150 },
    )
  })

  it('of the checksum does not matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 255 }), (offset, value) => {
        const changed = Buffer.from(good)
        changed[places.checksum + offset] = value
        expect(verifyFile('a.exe', changed, { roots }).state).toBe('valid')
      }),
      { numRuns: 20 },
    )
  })

  it('of the slack does not break it, and shows', () => {
    const changed = signedPe({ signer, others: [between] }, Buffer.alloc(64))
    const before = verifyFile('a.exe', changed, { roots })
    changed[changed.length - 3] = 1
    const after = verifyFile('a.exe', changed, { roots })
    expect([before.state, after.state]).toEqual(['valid', 'valid'])
    expect(traitOf(after, 'authenticode.slack-entropy')).not.toBe(traitOf(before, 'authenticode.slack-entropy'))
  })
})
