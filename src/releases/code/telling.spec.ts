import { describe, expect, it } from 'vitest'
import { Signs } from './signs.ts'
import { tellText } from './telling.ts'

function told(text: string): Signs {
  const signs = new Signs()
  tellText(text, signs)
  return signs
}

describe('an encoded literal', () => {
  it.each([
    ['hex', './test/data'],
    ['base64', '../fixtures/a1.bin'],
  ] as const)('in %s gives away the file %s', (encoding, name) => {
    expect([...told(Buffer.from(name).toString(encoding)).files]).toEqual([name])
  })

  it.each(['plain words, nothing else', './data and more', 'lib/core/index'])('names no file: %s', (text) => {
    expect([...told(Buffer.from(text).toString('hex')).files]).toEqual([])
  })

  it('names none that is written openly: whoever uses it says what for', () => {
    expect([...told('./test/data').files]).toEqual([])
  })
})

describe('a host', () => {
  it.each([
    ['.c2.example', 'c2.example'],
    ['.x7.collect.invalid', 'x7.collect.invalid'],
    ['https://c2.invalid/a', 'c2.invalid'],
  ])('is named by %s', (text, host) => {
    expect([...told(text).hosts]).toEqual([host])
  })

  it.each(['.invalid', '.min.js', '.d.ts', '.tar.gz', '.eslintrc.json', '.spec.py'])('is not by %s', (text) => {
    expect([...told(text).hosts]).toEqual([])
  })
})

describe('where a machine is', () => {
  it('is asked of a service for addresses', () => {
    expect([...told(Buffer.from('https://api.ipgeolocation.invalid/ipgeo').toString('base64')).capabilities]).toContain('host-information')
  })

  it('is not asked by a list of countries', () => {
    expect([...told('Select your country').capabilities]).toEqual([])
  })
})

describe('a literal that gives something away', () => {
  it.each<readonly [string, boolean]>([
    ['cscript //nologo a.vbs', true],
    ['c:\\windows\\system32\\cscript.exe', true],
    ['execscript external find', false],
  ])('%s runs a script host: %s', (text, runs) => {
    expect(told(text).capabilities.size > 0).toBe(runs)
  })

  it.each<readonly [string, boolean]>([
    ['T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', true],
    ['TaskStatusNotificationParamsSchema', false],
    [`0x${'00'.repeat(20)}`, true],
  ])('%s is an address to pay to: %s', (text, pays) => {
    expect(told(text).capabilities.has('payment-address')).toBe(pays)
  })
})
