import { PatternError } from './pattern-error.ts'

const moment = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/

/** RFC 3339 in UTC, as STIX wants it → microseconds. Throws PatternError for any other text and for dates that do not exist. */
export function parseTime(text: string, at: number): number {
  const microseconds = timeOf(text)
  if (microseconds === undefined) throw new PatternError(`“${text.slice(0, 40)}” is no moment like 2023-03-29T12:00:00Z`, at)
  return microseconds
}

/** The same, undefined where the text is no moment. */
export function timeOf(text: string): number | undefined {
  const parts = moment.exec(text)
  if (!parts) return undefined
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number)
  const seconds = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0) / 1000
  const exists = new Date(seconds * 1000).toISOString().startsWith(text.slice(0, 10)) && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 61
  return exists ? seconds * 1e6 + Number((parts[7] ?? '').padEnd(6, '0').slice(0, 6)) : undefined
}

/** h'ff0a' or b'/wo='. */
export function bytesOf(text: string, prefix: string, at: number): Uint8Array {
  const shape = prefix === 'h' ? /^(?:[0-9a-fA-F]{2})*$/ : /^[A-Za-z0-9+/]*={0,2}$/
  if (!shape.test(text)) throw new PatternError(prefix === 'h' ? 'pairs of hexadecimal digits are needed' : 'Base64 is needed', at)
  return new Uint8Array(Buffer.from(text, prefix === 'h' ? 'hex' : 'base64'))
}
