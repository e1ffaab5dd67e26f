import { describe, expect, it } from 'vitest'
import { rangeVersions, singleVersion } from './versions.ts'

describe('versions in a product tree', () => {
  it.each([
    ['vers:npm/>=1.0.0|<1.2.3', [{ from: '1.0.0', before: '1.2.3' }]],
    [
      'vers:generic/>=2|<=2.5|>=3|<3.1',
      [
        { from: '2', through: '2.5' },
        { from: '3', before: '3.1' },
      ],
    ],
    ['vers:all/*', [{}]],
    [
      'vers:generic/7.x|8.x',
      [
        { from: '7', before: '8' },
        { from: '8', before: '9' },
      ],
    ],
    ['< 4.0.0', [{ before: '4.0.0' }]],
    ['>= 5.0, < 5.3', [{ from: '5.0', before: '5.3' }]],
    ['<2.0|>=1.0', [{ from: '1.0', before: '2.0' }]],
    ['6.0 - 6.4', [{ from: '6.0', through: '6.4' }]],
    ['7.x', [{ from: '7', before: '8' }]],
    ['All versions prior to V8.2', [{ before: '8.2' }]],
    ['V4.00 and earlier', [{ through: '4.00' }]],
    ['prior to 2.1', [{ before: '2.1' }]],
    ['up to 5.2', [{ through: '5.2' }]],
    ['up to 5', [{ through: '5' }]],
    ['from 5.0 before 5.3', [{ from: '5.0', before: '5.3' }]],
    ['All', [{}]],
  ])('%s', (text, ranges) => {
    expect(rangeVersions(text)).toEqual({ versions: [], ranges, except: [] })
  })

  it.each([
    ['vers:generic/1.0|1.1|2.0', ['1.0', '1.1', '2.0']],
    ['vers:generic/1.5%2Bb1', ['1.5+b1']],
    ['1.0, 1.1 and 1.2', ['1.0', '1.1', '1.2']],
  ])('%s is a list', (text, versions) => {
    expect(rangeVersions(text)).toEqual({ versions, ranges: [], except: [] })
  })

  it('keeps what a vers range leaves out', () => {
    expect(rangeVersions('vers:deb/>=10.0-1|!=10.0-2|<10.1')).toEqual({ versions: [], ranges: [{ from: '10.0-1', before: '10.1' }], except: ['10.0-2'] })
  })

  it.each(['', 'those of last year', '<V4.00_Utilizes_Other-Systems_7.60c', '5.0 except when used with 6.1'])('“%s” is no range', (text) => {
    expect(rangeVersions(text)).toEqual({ versions: [], ranges: [], except: [], unclear: true })
  })

  it('keeps a range of which it cannot tell all that is said', () => {
    expect(rangeVersions('up to 5.2 with the relay role')).toMatchObject({ ranges: [{ through: '5.2' }], unclear: true })
  })

  it.each([
    ['18.12.407', { versions: ['18.12.407'] }],
    ['2016 SP1', { versions: ['2016 SP1'] }],
    ['vers:intdot/11.0.0', { versions: ['11.0.0'] }],
    ['<4.0', { ranges: [{ before: '4.0' }] }],
    ['1.0.0 - 1.5.2', { ranges: [{ from: '1.0.0', through: '1.5.2' }] }],
    ['All', { ranges: [{}] }],
    ['n/a', { unclear: true }],
  ])('takes %s for what it is, also where one version is due', (text, stated) => {
    expect(singleVersion(text)).toEqual({ versions: [], ranges: [], except: [], ...stated })
  })
})
