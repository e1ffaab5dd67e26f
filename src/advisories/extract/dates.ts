import { parseTime } from '../../base/time.ts'
import type { Fact } from './cves.ts'

/** Names of months by their beginnings, in the languages that agencies here write in. */
const foreign: readonly (readonly [RegExp, number])[] = [
  [/^(?:jän|jan|janv|ene|gen)/i, 1],
  [/^(?:feb|fév|fev)/i, 2],
  [/^(?:märz|mrz|mars|mar(?:zo|ço)?$|maart)/i, 3],
  [/^(?:apr|avr|abr)/i, 4],
  [/^(?:mai|mayo|maio|mag|mei)/i, 5],
  [/^(?:jun|juin|giu)/i, 6],
  [/^(?:jul|juil|lug)/i, 7],
  [/^(?:aug|août|aout|ago)/i, 8],
  [/^(?:sep|set)/i, 9],
  [/^(?:okt|oct|out|ott)/i, 10],
  [/^nov/i, 11],
  [/^(?:dez|déc|dec|dic)/i, 12],
]
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const month = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const time = String.raw`(?:(?:,| at| -)?\s(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap]m)?(?:\s?(?:UTC|GMT|Z))?)?`
const iso =
  /(?<![\d./-])(20\d{2}|19[89]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?(?![\d-])/gi
const dayFirst = new RegExp(String.raw`(?<![\w.])(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month},? (20\d{2}|19[89]\d)(?!\d)${time}`, 'gi')
const monthFirst = new RegExp(String.raw`(?<!\w)${month} (\d{1,2})(?:st|nd|rd|th)?,? (20\d{2}|19[89]\d)(?!\d)${time}`, 'gi')

/** `30. März 2023`, `30 mars 2023`, `30 de marzo de 2023`; English is read above. */
const otherWords = /(?<![\p{L}\p{N}.])(\d{1,2})\.?º? (?:de |di )?(\p{L}{3,10})\.? (?:de |del )?(20\d{2}|19[89]\d)(?!\d)/gu
/** `2023년 3월 30일`, `2023年3月30日` */
const eastern = /(20\d{2}|19[89]\d)\s?[년年]\s?(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]/gu
/** `30.03.2023`: with full stops the day comes first everywhere. */
const dotted = /(?<![\p{L}\p{N}.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(20\d{2}|19[89]\d)(?![.\d]|\.\d)/gu

const slashed =
  /(?<![\w./])(?:(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|[12]\d|3[01])\/(20\d{2}|19[89]\d)|(20\d{2}|19[89]\d)\/(0[1-9]|1[0-2])\/(0[1-9]|[12]\d|3[01]))(?![\w/]|\.\d)/g
const unmarked = /(?<=(?:date|datum|published|issued|released|updated|modified)\s{0,20}:\s{0,20})(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\w)/gi

/** Dates with a year: `2023-03-20 12:00:35`, `29 March 2023`, `March 29th, 2023`, `30. März 2023`, `30.03.2023`, `2023년 3월 30일`. Of numbers parted by slashes only those where one alone can be the month. */
export function datesIn(text: string): readonly Fact[] {
  const found: Fact[] = []
  const give = (match: RegExpExecArray, value: string | undefined) => {
    if (value) found.push({ value, asWritten: match[0], start: match.index, end: match.index + match[0].length })
  }
  for (const match of text.matchAll(iso)) give(match, isoOf(match))
  for (const match of text.matchAll(dayFirst)) give(match, written(match[3], match[2], match[1], match.slice(4)))
  for (const match of text.matchAll(monthFirst)) give(match, written(match[3], match[1], match[2], match.slice(4)))
  const english = new Set(found.map(({ start }) => start))
  for (const match of text.matchAll(otherWords)) if (!english.has(match.index)) give(match, numbered(match[3], foreignMonth(match[2]), match[1]))
  for (const match of text.matchAll(eastern)) give(match, numbered(match[1], match[2], match[3]))
  for (const match of text.matchAll(dotted)) give(match, numbered(match[3], match[2], match[1]))
  for (const match of text.matchAll(slashed)) give(match, match[4] === undefined ? eitherFirst(match) : numbered(match[4], match[5], match[6]))
  for (const match of text.matchAll(unmarked)) give(match, numbered(match[1], match[2], match[3]))
  return found.sort((a, b) => a.start - b.start)
}

/** `20/05/2026` and `05/20/2026`; `05/06/2026` may be either. */
function eitherFirst([, first = '', second = '', year = '']: RegExpExecArray): string | undefined {
  if (Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second)) return undefined
  return Number(first) > 12 ? numbered(year, second, first) : numbered(year, first, second)
}

function foreignMonth(name = ''): string | undefined {
  const number = foreign.find(([beginning]) => beginning.test(name))?.[1]
  return number === undefined ? undefined : String(number)
}

function numbered(year = '', mon: string | undefined, day = ''): string | undefined {
  const date = `${year}-${(mon ?? '').padStart(2, '0')}-${day.padStart(2, '0')}`
  return mon === undefined || parseTime(date) === null ? undefined : date
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
