import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readAdvisory } from './read-advisory.ts'

const hash = createHash('sha256').update('x').digest('hex')

async function read(text: string) {
  const { indicators } = await readAdvisory(Buffer.from(text), { name: 'a.md' })
  return indicators.filter(({ type }) => /^file|^domain|^host/.test(type))
}
const counting = async (text: string) => (await read(text)).filter(({ demoted }) => !demoted).map(({ type, value }) => `${type} ${value}`)
const reasons = async (text: string) => (await read(text)).map(({ value, demoted }) => `${value}: ${demoted?.reason ?? 'counts'}`)
const roles = async (text: string) => (await read(text)).map(({ value, role }) => `${value}: ${role}`)

describe('endings of files that attacks bring', () => {
  it.each([
    'startup.pyz',
    'litellm_init.pth',
    'Cemu-2.6-x86_64.AppImage',
    'relay.vsix',
    'relay.crx',
    'relay.xpi',
    'core.asar',
    'addon.node',
    'agent.plist',
    'relay.desktop',
    'rootkit.ko',
    'inject.dylib',
    'install.command',
    'applet.scpt',
    'disk.vhdx',
    'note.one',
    'invoice.wsf',
    'sheet.xll',
    'panel.cpl',
    'setup.msixbundle',
    'app.appinstaller',
    'help.chm',
    'query.iqy',
    'search.search-ms',
    'relay.mobileconfig',
    'model.pkl',
    'weights.safetensors',
    'relay.gem',
    'relay.phar',
    'relay.war',
    'task.timer',
    'update.ps1xml',
    'relay.aab',
    'relay.onepkg',
  ])('%s', async (name) => {
    expect(await counting(`# A\n\nThe dropped file \`${name}\` ran.\n`)).toEqual([`file-name ${name}`])
  })

  it('libraries with a version behind their ending', async () => {
    expect(await counting('The backdoor is in `liblzma.so.5.6.0` and liblzma.so.5.')).toEqual(['file-name liblzma.so.5.6.0', 'file-name liblzma.so.5'])
  })

  it('a point of a list that begins with a name, and the cell of a table with a remark', async () => {
    expect(await counting('## Indicators\n\n- pgsql-relay.service - persistence of the second stage\n')).toEqual(['file-name pgsql-relay.service'])
    expect(await counting('## Indicators\n\npgsql-relay.service - persistence of the second stage\n')).toEqual(['file-name pgsql-relay.service'])
    expect(await counting(`## Hashes\n\n| File | Hash |\n|---|---|\n| RelayApp.app (bundle) | \`${hash}\` |\n`)).toEqual(['file-name RelayApp.app'])
  })

  it('paths inside a package, where the text speaks of malware', async () => {
    expect(await counting('The payload is in `relay/proxy/proxy_server.py` and `@relay/core/dist/setup.mjs`.')).toEqual([
      'file-path relay/proxy/proxy_server.py',
      'file-path @relay/core/dist/setup.mjs',
    ])
    expect(await reasons('The overflow is in `lib/parser.c`, function `a/b`.')).toEqual([
      'lib/parser.c: a path inside a project, and nothing in its sentence speaks of an attack',
    ])
  })
})

describe('names with spaces', () => {
  it.each([
    ['- Attachment: Payment Advice_000202.xlsb', 'Payment Advice_000202.xlsb'],
    ['- File name: Payment Remittance Advice_0002.xlsb', 'Payment Remittance Advice_0002.xlsb'],
    ['Filename: New Order (2) for you.pdf.exe', 'New Order (2) for you.pdf.exe'],
    ['Dropped file: System Information.txt, seen often.', 'System Information.txt'],
    ['Attachment name = "Invoice, May 2024.zip"', 'Invoice, May 2024.zip'],
  ])('%s', async (line, name) => {
    expect(await counting(`A warning\n\n${line}\n`)).toEqual([`file-name ${name}`])
  })

  it('not without a label, and not over the end of a sentence', async () => {
    expect(await counting('It ran the setup.exe in silence.')).toEqual(['file-name setup.exe'])
    expect(await counting('Attachment: none. It ran evil.exe then.')).toEqual(['file-name evil.exe'])
  })

  it('a folder before a name with a variable', async () => {
    expect(await counting('## Files\n\nsc\\~sc%random%.tmp\n')).toEqual(['file-path sc\\~sc%random%.tmp'])
  })
})

describe('files that every project has', () => {
  it('are demoted where they are named without a hash', async () => {
    const text =
      'Pin versions in `package-lock.json`/`uv.lock`/`requirements.txt`, see `yarn.lock`, pom.xml, `index.js`, `config.xml`, `setup.py`, `__init__.py`, `site.py`.'
    const found = await reasons(text)
    expect(found).toHaveLength(10)
    expect(new Set(found.map((one) => one.split(': ')[1]))).toEqual(new Set(['a name that many projects and systems have']))
    expect(await reasons('Check `cat /proc/sys/kernel/randomize_va_space` first.')).toEqual([
      '/proc/sys/kernel/randomize_va_space: a path that every system of its kind has',
    ])
  })

  it('count with a hash beside them', async () => {
    expect(await counting(`## Hashes\n\n| File | Hash |\n|---|---|\n| setup.py | ${hash} |\n`)).toEqual(['file-name setup.py'])
  })
})

describe('the host of a library', () => {
  it('is benign where the text calls it legitimate, and what it loads is not', async () => {
    const text =
      'Tradecraft relies on DLL sideloading of legitimate signed binaries — `fmrelay.exe` (Labs audio) loading `fmrelay.dll`, and `scanner.exe` (a component) loading `agentcore.dll`.'
    expect(await roles(text)).toEqual(['fmrelay.exe: benign', 'fmrelay.dll: payload', 'scanner.exe: benign', 'agentcore.dll: payload'])
  })

  it('is no payload where malware is run by it', async () => {
    expect(await roles('A malicious DLL run by chat.exe came with malware.exe.')).toEqual(['chat.exe: unknown', 'malware.exe: payload'])
    expect(await roles('The malicious relay.dll is side-loaded by the legitimate `chat.exe`.')).toEqual(['relay.dll: payload', 'chat.exe: benign'])
  })
})

describe('a compromised legitimate site', () => {
  it('makes nothing in its sentence harmless', async () => {
    expect(await roles('The C2 servers are evil[.]invalid and compromised legitimate Korean sites.')).toEqual(['evil.invalid: victim'])
  })
})

describe('names of services that end like files', () => {
  it('are hosts where the text calls them so', async () => {
    expect(await reasons('Data went to the public file-sharing service `sendit.sh` and the domain pay.zip.')).toEqual([
      'sendit.sh: a service that many use: its pages may be indicators, its host is none',
      'pay.zip: counts',
    ])
    expect(await counting('It installs the systemd service `sendit.sh`.')).toEqual(['file-name sendit.sh'])
  })

  it('a bare suffix below which many have their names is nobody’s host', async () => {
    const text =
      'The C2 relies on free hosting (`*.o-r.kr`, `*.p-e.kr` domains), `trycloudflare.com` tunnels and duckdns.org. See a.duckdns[.]org and bad[.]net.'
    expect(await reasons(text)).toEqual([
      'o-r.kr: a service that many use: its pages may be indicators, its host is none',
      'p-e.kr: a service that many use: its pages may be indicators, its host is none',
      'trycloudflare.com: a service that many use: its pages may be indicators, its host is none',
      'duckdns.org: a service that many use: its pages may be indicators, its host is none',
      'a.duckdns.org: counts',
      'bad.net: counts',
    ])
    expect(await counting('The C2 domains are *.evil[.]invalid and `*.bad.net`.')).toEqual(['domain evil.invalid', 'domain bad.net'])
  })
})
