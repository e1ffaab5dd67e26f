import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/cli.ts'
import { missing, run } from '../../../../test/support/tool.ts'
import { traitOf, verifyFile, verifyFiles } from '../../../../test/support/verifying.ts'

const folder = temporaryFolder()
afterAll(() => {
  if (!missing('gpgconf')) run('gpgconf', ['--kill', 'all'], { environment })
  folder[Symbol.dispose]()
})
const at = (name: string) => join(folder.path, name)
const environment = { GNUPGHOME: at('keys'), HOME: folder.path }
const people = { rsa2048: 'rsa@example.invalid', ed25519: 'ed@example.invalid', nistp256: 'nist@example.invalid' } as const
const gpg = (...args: string[]) =>
  run('gpg', ['--batch', '--yes', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], { environment, cwd: folder.path })

function publicKeys(...options: string[]): Buffer {
  gpg(...options, '--output', at('public'), '--export')
  return readFileSync(at('public'))
}

/** An ar archive of these members. */
function archive(members: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(members).flatMap(([name, bytes]) => {
    const header = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`
    return [Buffer.from(header), bytes, Buffer.alloc(bytes.length % 2, '\n')]
  })
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts])
}

const changed = (bytes: Buffer, place: number) => Buffer.from(bytes.map((byte, index) => (index === place ? byte ^ 1 : byte)))

describe.skipIf(missing('gpg'))('OpenPGP signatures made by GnuPG', () => {
  if (!missing('gpg')) {
    mkdirSync(environment.GNUPGHOME, { mode: 0o700 })
    for (const [kind, address] of Object.entries(people)) gpg('--quick-gen-key', `Tester <${address}>`, kind, 'sign', 'never')
  }
  const data = Buffer.from('data\n')

  it.each(
    Object.values(people).flatMap(
      (address) =>
        [
          [address, '--armor'],
          [address, '--no-armor'],
        ] as const,
    ),
  )('beside a file, by %s, %s', (address, armour) => {
    writeFileSync(at('data'), data)
    gpg('-u', address, armour, '--output', at('data.sig'), '--detach-sign', at('data'))
    const signature = readFileSync(at('data.sig'))
    const keys = [publicKeys(armour)]
    const check = (bytes: Buffer, openPgpKeys: Buffer[]) => verifyFiles({ 'data.tgz': bytes, 'data.tgz.asc': signature }, { openPgpKeys })[0]
    expect(check(data, keys)).toMatchObject({ scheme: 'openpgp', path: 'data.tgz', state: 'valid', signer: { subject: `Tester <${address}>` } })
    expect(check(Buffer.from('other'), keys)?.state).toBe('invalid')
    expect(check(data, [])).toMatchObject({ state: 'cannot tell' })
    expect(check(data, [])?.because[0]).toMatch(/OpenPGP key [0-9A-F]{16}, which is not among those given/)
  })

  it('inside a Debian package, as debsigs makes them', () => {
    const parts = { 'debian-binary': Buffer.from('2.0\n'), 'control.tar.gz': Buffer.from('control'), 'data.tar.xz': Buffer.from('some data') }
    writeFileSync(at('parts'), Buffer.concat(Object.values(parts)))
    gpg('-u', people.rsa2048, '--output', at('origin'), '--detach-sign', at('parts'))
    const deb = archive({ ...parts, _gpgorigin: readFileSync(at('origin')) })
    const openPgpKeys = [publicKeys('--armor')]
    expect(verifyFile('a.deb', deb, { openPgpKeys })).toMatchObject({ scheme: 'deb', state: 'valid' })
    expect(verifyFile('a.deb', changed(deb, deb.indexOf('some data')), { openPgpKeys }).state).toBe('invalid')
    expect(verifyFile('a.deb', deb).state).toBe('cannot tell')
    expect(verifyFile('a.deb', archive(parts)).state).toBe('absent')
    expect(verifyFile('a.deb', archive({ ...parts, 'data.tar.gz': Buffer.from('twin'), _gpgorigin: readFileSync(at('origin')) }), { openPgpKeys }).state).toBe(
      'invalid',
    )
  })

  it('inside a Debian package, as dpkg-sig makes them', () => {
    const parts = { 'debian-binary': Buffer.from('2.0\n'), 'control.tar.gz': Buffer.from('control'), 'data.tar.xz': Buffer.from('some data') }
    const line = (hash: string, bytes: Buffer) => createHash(hash).update(bytes).digest('hex')
    const list = Object.entries(parts).map(([name, bytes]) => `\t${line('md5', bytes)} ${line('sha1', bytes)} ${bytes.length} ${name}`)
    writeFileSync(at('list'), ['Version: 4', 'Signer: Tester', 'Role: builder', 'Files: ', ...list, ''].join('\n'))
    gpg('-u', people.ed25519, '--output', at('builder'), '--clearsign', at('list'))
    const deb = archive({ ...parts, _gpgbuilder: readFileSync(at('builder')) })
    const openPgpKeys = [publicKeys('--armor')]
    expect(verifyFile('a.deb', deb, { openPgpKeys })).toMatchObject({ state: 'valid' })
    expect(verifyFile('a.deb', changed(deb, deb.indexOf('some data')), { openPgpKeys }).state).toBe('invalid')
    expect(verifyFile('a.deb', changed(deb, deb.indexOf('Role')), { openPgpKeys }).state).toBe('invalid')
  })

  it.skipIf(missing('rpmbuild', 'rpmsign')).each([people.rsa2048, people.ed25519])('inside an RPM package, by %s', (address) => {
    const spec =
      'Name: example\nVersion: 1\nRelease: 1\nSummary: An example\nLicense: None\nBuildArch: noarch\n%description\nAn example.\n%install\nmkdir -p %{buildroot}/opt\necho hello > %{buildroot}/opt/hello\n%files\n/opt/hello\n'
    writeFileSync(at('example.spec'), spec)
    run('rpmbuild', ['-bb', '--define', `_topdir ${at('rpm')}`, at('example.spec')], { environment })
    const [name = ''] = readdirSync(at('rpm/RPMS/noarch'))
    const path = join(at('rpm/RPMS/noarch'), name)
    expect(verifyFile('a.rpm', readFileSync(path)).state).toBe('absent')
    run('rpmsign', ['--define', `_gpg_name ${address}`, '--define', `__gpg ${run('sh', ['-c', 'command -v gpg']).trim()}`, '--addsign', path], { environment })
    const bytes = readFileSync(path)
    const openPgpKeys = [publicKeys('--armor')]
    const found = verifyFile('a.rpm', bytes, { openPgpKeys })
    expect(found).toMatchObject({ scheme: 'rpm', state: 'valid', signer: { subject: `Tester <${address}>` } })
    expect(traitOf(found, 'rpm.payload-digest')).toBe(true)
    expect(verifyFile('a.rpm', changed(bytes, bytes.length - 10), { openPgpKeys }).state).toBe('invalid')
    expect(verifyFile('a.rpm', changed(bytes, bytes.lastIndexOf('An example')), { openPgpKeys }).state).toBe('invalid')
    expect(verifyFile('a.rpm', bytes).state).toBe('cannot tell')
  })

  it('by a key that had expired before, or was revoked, do not count', () => {
    const late = ['--faked-system-time', '20300101T000000!', '--ignore-time-conflict']
    writeFileSync(at('data'), data)
    gpg('--quick-gen-key', 'Short <short@example.invalid>', 'ed25519', 'sign', '1y')
    const keys = publicKeys()
    gpg('--quick-set-expire', gpg('--list-keys', '--with-colons', 'short@example.invalid').split('fpr:::::::::')[1]?.slice(0, 40) ?? '', '10y')
    gpg(...late, '-u', 'short@example.invalid', '--output', at('late.sig'), '--detach-sign', at('data'))
    const check = (openPgpKeys: Buffer[]) => verifyFiles({ data, 'data.sig': readFileSync(at('late.sig')) }, { openPgpKeys })[0]
    expect(check([keys])?.because[0]).toContain('had expired')
    expect(check([publicKeys()])?.state).toBe('valid')
    writeFileSync(
      at('revocation'),
      readFileSync(
        at(
          `keys/openpgp-revocs.d/${readdirSync(at('keys/openpgp-revocs.d')).find((name) => gpg('--list-keys', '--with-colons', 'short@example.invalid').includes(name.slice(0, 40)))}`,
        ),
        'utf8',
      ).replace(':-----', '-----'),
    )
    gpg('--import', at('revocation'))
    expect(check([publicKeys()])?.because[0]).toContain('was revoked')
  })
})
