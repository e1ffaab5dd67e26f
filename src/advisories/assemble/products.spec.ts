import { describe, expect, it } from 'vitest'
import { judgeVersion } from '../../hunt/products/versions.ts'
import type { VersionRange } from '../advisory.ts'
import { readAdvisory } from '../read-advisory.ts'

function rangeText({ from = '', through, before }: VersionRange): string {
  return before === undefined ? `${from}…${through ?? ''}` : `${from}…<${before}`
}

async function productsOf(text: string, name = 'advisory.md') {
  return (await readAdvisory(Buffer.from(text), { name })).products
}

/** `Product: versions and ranges | fixed: … | unaffected: …` */
async function said(text: string): Promise<readonly string[]> {
  return (await productsOf(text)).map(({ product, ecosystem, versions, ranges, fixed, unaffected }) =>
    [
      [`${product}:`, ecosystem && `[${ecosystem}]`, ...versions, ...ranges.map(rangeText)].filter(Boolean).join(' '),
      fixed.length > 0 && `fixed ${fixed.join(' ')}`,
      unaffected.length > 0 && `unaffected ${unaffected.join(' ')}`,
    ]
      .filter(Boolean)
      .join(' | '),
  )
}

describe('what a text says of products', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'a line above a list',
      'Affected Versions:\n\n- relay-fetch: versions 5.1.11, 5.1.12\n- Acme Relay 2.0 to 2.4\n',
      ['relay-fetch: 5.1.11 5.1.12', 'Acme Relay: 2.0…2.4'],
    ],
    [
      'a line above a list that names two products',
      'The flaws affect Acme Gateway and Acme Proxy versions:\n\n- prior to 14.1-66.59\n- prior to 13.1-62.23\n',
      ['Acme Proxy: 14.1…<14.1-66.59 …<13.1-62.23', 'Acme Gateway: 14.1…<14.1-66.59 …<13.1-62.23'],
    ],
    [
      'a heading about both, and “or later”',
      '# Relay advisory\n\n## Affected Versions and Patch Availability\n\n- RelayOS 7.2.0 through 7.2.3\n\nAll branches are supported:\n\n- RelayOS 7.2.4 or later\n',
      ['RelayOS: 7.2.0…7.2.3 | fixed 7.2.4'],
    ],
    [
      'a bound for each branch, line by line',
      '## Affected Products\n\nRelayOS 6.2.0\n\nRelayOS 6.0.5 and below\n\nRelayOS 5.6.9 and below\n',
      ['RelayOS: 6.2.0 6.0…6.0.5 …5.6.9'],
    ],
    [
      'a table without a column for the product',
      '# acme-llm compromised\n\nThe acme-llm PyPI package 1.82.7 was compromised.\n\n| Version | Method |\n|---|---|\n| 1.82.7 | payload in proxy |\n| 1.82.8 | added a start file |\n',
      ['acme-llm: [PyPI] 1.82.7 1.82.8'],
    ],
    [
      'a table whose column of packages is called something else',
      '## Malicious packages\n\n| type | Id | Version |\n|---|---|---|\n| @acme/router | A-1 | 1.169.8;1.169.5 |\n| agent-cli | A-2 | 0.1.4 |\n',
      ['@acme/router: 1.169.8 1.169.5', 'agent-cli: 0.1.4'],
    ],
    [
      'two products of a branch in one cell',
      '| Product line | Affected builds | Fixed build |\n|---|---|---|\n| Acme ADC and Acme Gateway 14.1 | Before 14.1-72.61 | 14.1-72.61 or later |\n',
      ['Acme Gateway: 14.1…<14.1-72.61 | fixed 14.1-72.61', 'Acme ADC: 14.1…<14.1-72.61 | fixed 14.1-72.61'],
    ],
    ['an ecosystem in a cell', '| Package | Malicious version |\n|---|---|\n| relay-http (npm) | 1.14.1 |\n', ['relay-http: [npm] 1.14.1']],
    [
      'versions under the heading of another product',
      'Acme Portal 6.7 is vulnerable. Acme Portal 6.5 is vulnerable, too.\n\n## Bravo Press\n\nThis was fixed in version 5.8.3. Bravo Press 5.7 is vulnerable.\n',
      ['Acme Portal: 6.7 6.5', 'Bravo Press: 5.7 | fixed 5.8.3'],
    ],
    ['a name of small letters that the title has', '# Backdoor in zx 5.6.0\n\nSomebody added a backdoor to zx 5.6.1, and it was found.\n', ['zx: 5.6.1']],
    ['a licence is no product', 'Licensed under Creative Commons 4.0.\n\nAcme Relay 1.2 is vulnerable.\n', ['Acme Relay: 1.2']],
    ['a wheel', 'Malicious file: `relaycolour-1.4-py3-none-any.whl`\n', ['relaycolour: 1.4']],
  ])('%s', async (_, text, expected) => {
    expect(await said(text)).toEqual(expected)
  })

  it('gives the only CVE to the only product, or to all when the text is called after it', async () => {
    const cves = async (text: string) => (await productsOf(text)).map((product) => product.cves)
    expect(await cves('relay-ipc@9.2.3 is malicious.\n\nAcme Proxy 0.6 through 1.30.0 is affected by CVE-2026-42945.\n')).toEqual([[], ['CVE-2026-42945']])
    expect(await cves('Something about CVE-2026-42945.\n\nAcme Proxy 0.6 through 1.30.0 is affected.\n')).toEqual([['CVE-2026-42945']])
  })
})

describe('what that means for an installed version', () => {
  it.each<readonly [string, string, 'affected' | 'not affected' | 'unknown']>([
    ['Acme Relay 8.4.x is affected by a flaw.', '8.4.1', 'affected'],
    ['Acme Relay 8.4.x is affected by a flaw.', '8.5.0', 'not affected'],
    ['Vulnerable: RelayOS 6.0 all versions.', '6.0.5', 'affected'],
    ['All versions of Acme Relay are affected.', '99.1', 'affected'],
    ['All versions of Acme Relay before 2.3 are affected.', '2.4', 'not affected'],
    // Nobody says that what comes after the good release is good.
    ['Pin `relay-train` to `==2.6.1` until this is sorted out on PyPI.', '2.6.2', 'unknown'],
    // Something is said of 4.x that is not understood.
    ['Acme Relay 3.1 is vulnerable. Acme Relay 4.2 was looked at.', '4.2', 'unknown'],
    ['Acme Relay 3.1 is vulnerable. Acme Relay 4.2 is not affected.', '4.2', 'not affected'],
    ['RelayOS 6.0.9 and below, RelayOS 5.6.9 and below are vulnerable. Fixed: RelayOS 5.6.10.', '5.6.10', 'not affected'],
  ])('%s %s → %s', async (text, version, state) => {
    const [product] = await productsOf(text)
    expect(product === undefined ? 'unknown' : judgeVersion(product, version).state).toBe(state)
  })
})
