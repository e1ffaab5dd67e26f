import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll } from '../../../test/support/source.ts'
import { missing } from '../../../test/support/tool.ts'
import { ldap as ldapFormat } from '../../evidence/ldap/index.ts'
import { collect } from '../collect.ts'
import { credentialsFrom } from '../credentials.ts'
import { ldap } from './index.ts'
import { ldifOf } from './ldif.ts'

const password = 'example-bind-password'

describe('LDIF as it is written', () => {
  it('has base64 where a text is not plain', () => {
    expect(ldifOf({ dn: 'uid=a,dc=x', cn: ['Ann', ' led by a space', '앤', 'two\nlines'], objectGUID: Buffer.from([1, 2]), empty: [] })).toBe(
      'dn: uid=a,dc=x\ncn: Ann\ncn:: IGxlZCBieSBhIHNwYWNl\ncn:: 7JWk\ncn:: dHdvCmxpbmVz\nobjectGUID:: AQI=\n\n',
    )
  })
})

describe.skipIf(missing('/usr/sbin/slapd', '/usr/sbin/slapadd'))('against slapd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-slapd-'))
  let slapd: ChildProcess | undefined
  let url = ''

  beforeAll(async () => {
    const port = await freePort()
    url = `ldap://127.0.0.1:${port}`
    mkdirSync(join(folder, 'data'))
    const schemas = ['core', 'cosine', 'inetorgperson', 'nis'].map((name) => `include /etc/ldap/schema/${name}.schema`)
    const configuration = [
      ...schemas,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      'database mdb',
      'maxsize 67108864',
      'suffix "dc=corp,dc=example"',
      'rootdn "cn=reader,dc=corp,dc=example"',
      `rootpw ${password}`,
      `directory ${join(folder, 'data')}`,
    ]
    writeFileSync(join(folder, 'slapd.conf'), `${configuration.join('\n')}\n`, { mode: 0o600 })
    const people = Array.from({ length: 1234 }, (_, index) => {
      const uid = `user${index}`
      return `dn: uid=${uid},dc=corp,dc=example\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: 앤 ${index}\nsn: Example\nuserPassword: example-secret-${index}\n`
    })
    const root = 'dn: dc=corp,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Corp\ndc: corp\n'
    const group = 'dn: cn=admins,dc=corp,dc=example\nobjectClass: groupOfNames\ncn: Administrators\nmember: uid=user7,dc=corp,dc=example\n'
    writeFileSync(
      join(folder, 'tree.ldif'),
      [root, ...people, group].join('\n').replace(/^cn: 앤 (\d+)$/gm, (_, number: string) => `cn:: ${Buffer.from(`앤 ${number}`).toString('base64')}`),
    )
    execFileSync('/usr/sbin/slapadd', ['-q', '-f', join(folder, 'slapd.conf'), '-l', join(folder, 'tree.ldif')], { stdio: 'pipe' })
    slapd = spawn('/usr/sbin/slapd', ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', url], { stdio: 'ignore' })
    await listening(port)
  }, 60_000)
  afterAll(async () => {
    if (slapd) {
      const ended = new Promise((resolve) => slapd?.once('exit', resolve))
      slapd.kill()
      await ended
    }
    rmSync(folder, { recursive: true })
  })

  const run = (more: Readonly<Record<string, string>> = {}, out = 'out') =>
    collect(ldap, {
      credentials: credentialsFrom({
        environment: { LDAP_URL: url, LDAP_BIND_DN: 'cn=reader,dc=corp,dc=example', LDAP_PASSWORD: password, LDAP_BASE: 'dc=corp,dc=example', ...more },
      }),
      folder: join(folder, out),
      signal: new AbortController().signal,
      http: { timeout: 20_000 },
    })

  it('collects every page of accounts and groups, and no password', async () => {
    const [entries] = await run()
    expect(entries).toMatchObject({ stream: 'entries', records: 1235 })
    const text = readFileSync(join(folder, 'out', entries?.file ?? ''), 'utf8')
    expect(text).not.toMatch(/userPassword|example-secret/i)
    const { rows } = await readAll(ldapFormat, text)
    expect(new Set(rows.account?.map(({ account }) => account)).size).toBe(1234)
    expect(rows.account?.filter(({ account }) => account === 'user7')).toMatchObject([
      { display_name: '앤 7' },
      { groups: ['Administrators'], privileged: true },
    ])
    expect(rows.account?.every((row) => (row.mfa_registered ?? null) === null)).toBe(true)
    for (const name of readdirSync(join(folder, 'out'))) expect(readFileSync(join(folder, 'out', name), 'utf8')).not.toContain(password)
  })

  it('begins anew after a break, in the same file', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const broken = collect(ldap, {
      credentials: credentialsFrom({
        environment: { LDAP_URL: url, LDAP_BIND_DN: 'cn=reader,dc=corp,dc=example', LDAP_PASSWORD: password, LDAP_BASE: 'dc=corp,dc=example' },
      }),
      folder: join(folder, 'again'),
      signal: controller.signal,
      onProgress: ({ pages }) => pages === 1 && controller.abort(reason),
    })
    await expect(broken).rejects.toBe(reason)
    const [entries] = await run({}, 'again')
    const files = readdirSync(join(folder, 'again')).filter((name) => name.endsWith('.ldif'))
    expect(files).toEqual([entries?.file])
    expect(readFileSync(join(folder, 'again', files[0] ?? ''), 'utf8').match(/^dn: /gm)).toHaveLength(1235)
  })

  it('says so when the password is not accepted', async () => {
    const error = await run({ LDAP_PASSWORD: 'example-wrong-password' }, 'wrong').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    expect(String((error as Error).message)).not.toContain('example-wrong-password')
  })

  it('sends no password in the clear to another machine', async () => {
    await expect(run({ LDAP_URL: 'http://127.0.0.1' })).rejects.toMatchObject({ code: 'USAGE' })
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function listening(port: number): Promise<void> {
  const { connect } = await import('node:net')
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('slapd does not listen')
}
