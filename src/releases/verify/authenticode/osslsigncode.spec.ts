import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/cli.ts'
import { smallPe } from '../../../../test/support/signed-pe.ts'
import { issue, uses } from '../../../../test/support/signing.ts'
import { missing, run } from '../../../../test/support/tool.ts'
import { traitOf, verifyFile } from '../../../../test/support/verifying.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const at = (name: string) => join(folder.path, name)

const root = issue({ subject: 'CN=Test Root, O=Test Roots, C=DE', authority: true })
const signer = issue({ subject: 'CN=Example Ltd, O=Example Ltd, C=GB', uses: [uses.code] }, root)
writeFileSync(at('root.pem'), root.pem)
writeFileSync(at('signer.pem'), signer.pem)
writeFileSync(at('signer.key'), signer.keyPem)
writeFileSync(at('plain.exe'), smallPe())
writeFileSync(at('plain.ps1'), "Write-Output 'Größe'\r\n")
const roots = [root.pem]

function signed(input: string, name: string, more: readonly string[] = []): Buffer {
  run('osslsigncode', ['sign', '-certs', at('signer.pem'), '-key', at('signer.key'), '-h', 'sha256', ...more, '-in', at(input), '-out', at(name)])
  return readFileSync(at(name))
}

/** What osslsigncode thinks of a file. */
function theirs(name: string, bytes: Uint8Array): boolean {
  writeFileSync(at(name), bytes)
  try {
    return run('osslsigncode', ['verify', '-CAfile', at('root.pem'), '-in', at(name)]).includes('Succeeded')
  } catch {
    return false
  }
}

describe.skipIf(missing('osslsigncode'))('programs signed by osslsigncode', () => {
  it.each([['-n', 'Example'], ['-ph'], ['-h', 'sha384']])('with %s %s', (...more) => {
    const bytes = signed(
      'plain.exe',
      `${more.join('')}.exe`,
      more.filter((part) => part !== undefined),
    )
    const found = verifyFile('a.exe', bytes, { roots })
    expect(found.state).toBe('valid')
    if (more[0] === '-ph') expect(traitOf(found, 'authenticode.page-hashes')).toBe('right')
    if (more[0] === '-n') expect(traitOf(found, 'authenticode.program')).toBe('Example')
  })

  it('agree with it on changed files', () => {
    const good = signed('plain.exe', 'good.exe')
    for (const place of [0x100, 0x210, 0x3ff, 0x5ff, good.length - 200]) {
      const changed = Buffer.from(good)
      changed[place] = (changed[place] ?? 0) ^ 0x55
      expect([place, verifyFile('a.exe', changed, { roots }).state === 'valid']).toEqual([place, theirs('changed.exe', changed)])
    }
    expect(theirs('same.exe', good)).toBe(true)
  })

  it('with data added to the unsigned attributes', () => {
    signed('plain.exe', 'first.exe')
    run('osslsigncode', ['add', '-addUnauthenticatedBlob', '-in', at('first.exe'), '-out', at('stuffed.exe')])
    const found = verifyFile('a.exe', readFileSync(at('stuffed.exe')), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.foreign-attribute-bytes')).toBeGreaterThan(100)
  })

  it('with a second signature inside the first', () => {
    signed('plain.exe', 'one.exe')
    const found = verifyFile('a.exe', signed('one.exe', 'two.exe', ['-nest']), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.nested-signatures')).toBe(1)
  })

  it('PowerShell scripts, whole and changed', () => {
    const bytes = signed('plain.ps1', 'signed.ps1')
    expect(verifyFile('a.ps1', bytes, { roots }).state).toBe('valid')
    const changed = Buffer.from(bytes.toString('latin1').replace('Write-Output', 'Write-Outpux'), 'latin1')
    expect(verifyFile('a.ps1', changed, { roots }).state).toBe('invalid')
    expect(verifyFile('a.ps1', Buffer.concat([bytes, Buffer.from('more\r\n')]), { roots }).state).toBe('invalid')
    expect(verifyFile('a.ps1', readFileSync(at('plain.ps1'))).state).toBe('absent')
  })
})

describe.skipIf(missing('osslsigncode', 'wixl'))('MSI packages', () => {
  writeFileSync(at('payload.txt'), 'payload '.repeat(2000))
  writeFileSync(
    at('package.wxs'),
    `<?xml version="1.0"?><Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Product Name="Example" Id="*" UpgradeCode="12345678-1234-1234-1234-123456789012" Language="1033" Version="1.0.0" Manufacturer="Example"><Package Compressed="yes" InstallerVersion="200"/><Media Id="1" Cabinet="a.cab" EmbedCab="yes"/><Directory Id="TARGETDIR" Name="SourceDir"><Component Id="c" Guid="12345678-1234-1234-1234-123456789013"><File Id="f" Name="payload.txt" Source="payload.txt"/></Component></Directory><Feature Id="x" Level="1"><ComponentRef Id="c"/></Feature></Product></Wix>`,
  )
  function made(): void {
    run('wixl', ['-o', at('plain.msi'), at('package.wxs')], { cwd: folder.path })
  }

  it.each([[], ['-add-msi-dse']])('signed with %s are valid, and are not when a byte of a stream changes', (...more) => {
    made()
    const name = `signed${more.length}.msi`
    const bytes = signed('plain.msi', name, more)
    const found = verifyFile('a.msi', bytes, { roots })
    expect(found.because).toContain('the SHA256 digest of the file is the signed one')
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.names-covered')).toBe(more.length > 0)
    const changed = Buffer.from(bytes)
    const place = changed.indexOf('MSCF')
    changed[place + 60] = (changed[place + 60] ?? 0) ^ 1
    expect(verifyFile('a.msi', changed, { roots }).state).toBe('invalid')
    expect(theirs('changed.msi', changed)).toBe(false)
  })

  it('with data behind their end stay valid, and it is told', () => {
    made()
    const found = verifyFile('a.msi', Buffer.concat([signed('plain.msi', 'behind.msi'), Buffer.alloc(5000, 7)]), { roots })
    expect(found.state).toBe('valid')
    expect(traitOf(found, 'authenticode.overlay-bytes')).toBeGreaterThanOrEqual(5000)
    expect(verifyFile('a.msi', readFileSync(at('plain.msi'))).state).toBe('absent')
  })
})
