import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const read = (text: string) => readAdvisory(Buffer.from(text), { name: 'note.txt' })

describe('AsciiDoc', () => {
  const text = `:toc:
:toclevels: 2

= Relay -- Indicators of Compromise

please see the article about
https://blog.example-labs.invalid/relay/[Relay] and
https://other-labs.invalid/a["Relay: the
story"].

== C&C domains
[options="header"]
----
first-relay[.]net
second-relay[.]net
----
`
  it('has titles, attributes, and links with their texts in brackets', async () => {
    const { title, blocks, indicators } = await read(text)
    expect(title).toBe('Relay -- Indicators of Compromise')
    expect(blocks.filter(({ kind }) => kind === 'heading').map((block) => [block.text, block.line])).toEqual([
      ['Relay -- Indicators of Compromise', 4],
      ['C&C domains', 11],
    ])
    expect(blocks.some(({ text: words }) => /toc|options|----/.test(words))).toBe(false)
    expect(indicators.filter(({ type }) => type === 'url').map(({ value }) => value)).toEqual([
      'https://blog.example-labs.invalid/relay/',
      'https://other-labs.invalid/a',
    ])
    expect(indicators.filter(({ role }) => role === 'command-and-control').map(({ value }) => value)).toEqual(['first-relay.net', 'second-relay.net'])
  })
})

describe('a signed text', () => {
  const signed = (body: string) => `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

${body}
-----BEGIN PGP SIGNATURE-----
Version: GnuPG v2

iQIzBAEBCgAdFiEEabcdefevil.com
=abcd
-----END PGP SIGNATURE-----
`
  it('has no armour in its title and its text', async () => {
    const { title, blocks, indicators } = await read(signed('   #########\n  ##  R E L A Y  ##\n   #########\n\nRelay is vulnerable\n\n- - 4.1 is affected'))
    expect(title).toBe('Relay is vulnerable')
    expect(blocks.map((block) => block.text).join('\n')).not.toMatch(/PGP|SHA512|GnuPG/)
    expect(blocks.at(-1)?.text).toBe('- 4.1 is affected')
    expect(indicators).toEqual([])
  })

  it('takes the fields of its head for title and date', async () => {
    const { title, published } = await read(signed('Titel         : Fouten verholpen in Relay\nVersie        : 1.01\nUitgiftedatum : 20230613\n\nTekst.'))
    expect([title, published]).toEqual(['Fouten verholpen in Relay', '2023-06-13'])
  })
})

describe('a mail that is shown', () => {
  it('gives its subject and date to no advisory', async () => {
    const mail = 'Received: from a.invalid (a.invalid [192.0.2.9])\nSubject: Pay now\nFrom: pay@evil.invalid\nDate: Wed, 16 Feb 2022 11:48:38 +0000\n'
    const { title } = await read(`WINDOWS INFECTION BY MAIL\n\nMAIL HEADERS:\n\n${mail}`)
    expect(title).toBe('WINDOWS INFECTION BY MAIL')
  })
})
