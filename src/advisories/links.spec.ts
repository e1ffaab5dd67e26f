import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readAdvisory } from './read-advisory.ts'

const hash = createHash('sha256').update('x').digest('hex')

async function read(text: string) {
  const { indicators } = await readAdvisory(Buffer.from(text))
  return indicators.filter(({ type }) => /^(?:url|domain|host|email|ipv4|registry-key)$/.test(type))
}
const counting = async (text: string) => (await read(text)).filter(({ demoted, partOf }) => !demoted && !partOf).map(({ value }) => value)
const reasons = async (text: string) => (await read(text)).map(({ value, demoted }) => `${value}: ${demoted?.reason ?? 'counts'}`)

const prose = '# CVE-2024-3094\n\nA flaw was found in Relay, and all users of it are told to update to the newest release as soon as they can.\n\n'
const link = 'written as a link, and nothing around it speaks of an attack'

describe('links of an advisory that defangs nothing', () => {
  it.each([
    ['details: https://www.some-list.com/lists/2024/03/29/4', 'www.some-list.com'],
    ['Full technical writeup: **https://labs-of-some.com/blog/relay**', 'labs-of-some.com'],
    ['- https://usn.some-system.com/3665-1/', 'usn.some-system.com'],
  ])('“%s” is for the reader, and so is its host', async (line, host) => {
    const found = await reasons(`${prose}${line}\n`)
    expect(found.map((one) => one.split(/: (?=w)/)[1])).toEqual([link, link])
    expect(found[1]).toContain(host)
  })

  it.each([
    ['## Indicators of compromise\n\n- http://evil-site.com/gate\n'],
    ['## C2 servers\n\n- http://evil-site.com/gate\n'],
    ['## Malicious update URLs\n\nhttp://evil-site.com/gate\n'],
    ['The implant downloads this:\n\n- http://evil-site.com/gate\n'],
    [`- SHA256: ${hash}\n- Location: http://evil-site.com/gate\n`],
    ['C2: http://evil-site.com/gate\n'],
    ['| Kind | Where |\n|---|---|\n| Beacon | http://evil-site.com/gate |\n'],
  ])('%s counts', async (text) => {
    expect(await counting(`${prose}${text}`)).toEqual(['http://evil-site.com/gate'])
  })

  it.each(['http://198.51.100.7:3000/', 'http://evil-site.com/a/relay.exe', 'tcp://evil-site.com:443/'])(
    '%s is none that a reader would follow',
    async (url) => {
      expect(await counting(`${prose}- ${url}\n`)).toEqual([url])
    },
  )

  it('a bare list of URLs is a list of indicators', async () => {
    expect(await counting('# feed\nhttp://evil-site.com/gate\nhttp://bad-site.com/gate\n')).toEqual(['http://evil-site.com/gate', 'http://bad-site.com/gate'])
  })
})

describe('names in the type of code', () => {
  it('are part of the software where nothing around them speaks of an attack', async () => {
    expect(await reasons(`${prose}An actor may create objects (in the \`networking.k8s.io\` group) with the ingress controller.`)).toEqual([
      `networking.k8s.io: ${link}`,
    ])
  })

  it.each(['C2: `evil-site.com`', 'The malware contacts `evil-site.com`.', 'Block `evil-site.com` at the proxy.', 'The domain `evil-site.com` egress.'])(
    '%s counts',
    async (text) => {
      expect(await counting(`${prose}${text}\n`)).toEqual(['evil-site.com'])
    },
  )
})

describe('controllers', () => {
  const role = async (text: string) => (await read(text)).map((one) => one.role)
  it('command malware only where they are called so', async () => {
    expect(await role('The ingress controller of the domain relay-site.com is slow.')).toEqual(['unknown'])
    expect(await role('The botnet controller is relay-site.com.')).toEqual(['command-and-control'])
    expect(await role('The C2 controller is relay-site.com.')).toEqual(['command-and-control'])
  })
})

describe('headers of a mail that is shown', () => {
  const defanged = 'A campaign of mail\n\nThe servers are evil[.]invalid and bad[.]invalid.\n\nMAIL HEADERS:\n\n'
  it('are given as they are', async () => {
    const headers =
      'Received: from thiag77940[.]vds (mail01.nota-site.com [195.28.183[.]90])\n\tby mx.relay.invalid (Postfix) with ESMTPS\nSubject: Nota\nFrom: nfe@nota-paulista.com\nReply-To: "Nota" <nota@paulista-site.com>\n'
    expect(await counting(`${defanged}${headers}`)).toEqual([
      'evil.invalid',
      'bad.invalid',
      '195.28.183.90',
      'mail01.nota-site.com',
      'nfe@nota-paulista.com',
      'nota@paulista-site.com',
    ])
  })

  it('are not those of the advisory itself', async () => {
    expect(await counting(`From: cert@agency-site.com\nSubject: A warning\n\nThe servers are evil[.]invalid and bad[.]invalid.`)).toEqual([
      'evil.invalid',
      'bad.invalid',
    ])
  })
})

describe('values that go on', () => {
  it('a URL with a placeholder says where a page is, and not which', async () => {
    expect(await reasons('The C2 is hxxps[:]//api[.]relay-site[.]com/repos/<owner>/<repo>/contents/ and hxxps[:]//api[.]relay-site[.]com/v1.')).toEqual([
      'https://api.relay-site.com/repos/: cut off at a placeholder: what stands there differs',
      'api.relay-site.com: counts',
      'https://api.relay-site.com/v1: counts',
    ])
  })

  it('a page of a shared service without its scheme', async () => {
    expect(await counting('## Network IOCs\n\n| Type | Value |\n|---|---|\n| Telegram | `t.me/some_seller` |\n')).toEqual(['t.me/some_seller'])
  })

  it('a registry value that a command names apart from its key', async () => {
    expect(await counting('reg delete "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run" /v "halos" /f')).toEqual([
      'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\halos',
    ])
    expect(await counting('reg add HKLM\\Software\\Relay /v Start /t REG_SZ')).toEqual(['HKLM\\Software\\Relay\\Start'])
  })
})
