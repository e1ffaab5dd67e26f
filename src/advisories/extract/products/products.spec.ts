import { describe, expect, it } from 'vitest'
import type { VersionRange } from '../../advisory.ts'
import { claimsIn } from './products.ts'

/** `1.2…1.4`: from 1.2 through 1.4; `1.2…<1.4`: before 1.4; `…1.4`, `<1.4`, `1.4…`. */
function rangeText({ from, after, through, before }: VersionRange): string {
  const start = from ?? (after === undefined ? '' : `>${after}`)
  return before === undefined ? `${start}…${through ?? ''}` : `${start}${start === '' ? '' : '…'}<${before}`
}

/** What a sentence says: status, product with its system or ecosystem, versions and ranges. */
function said(sentence: string): readonly string[] {
  return claimsIn(sentence)
    .filter(({ status }) => status !== undefined)
    .map(({ status, product = '?', platform, ecosystem, versions, ranges }) =>
      [`${status}: ${product}`, platform && `(${platform})`, ecosystem && `[${ecosystem}]`, ...versions, ...ranges.map(rangeText)].filter(Boolean).join(' '),
    )
}

describe('what a sentence says of versions', () => {
  it.each<readonly [string, readonly string[]]>([
    // Parentheses speak of what is in them, remarks of what is before them.
    [
      'Bridge Desktop for Windows 7.2.0 through 7.2.3 (fixed in 7.2.4) and Bridge for macOS before 7.3 were distributed with a malicious library.',
      ['affected: Bridge Desktop (windows) 7.2.0…7.2.3', 'fixed: Bridge Desktop (windows) 7.2.4', 'affected: Bridge (macos) <7.3'],
    ],
    ['Versions 1.0 to 1.4 (vulnerable) and 1.5 (fixed) of Orion Relay are listed below.', ['affected: ? 1.0…1.4', 'fixed: Orion Relay 1.5']],
    [
      'Log4j2 2.0-beta9 through 2.15.0 (excluding security releases 2.12.2, 2.12.3, and 2.3.1) are vulnerable.',
      ['affected: Log4j2 2.0-beta9…2.15.0', 'unaffected: Log4j2 2.12.2 2.12.3 2.3.1'],
    ],
    [
      'Affected products: Foo Gateway 9.1.x before 9.1.14-h8, 10.0.x before 10.0.12, 11.1 (all versions up to and including 11.1.2).',
      ['affected: Foo Gateway 9.1…<9.1.14-h8 10.0…<10.0.12 11.1…11.1.2'],
    ],
    ['Affected: Contoso VPN Client for macOS (all versions through 5.1.4).', ['affected: Contoso VPN Client (macos) …5.1.4']],
    // The same version by another count, and a bound for each branch.
    [
      'In Acme Transfer before 2021.0.6 (13.0.6), 2021.1.4 (13.1.4), and 2022.1.5 (14.1.5), an injection vulnerability has been found.',
      ['affected: Acme Transfer <2021.0.6 2021.1…<2021.1.4 2022.1…<2022.1.5'],
    ],
    // Who is the subject of a clause.
    [
      'ultralytics 8.3.41 and 8.3.42 were compromised, 8.3.43 is clean but 8.3.45 and 8.3.46 were compromised again.',
      ['affected: ultralytics 8.3.41 8.3.42', 'unaffected: ultralytics 8.3.43', 'affected: ultralytics 8.3.45 8.3.46'],
    ],
    ['The attackers modified Acme VSA 9.5.6a; 9.5.7a fixes it.', ['affected: Acme VSA 9.5.6a', 'fixed: Acme VSA 9.5.7a']],
    [
      'lottie-player 2.0.5, 2.0.6, and 2.0.7 were modified by the attacker; 2.0.8 removes the code.',
      ['affected: lottie-player 2.0.5 2.0.6 2.0.7', 'fixed: lottie-player 2.0.8'],
    ],
    ['The vendor withdrew Acme Sync 10.2.0.1, which was compromised, and released 10.2.0.3.', ['affected: Acme Sync 10.2.0.1', 'fixed: Acme Sync 10.2.0.3']],
    ['Only version 3.20 of the agent was backdoored; earlier versions and 3.21 are not affected.', ['affected: ? 3.20', 'unaffected: ? 3.21']],
    ['All releases of FooLib older than 2.3 are affected. FooLib 2.3.1 or newer contains the fix.', ['affected: FooLib <2.3', 'fixed: FooLib 2.3.1…']],
    // Names.
    ['xz Utils 5.6.0 and 5.6.1 contain malicious code; 5.4.6 is safe.', ['affected: xz Utils 5.6.0 5.6.1', 'unaffected: xz Utils 5.4.6']],
    ['Upgrade Acme Backup to 12.2.3 (12.1.9 for the LTS line).', ['fixed: Acme Backup 12.2.3', 'fixed: Acme Backup 12.1.9']],
    ['Versions 3.0.0 – 3.0.4 of the plug-in “Shop Helper” for WordPress were backdoored.', ['affected: Shop Helper 3.0.0…3.0.4']],
    ['The malicious update was delivered with KeyStore Pro build 20231115 (version 4.1.0.2).', ['affected: KeyStore Pro 4.1.0.2']],
    // Packages.
    [
      'The npm packages @acme/bridge-utils (1.4.2, 1.4.3) and bridge-helper 0.9.9 were published by the same actor.',
      ['affected: @acme/bridge-utils [npm] 1.4.2 1.4.3', 'affected: bridge-helper [npm] 0.9.9'],
    ],
    ['pip users who installed litellm 1.82.7 or 1.82.8 from PyPI are affected.', ['affected: litellm [PyPI] 1.82.7 1.82.8']],
    // Ways to write a version.
    [
      'Orion Relay 2019.4 HF 5 through 2020.2.1 HF 1 are affected; upgrade to 2020.2.1 HF 2.',
      ['affected: Orion Relay 2019.4 HF 5…2020.2.1 HF 1', 'fixed: Orion Relay 2020.2.1 HF 2'],
    ],
    ['NetScaler Gateway 14.1 BEFORE 14.1-43.56 is impacted.', ['affected: NetScaler Gateway 14.1…<14.1-43.56']],
    ['Relay 1.2-1.4 is impacted.', ['affected: Relay 1.2…1.4']],
    [
      'Users of Acme Manager Enterprise 5 Build 1232 and Xshell 5 Build 1322 installed a backdoor.',
      ['affected: Acme Manager Enterprise 5 Build 1232', 'affected: Xshell 5 Build 1322'],
    ],
    ['Shop Helper is affected in >=1.2.0,<1.2.7; fixed in 1.2.7.', ['affected: Shop Helper 1.2.0…<1.2.7', 'fixed: Shop Helper 1.2.7']],
    // A release and its build; a branch as a whole.
    [
      'Acme ADC 14.1-72.61 fixes the flaw; builds 14.1-66.54 and 14.1-66.59 are affected.',
      ['fixed: Acme ADC 14.1-72.61', 'affected: Acme ADC 14.1-66.54 14.1-66.59'],
    ],
    ['Affected: Acme ADC 13.1-FIPS before 13.1-37.272-FIPS.', ['affected: Acme ADC 13.1…<13.1-37.272-FIPS']],
    ['Acme Relay 8.4.x is affected.', ['affected: Acme Relay 8.4…<8.5']],
    ['A bug exists in Node.js, all versions of v0.12.x through to v5.x inclusive, whereby an attacker is served.', ['affected: Node.js 0.12…<6']],
    ['Version 6.7 of Acme Center prior to 6.7 Update 3f is affected.', ['affected: Acme Center 6.7', 'affected: Acme Center <6.7 Update 3f']],
    ['Acme Tom 9.0.0.M1 to 9.0.4, 8.0.0.RC1 to 8.0.49 are vulnerable.', ['affected: Acme Tom 9.0.0.M1…9.0.4 8.0.0.RC1…8.0.49']],
    // Up to a version is what a warning is about; what is required is not.
    ['Acme Relay 4.1 and earlier does not validate certificates.', ['affected: Acme Relay …4.1']],
    ['Acme Relay 4.1 and earlier supports old certificates.', []],
    // Words that belong to something else.
    ['Acme Plugin 1.48 requires POST requests for the affected form methods.', []],
    ['Acme has released a security update addressing a vulnerability affecting Acme Cloud Appliance 4.6.', ['affected: Acme Cloud Appliance 4.6']],
    ['Sites on Relay 11.1 or 11.0 should update to at least Relay 11.1.9.', ['fixed: Relay 11.1.9']],
    ['Users should install Acme Notes 8.8.9 or later.', ['fixed: Acme Notes 8.8.9…']],
    ['Pin `relay-train` to `==2.6.1` (was `>=2.4.0`) on PyPI.', ['unaffected: relay-train [PyPI] 2.6.1']],
    // Systems, and numbers at the end of a name.
    ['Cisco IOS XE Software 17.3.1a is vulnerable.', ['affected: Cisco IOS XE 17.3.1a']],
    ['Red Hat Enterprise Linux 8.2 is vulnerable.', ['affected: Red Hat Enterprise Linux (linux) 8.2']],
    ['Linux kernel 6.1 through 6.5 is vulnerable.', ['affected: Linux kernel (linux) 6.1…6.5']],
    ['All ACME CN 4100 versions before V5.0 are affected.', ['affected: ACME CN 4100 <5.0']],
    ['The plugin stores a NuGet API key: Acme Plugin 2.0.4 is vulnerable.', ['affected: Acme Plugin 2.0.4']],
    ['All versions of Acme Relay are affected by this vulnerability.', ['affected: Acme Relay …']],
    // No claim at all.
    ['It has 3.35M downloads on npm and is malicious.', []],
    ['We recommend to roll back from 2.7.1 to 2.6.9.', []],
    ['The flaw has a score of 9.8 and was found on 10.2.2024.', []],
  ])('%s', (sentence, claims) => {
    expect(said(sentence)).toEqual(claims)
  })
})
