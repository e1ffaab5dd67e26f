import { describe, expect, it } from 'vitest'
import { dateOrder, InstallDates, readDate } from './install-date.ts'

function iso(micros: number | null): string | null {
  return micros === null ? null : new Date(micros / 1000).toISOString().replace(':00.000Z', '')
}

describe('install dates', () => {
  it.each([
    ['20230322', '2023-03-22T00:00'],
    ['2023-03-22T10:00:00+01:00', '2023-03-22T09:00'],
    ['22.03.2023', '2023-03-22T00:00'],
    ['9.3.2023', '2023-03-09T00:00'],
    ['3/22/2023', '2023-03-22T00:00'],
    ['22/3/2023', '2023-03-22T00:00'],
    ['3/3/2023', '2023-03-03T00:00'],
    ['3/22/2023 1:05:00 PM', '2023-03-22T13:05'],
    ['3/22/2023 12:05:00 AM', '2023-03-22T00:05'],
    ['22 Mar 2023', '2023-03-22T00:00'],
    ['22-Mar-2023', '2023-03-22T00:00'],
    ['March 22, 2023', '2023-03-22T00:00'],
    ['Wed, 22 Mar 2023 10:00:00 GMT', '2023-03-22T10:00'],
    ['Wed Mar 22 10:00:00 2023 UTC', '2023-03-22T10:00'],
    ['/Date(1679479200000)/', '2023-03-22T10:00'],
    ['1679479200', '2023-03-22T10:00'],
    ['3/9/2023', null],
    ['13/13/2023', null],
    ['31.02.2023', null],
    ['22 Foo 2023', null],
    ['yesterday', null],
    ['', null],
  ])('reads %s as %s', (text, expected) => {
    expect(iso(readDate(text))).toBe(expected)
  })

  it('uses the order that the file shows', () => {
    expect(dateOrder(['1/2/2023', '13/2/2023'])).toBe('day first')
    expect(dateOrder(['1/2/2023', '2/13/2023'])).toBe('month first')
    expect(dateOrder(['13/2/2023', '2/13/2023'])).toBe('unknown')
    expect(dateOrder(['1/2/2023'])).toBe('unknown')
    expect(iso(readDate('3/9/2023', 'day first'))).toBe('2023-09-03T00:00')
    expect(iso(readDate('3/9/2023', 'month first'))).toBe('2023-03-09T00:00')
  })

  it('says once what it could not read, made safe to print', () => {
    const dates = new InstallDates()
    const said: string[] = []
    dates.read('', 1)
    dates.read('\u001b[31msoon', 2)
    dates.read('later', 3)
    dates.report({ skip: () => undefined, say: (text) => said.push(text) })
    expect(said).toEqual(['Install dates that cannot be told for certain, and so are unknown: 2. The first, in record 2, is “\\u001b[31msoon”.'])
  })
})
