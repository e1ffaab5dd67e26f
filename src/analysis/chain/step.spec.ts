import { describe, expect, it } from 'vitest'
import { stepOf } from './step.ts'

describe('what a weakness asks for and gives', () => {
  // Vectors as the National Vulnerability Database gives them.
  it.each([
    ['CVE-2021-44228 (Log4Shell)', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', { from: 'network', account: false, gains: 'all' }],
    ['CVE-2019-0708 (BlueKeep)', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', { from: 'network', account: false, gains: 'user' }],
    ['CVE-2021-4034 (PwnKit)', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', { from: 'host', account: true, gains: 'all' }],
    ['CVE-2023-4863 (libwebp)', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', { from: 'lure', account: false, gains: 'user' }],
    ['CVE-2017-11882 (Equation Editor)', 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', { from: 'lure', account: false, gains: 'user' }],
    ['CVE-2020-1472 (Zerologon)', 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', { from: 'network', account: false, gains: 'user' }],
    ['CVE-2021-42321 (Exchange, with an account)', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', { from: 'network', account: true, gains: 'user' }],
    ['version 2', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', { from: 'network', account: false, gains: 'user' }],
    ['version 4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', { from: 'network', account: false, gains: 'user' }],
  ])('%s', (_, vector, step) => {
    expect(stepOf(vector)).toEqual(step)
  })

  it.each([
    ['only reads (CVE-2014-0160, Heartbleed)', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'],
    ['only stops a service', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'],
    ['needs hands on the machine', 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['partial effects of version 2', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
    ['no vector', ''],
    ['rubbish', 'CVSS:3.1/AV:N/AV:N'],
  ])('gives no foothold: %s', (_, vector) => {
    expect(stepOf(vector)).toBeUndefined()
  })
})
