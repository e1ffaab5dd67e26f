import { describe, expect, it } from 'vitest'
import { baseScore, parseCvss } from './cvss.ts'

const scoreOf = (vector: string) => {
  const cvss = parseCvss(vector)
  return cvss && baseScore(cvss)
}

describe('base scores', () => {
  // Scores as published: https://www.first.org/cvss/v3.1/examples, https://www.first.org/cvss/v2/guide#3-3-Examples, and CISA's records of the CVEs.
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4, 'CVE-2013-0375'],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1, 'CVE-2014-3566'],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9, 'CVE-2012-1516'],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8, 'CVE-2012-0384'],
    ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8, 'CVE-2009-0658'],
    ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H', 9.3, 'CVE-2013-6014'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'CVE-2021-44228'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 'no effect'],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8, 'CVE-2002-0392'],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, 'CVE-2003-0818'],
    ['(AV:L/AC:H/Au:N/C:C/I:C/A:C)', 6.2, 'CVE-2003-0062'],
    // https://www.first.org/cvss/v4.0/examples
    ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'CVE-2022-41741'],
    ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7, 'CVE-2020-3549'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'CVE-2021-44228'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:U', 10, 'by its base metrics alone'],
  ])('%s is %d (%s)', (vector, score) => expect(scoreOf(vector)).toBe(score))

  it.each([
    '',
    'CVSS:3.1/AV:N',
    'CVSS:4.0/AV:X/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
    'CVSS:4.0/AV:Z/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    'CVSS:9.9/AV:N',
    'AV:N/AV:N/AC:L/Au:N/C:C/I:C/A:C',
  ])('%s has none', (vector) => expect(scoreOf(vector)).toBeUndefined())

  it('a text of any length has none', () => expect(scoreOf('x'.repeat(1e5))).toBeUndefined())
})
