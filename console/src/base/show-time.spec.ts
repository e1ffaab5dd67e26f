import { describe, expect, it } from 'vitest'
import { fromNow, showSpan, showTime, zoneName } from './show-time.ts'

describe('times', () => {
  it('are shown in UTC or in the zone of the reader', () => {
    const iso = '2023-03-22T23:30:00Z'
    const local = new Date(iso)
    expect(showTime(iso, 'utc')).toBe('2023-03-22 23:30')
    expect(showTime(iso, 'local').slice(11, 13)).toBe(String(local.getHours()).padStart(2, '0'))
    expect(showTime('2023-03-22T23:30:00+02:00', 'utc')).toBe('2023-03-22 21:30')
    expect(zoneName('utc', local)).toBe('UTC')
  })

  it('stay as they are when they are none', () => {
    expect(showTime('yesterday', 'utc')).toBe('yesterday')
    expect(fromNow('yesterday', 0)).toBe('')
  })

  it('say the day once where a span lies within one', () => {
    expect(showSpan('2023-03-22T09:00:00Z', '2023-03-22T11:00:00Z', 'utc')).toBe('2023-03-22 09:00 to 11:00')
    expect(showSpan('2023-03-22T09:00:00Z', '2023-03-23T11:00:00Z', 'utc')).toBe('2023-03-22 09:00 to 2023-03-23 11:00')
    expect(showSpan('2023-03-22T09:00:00Z', '2023-03-22T09:00:30Z', 'utc')).toBe('2023-03-22 09:00')
  })

  it.each([
    [20, 'just now'],
    [180, '3 min ago'],
    [5 * 3600 + 900, '5 h ago'],
    [-2 * 86_400, 'in 2 d'],
  ])('%i seconds back is %s', (seconds, words) => {
    const now = Date.parse('2023-03-22T09:00:00Z')
    expect(fromNow(new Date(now - seconds * 1000).toISOString(), now)).toBe(words)
  })
})
