import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readAdvisory } from './read-advisory.ts'

const hash = (algorithm: string, of: string) => createHash(algorithm).update(of).digest('hex')
const read = (text: string) => readAdvisory(Buffer.from(text))

/** `type value` of what counts, hosts of URLs left out. */
async function found(text: string): Promise<readonly string[]> {
  const { indicators } = await read(text)
  return indicators.filter(({ demoted, partOf }) => !demoted && !partOf).map(({ type, value }) => `${type} ${value}`)
}

/** `value: reason` of what is demoted. */
async function demoted(text: string): Promise<readonly string[]> {
  const { indicators } = await read(text)
  return indicators.flatMap(({ value, demoted: against }) => (against ? [`${value}: ${against.reason}`] : []))
}

describe('defanged forms', () => {
  it.each([
    ['evil[.]invalid', 'domain evil.invalid'],
    ['evil(.)invalid', 'domain evil.invalid'],
    ['evil{.}invalid', 'domain evil.invalid'],
    ['evil[dot]invalid', 'domain evil.invalid'],
    ['evil (dot) invalid', 'domain evil.invalid'],
    ['evil dot invalid', 'domain evil.invalid'],
    ['evil_dot_invalid', 'domain evil.invalid'],
    ['evil[.invalid', 'domain evil.invalid'],
    ['evil\\.invalid', 'domain evil.invalid'],
    ['ev\u200bil[.]inva\u00adlid', 'domain evil.invalid'],
    ['EVIL[.]Invalid.', 'domain evil.invalid'],
    ['*.evil[.]invalid', 'domain evil.invalid'],
    ['b\u00fccher[.]invalid', 'domain xn--bcher-kva.invalid'],
    ['192.0.2[.]7', 'ipv4 192.0.2.7'],
    ['192[.]0[.]2[.]7:8443', 'ipv4 192.0.2.7'],
    ['192.0.2[.]0/28', 'cidr 192.0.2.0/28'],
    ['2001[:]db8[:][:]77', 'ipv6 2001:db8::77'],
    ['hxxps://evil[.]invalid/a?b=1', 'url https://evil.invalid/a?b=1'],
    ['hXXp[:]//evil[.]invalid/a', 'url http://evil.invalid/a'],
    ['hxxp[://]evil[.]invalid/a', 'url http://evil.invalid/a'],
    ['h**p://evil[.]invalid/a', 'url http://evil.invalid/a'],
    ['hxxp://evil [.] invalid/a', 'url http://evil.invalid/a'],
    ['hxxps ://evil[.]invalid/a', 'url https://evil.invalid/a'],
    ['fxp://evil[.]invalid/a', 'url ftp://evil.invalid/a'],
    ['evil[.]invalid[/]gate[.]php', 'url evil.invalid/gate.php'],
    ['(hxxps://evil[.]invalid/a_(1)/b).', 'url https://evil.invalid/a_(1)/b'],
    ['someone[@]evil[.]invalid', 'email someone@evil.invalid'],
    ['someone (at) evil (dot) invalid', 'email someone@evil.invalid'],
  ])('%s', async (written, expected) => {
    expect(await found(`The implant used ${written} for its traffic.`)).toEqual([expected])
  })
})

describe('what only looks like an indicator', () => {
  it.each([
    'It loads ffmpeg.dll through process.name and System.Net.WebClient, not node.js.',
    'The query process.name:"x.exe" and user.id = 5 were used; see file.path.',
    'Version 18.12.0.416 is bad, and so are versions 1.0.0.25, 1.0.0.26 and 1.0.0.27 of it.',
    'The fix is in build 10.0.19045.3693 and later.',
    'The class org.apache.logging.log4j.core.lookup.JndiLookup and java.lang.Runtime were called.',
    'Object id 1.3.6.1.4.1.311.2.1.12 and GUID 6f9619ff-8b86-d011-b42d-00c04fc964ff.',
    'The data was encoded: QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU2Nzg5QUJDREVGR0hJSktM.',
    'He said that it works.This is glued.That too.Cisco is fine.',
    'The ratio was 3.5:1 at 12:34:56 in std::dec on a Tuesday, i.e. at noon.',
  ])('%s', async (text) => {
    expect((await found(text)).filter((one) => !/^file-/.test(one))).toEqual([])
  })

  it('tells scripts from domains by their context', async () => {
    expect(await found('It runs stage.py and install.sh, then unpacks payload.zip.')).toEqual([
      'file-name stage.py',
      'file-name install.sh',
      'file-name payload.zip',
    ])
    expect(await found('The domain pay-now[.]zip and the host get[.]evil[.]sh resolved to it.')).toEqual(['domain pay-now.zip', 'host get.evil.sh'])
  })

  it('tells sections and products from addresses', async () => {
    const text = 'AnyDesk 7.0.8.1 was installed.\n\n1.2.3.4 Recommendations\n\nThe server 203.0.113.9 answered on port 443.'
    expect(await found(text)).toEqual(['ipv4 203.0.113.9'])
  })

  it('does not take keys and commits for files', async () => {
    const reasons = await demoted(`AES key: ${hash('md5', 'k')}. Fixed by commit ${hash('sha1', 'c')}. The empty file has ${hash('md5', '')}.`)
    expect(reasons.map((reason) => reason.split(': ')[1])).toEqual(
      ['the text calls it a aes key, not the hash of a file', 'the text calls it a commit, not the hash of a file', 'the hash of an empty file'].map((text) =>
        text.replace('a aes', 'a aes'),
      ),
    )
  })
})

describe('values that are only half there', () => {
  it('joins hashes and addresses that a line end cuts', async () => {
    const [one, two] = [hash('sha256', 'one'), hash('sha512', 'two')]
    const text = `Hashes\n${one.slice(0, 50)}\n${one.slice(50)}\n${hash('md5', 'three')}\n${two.slice(0, 57)}\n${two.slice(57, 114)}\n${two.slice(114)}\n\nThe payload came from hxxps://files.evil[.\n]invalid/a`
    expect(await found(text)).toEqual([`sha256 ${one}`, `md5 ${hash('md5', 'three')}`, `sha512 ${two}`, 'url https://files.evil.invalid/a'])
  })

  it('keeps lists of whole hashes apart', async () => {
    const md5s = Array.from({ length: 6 }, (_, index) => hash('md5', String(index)))
    expect(await found(md5s.join('\n'))).toEqual(md5s.map((value) => `md5 ${value}`))
  })

  it('parts cells that ran together', async () => {
    const [md5, sha1, sha256] = [hash('md5', 'g'), hash('sha1', 'g'), hash('sha256', 'g')].map((text) => text.toUpperCase()) as [string, string, string]
    const text = `MD5${md5}\nSHA-1${sha1}\nSHA-256${sha256}\n198.51.100[.]7950.51.100[.]115evil[.]netCogent\nC&Chttps://next[.]invalid/djour.php`
    expect(await found(text)).toEqual([
      `md5 ${md5.toLowerCase()}`,
      `sha1 ${sha1.toLowerCase()}`,
      `sha256 ${sha256.toLowerCase()}`,
      'ipv4 198.51.100.79',
      'ipv4 50.51.100.115',
      'domain evil.net',
      'url https://next.invalid/djour.php',
    ])
  })
})

describe('things on machines', () => {
  it.each([
    ['It drops C:\\Program Files\\Relay Agent\\cache.dll and starts it.', 'file-path C:\\Program Files\\Relay Agent\\cache.dll'],
    ['The path is %APPDATA%\\Relay\\a.dat, then it sleeps.', 'file-path %APPDATA%\\Relay\\a.dat'],
    ['It writes to /Library/Application Support/Relay/agent.plist and leaves.', 'file-path /Library/Application Support/Relay/agent.plist'],
    ['Stored in ~/.config/guiconfigd by the loader.', 'file-path ~/.config/guiconfigd'],
    [
      'Run key: HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell is set.',
      'registry-key HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell',
    ],
    ['It creates the mutex “RelayOnce-77” first.', 'mutex RelayOnce-77'],
    ['It opens Global\\RelayOnce first.', 'mutex Global\\RelayOnce'],
    ['The cookie named __tutma carries the id.', 'cookie __tutma'],
    ['User-Agent: RelayUpdate/4.0 (x)', 'user-agent RelayUpdate/4.0 (x)'],
    ['Certificate serial number: 0a:08:d3:60:1d:b9:58:2a:c4:e1:76:3e:70:7a:d5:b4 was used.', 'certificate-serial 0A08D3601DB9582AC4E1763E707AD5B4'],
    [`Thumbprint: ${hash('sha1', 't').toUpperCase()}`, `certificate-thumbprint ${hash('sha1', 't')}`],
    [`Its JA3 is ${hash('md5', 'j')}.`, `ja3 ${hash('md5', 'j')}`],
    ['Its JA4 is t13d1516h2_8daaf6152771_b186095e22b6.', 'ja4 t13d1516h2_8daaf6152771_b186095e22b6'],
    [`Imphash: ${hash('md5', 'i')}`, `imphash ${hash('md5', 'i')}`],
  ])('%s', async (text, expected) => {
    expect(await found(text)).toEqual([expected])
  })
})

describe('products and versions', () => {
  it.each([
    ['MagicLine4NX versions 1.0.0.1 to 1.0.0.26 are vulnerable.', 'MagicLine4NX', [], [{ from: '1.0.0.1', through: '1.0.0.26' }], []],
    ['A flaw in Relay Agent up to 1.0.0.26 allows code execution.', 'Relay Agent', [], [{ through: '1.0.0.26' }], []],
    ['Relay Agent prior to 1.0.0.27 is vulnerable.', 'Relay Agent', [], [{ before: '1.0.0.27' }], []],
    ['Relay Agent 4.2.0 and earlier are affected; update to 4.2.1.', 'Relay Agent', [], [{ through: '4.2.0' }], ['4.2.1']],
    ['Affected are Relay Agent <= 2.3 and the issue is fixed in 2.4.', 'Relay Agent', [], [{ through: '2.3' }], ['2.4']],
    ['Versions 18.12.407 and 18.12.416 of the 3CX Desktop App are compromised.', '3CX Desktop App', ['18.12.407', '18.12.416'], [], []],
    ['The compromise affects Apache Log4j 2.0-beta9 through 2.14.1.', 'Apache Log4j', [], [{ from: '2.0-beta9', through: '2.14.1' }], []],
    ['Vulnerable: Relay Agent >= 4.0, < 4.2.1.', 'Relay Agent', [], [{ from: '4.0', before: '4.2.1' }], []],
    ['xz-utils versions 5.6.0 and 5.6.1 contain a backdoor.', 'xz-utils', ['5.6.0', '5.6.1'], [], []],
  ] as const)('%s', async (text, product, versions, ranges, fixed) => {
    const { products } = await read(text)
    expect(products.map((one) => [one.product, one.versions, one.ranges, one.fixed])).toEqual([[product, versions, ranges, fixed]])
  })

  it('reads tables of products', async () => {
    const { products } = await read(
      '# Advisory\n\n| Product | Affected versions | Fixed in |\n|---|---|---|\n| Relay Agent | 4.0 through 4.2.0 | 4.2.1 |\n| Relay Hub | 7.1.1, 7.1.2 | 7.2 |\n',
    )
    expect(products.map(({ product, versions, ranges, fixed }) => [product, versions, ranges, fixed])).toEqual([
      ['Relay Agent', [], [{ from: '4.0', through: '4.2.0' }], ['4.2.1']],
      ['Relay Hub', ['7.1.1', '7.1.2'], [], ['7.2']],
    ])
  })

  it('knows packages, and which version to go back to', async () => {
    const { products } = await read('The npm package axios@1.14.1 is malicious and pulls plain-crypto-js@4.2.1. Roll back to axios@1.14.0.')
    expect(products.map(({ purl, versions, fixed }) => [purl, versions, fixed])).toEqual([
      ['pkg:npm/axios', ['1.14.1'], ['1.14.0']],
      ['pkg:npm/plain-crypto-js', ['4.2.1'], []],
    ])
  })

  it('says nothing of scores, protocols and figures', async () => {
    expect((await read('The flaw has a CVSS score of 9.8 over TLS 1.2; see Figure 2.1. YARA version >= 3.11.0 finds the malicious file.')).products).toEqual([])
  })
})

describe('ids and dates', () => {
  it('finds CVEs, techniques as they are called today, and dates', async () => {
    const { cves, techniques, dates, tlp } = await read(
      'TLP:AMBER+STRICT\n\nOn March 29th, 2023 and 2023-03-20 12:00:35 CVE\u20112023\u201129059 was used (T1574.002, DiscoveryT1083File). Seen 20 Apr 2023 - 11:30AM.',
    )
    expect(cves.map(({ id }) => id)).toEqual(['CVE-2023-29059'])
    expect(techniques.map(({ id, asWritten }) => [id, asWritten])).toEqual([
      ['T1574.001', 'T1574.002'],
      ['T1083', 'T1083'],
    ])
    expect(dates.map(({ date }) => date)).toEqual(['2023-03-29', '2023-03-20T12:00:35Z', '2023-04-20T11:30:00Z'])
    expect(tlp).toBe('AMBER+STRICT')
  })

  it('reads dates of other languages, and takes no version or address for one', async () => {
    const { dates } = await read(
      'Am 30. März 2023 und am 31.03.2023, le 2 avril 2023, el 3 de mayo de 2023, 4 giugno 2023, 2023년 7월 5일, 2023年8月6日. Not: 18.12.2023.1, 10.12.20.23, 7 items 2023.',
    )
    expect(dates.map(({ date }) => date)).toEqual(['2023-03-30', '2023-03-31', '2023-04-02', '2023-05-03', '2023-06-04', '2023-07-05', '2023-08-06'])
  })
})

describe('demotion', () => {
  const advisory = `title: Relay Agent abused
url: https://blog.example-labs.invalid/relay

The icons lay at hxxps://raw.githubusercontent[.]com/Store/images/main/icon.ico and the implant called evil[.]invalid and bad[.]invalid.
The vendor's page is www.relayagent.com, and 10.1.2.3 is the internal proxy. Questions: team@example-labs.invalid.
Read more at https://some-news.com/story.

References
https://another-vendor.com/report
`
  it('keeps the page of a shared service and demotes its host, the publisher, the vendor, links and private addresses', async () => {
    const { indicators } = await read(`${advisory}\nRelay Agent 4.0 is affected.`)
    const counting = indicators.filter((one) => !one.demoted).map(({ value }) => value)
    expect(counting).toEqual(['https://raw.githubusercontent.com/Store/images/main/icon.ico', 'evil.invalid', 'bad.invalid'])
    const reasons = new Map(indicators.map(({ value, demoted: against, role }) => [value, `${role}: ${against?.reason}`]))
    expect(reasons.get('raw.githubusercontent.com')).toContain('a service that many use')
    expect(reasons.get('blog.example-labs.invalid')).toBe("publisher: the publisher's own site")
    expect(reasons.get('team@example-labs.invalid')).toBe("publisher: the publisher's own site")
    expect(reasons.get('www.relayagent.com')).toContain('vendor')
    expect(reasons.get('10.1.2.3')).toContain('private')
    expect(reasons.get('https://some-news.com/story')).toContain('reference')
    expect(reasons.get('https://another-vendor.com/report')).toContain('references')
  })

  it('asks the warning lists and shows which one spoke', async () => {
    const { indicators } = await readAdvisory(Buffer.from('evil[.]invalid called 203.0.113.9.'), {
      warningLists: (type, value) => (type === 'domain' && value === 'evil.invalid' ? 'Sinkholes' : undefined),
    })
    expect(indicators.map(({ value, demoted: against }) => [value, against?.reason])).toEqual([
      ['203.0.113.9', undefined],
      ['evil.invalid', 'on the warning list “Sinkholes”'],
    ])
  })
})

describe('other writings', () => {
  it('one sentence of what is and what is not affected', async () => {
    const { products } = await read('A warning about Relay Sync\n\nRelay Sync 4.1.7 and 4.1.8 for Windows are affected; 4.1.9 is not affected.\n')
    expect(products).toMatchObject([{ product: 'Relay Sync', platform: 'windows', versions: ['4.1.7', '4.1.8'], unaffected: ['4.1.9'] }])
  })

  it('German prose with a footnote and three kinds of brackets', async () => {
    const { indicators, products, published } = await read(
      'Warnung: Manipulierte Updates von Nordlicht Fax\n\nTLP:GREEN · Veröffentlicht am 14. Mai 2024 · CERT\n\nAngreifer haben Nordlicht Fax manipuliert. Betroffen: Nordlicht Fax 7.3.1, 7.3.2. Behoben in 7.3.4.\n\nDer Schadcode verbindet sich mit update-nordlicht(dot)net sowie cdn{.}nordlicht-mail{.}org und lädt hxxps[://]cdn[.]nordlicht-mail[.]org/v7/fx.bin¹ nach.\n',
    )
    expect(
      indicators
        .filter(({ demoted, partOf }) => demoted === undefined && partOf === undefined)
        .map(({ value }) => value)
        .toSorted(),
    ).toEqual(['cdn.nordlicht-mail.org', 'https://cdn.nordlicht-mail.org/v7/fx.bin', 'update-nordlicht.net'])
    expect(products).toMatchObject([{ product: 'Nordlicht Fax', versions: ['7.3.1', '7.3.2'], fixed: ['7.3.4'] }])
    expect(published).toBe('2024-05-14')
  })

  it("a mail in quoted-printable, whose server borrows the product's name", async () => {
    const mail = [
      'From: "Sector CERT" <alerts@sector-cert.example>',
      'To: members@sector-cert.example',
      'Subject: =?utf-8?Q?Trojanised_build_of_Relay_Sync_=E2=80=93_act_now?=',
      'Date: Tue, 14 May 2024 10:11:12 +0200',
      'Message-ID: <1@sector-cert.example>',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset="utf-8"',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<html><body><p>All versions from 4.2.0=',
      ' through 4.2.3 of Relay Sync are compromised; upgrade to 4.2.5.</p><table><tr><th>Type</th><th>Indicator</th><th>Note</th></tr><tr><td>Domain</td><td>relay-sy=',
      'nc[.]top</td><td>C2</td></tr><tr><td>URL</td><td>hxxp://relay-sync[.]top/api/v=',
      '1/beat?id=3D</td><td>beacon</td></tr></table><p>Visit www.relaysync.com for help.</p></body></html>',
    ]
    const { indicators, products } = await readAdvisory(Buffer.from(mail.join('\r\n')))
    const looked = indicators.filter(({ demoted }) => demoted === undefined).map(({ value }) => value)
    expect(looked.toSorted()).toEqual(['http://relay-sync.top/api/v1/beat?id=', 'relay-sync.top'])
    expect(products).toMatchObject([{ product: 'Relay Sync', ranges: [{ from: '4.2.0', through: '4.2.3' }], fixed: ['4.2.5'] }])
  })

  it('spaced addresses, DOT, a hash over two lines and an attacker who replaced a package', async () => {
    const { indicators, products } = await read(
      'COMPROMISED DEPENDENCY\n\nThe PyPI package "color-stream" versions 2.8.1 and 2.8.2 was replaced by an attacker. Users should pin 2.8.0.\n\n  - telemetry-color DOT dev  (C2, port 443)\n  - 45 . 77 . 12 . 9\n  - sha512  ' +
        `${'ab12'.repeat(16)}\n            ${'cd34'.repeat(16)}\n`,
    )
    expect(
      indicators
        .filter(({ demoted }) => demoted === undefined)
        .map(({ value }) => value)
        .toSorted(),
    ).toEqual(['45.77.12.9', 'ab12'.repeat(16) + 'cd34'.repeat(16), 'telemetry-color.dev'])
    expect(products).toMatchObject([{ product: 'color-stream', ecosystem: 'PyPI', versions: ['2.8.1', '2.8.2'] }])
  })
})
