import { parseTime } from '../../base/time.ts'
import type { Fact } from './cves.ts'

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const month = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const time = String.raw`(?:(?:,| at| -)?\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap]m)?(?:\s?(?:UTC|GMT|Z))?)?`
const iso =
  /(?<![\d./-])(20\d{2}|19[89]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?(?![\d-])/gi
const dayFirst = new RegExp(String.raw`(?<![\w.])(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month},? (20\d{2}|19[89]\d)(?!\d)${time}`, 'gi')
const monthFirst = new RegExp(String.raw`(?<!\w)${month} (\d{1,2})(?:st|nd|rd|th)?,? (20\d{2}|19[89]\d)(?!\d)${time}`, 'gi')

/** Dates with a year: `2023-03-20 12:00:35`, `29 March 2023`, `March 29th, 2023`. Numbers parted by slashes are not read: nobody knows which is the month. */
export function datesIn(text: string): readonly Fact[] {
  const found: Fact[] = []
  const give = (match: RegExpExecArray, value: string | undefined) => {
    if (value) found.push({ value, asWritten: match[0], start: match.index, end: match.index + match[0].length })
  }
  for (const match of text.matchAll(iso)) give(match, isoOf(match))
  for (const match of text.matchAll(dayFirst)) give(match, written(match[3], match[2], match[1], match.slice(4)))
  for (const match of text.matchAll(monthFirst)) give(match, written(match[3], match[1], match[2], match.slice(4)))
  return found.sort((a, b) => a.start - b.start)
}

function isoOf(match: RegExpExecArray): string | undefined {
  const [, year, mon, day, hour, minute, second = '00', zone] = match
  if (hour === undefined) return parseTime(`${year}-${mon}-${day}`) === null ? undefined : `${year}-${mon}-${day}`
  const micros = parseTime(`${year}-${mon}-${day}T${hour}:${minute}:${second}${zone === undefined || zone.toUpperCase() === 'UTC' ? 'Z' : zone}`)
  return micros === null ? undefined : new Date(micros / 1000).toISOString().replace('.000Z', 'Z')
}

function written(year = '', name = '', day = '', clock: readonly (string | undefined)[] = []): string | undefined {
  const number = months.findIndex((full) => full.startsWith(name.toLowerCase().slice(0, 3))) + 1
  const date = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  if (number === 0 || parseTime(date) === null) return undefined
  const [hour, minute, second = '00', half] = clock
  if (hour === undefined || minute === undefined) return date
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  const full = `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}Z`
  return parseTime(full) === null ? date : full
}
