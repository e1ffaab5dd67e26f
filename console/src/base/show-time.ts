import { duration, shortTime } from '../../../src/base/time.ts'

export type Zone = 'utc' | 'local'

/** `2023-03-22 10:00`, in UTC or in the zone of the reader; the text itself where it is no time. */
export function showTime(iso: string, zone: Zone): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  if (zone === 'utc') return shortTime(date.toISOString())
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The name of the zone that times are shown in: `UTC`, or such as `GMT+2`. */
export function zoneName(zone: Zone, at: Date): string {
  if (zone === 'utc') return 'UTC'
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(at)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local'
}

/** `2023-03-22 09:36 to 10:48`: the second day only where it is another. */
export function showSpan(first: string, last: string, zone: Zone): string {
  const [from, until] = [showTime(first, zone), showTime(last, zone)]
  if (from === until) return from
  return from.slice(0, 10) === until.slice(0, 10) ? `${from} to ${until.slice(11)}` : `${from} to ${until}`
}

/** `3 min ago`, `in 2 d`: how far from now, one unit. */
export function fromNow(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000
  if (Number.isNaN(seconds)) return ''
  if (Math.abs(seconds) < 45) return 'just now'
  const length = duration(Math.abs(seconds)).replace(/^(\S+ \S+) .*$/, '$1')
  return seconds > 0 ? `${length} ago` : `in ${length}`
}
