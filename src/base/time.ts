/** Seconds since 1970 → ISO 8601 UTC, whole seconds; `unknown` for what is no time. */
export function isoFromSeconds(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('.000Z', 'Z')
}

/** `2023-03-22 10:00` for tables; UTC. */
export function shortTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

const zone = String.raw`(?<zone>z|[+-]\d{2}:?\d{2})?`
const isoLike = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*${zone})?$`, 'i')

/**
 * Reads a date as inventories write it: ISO 8601 with or without time and zone (UTC if none), `20230322`, or
 * seconds since 1970. Microseconds, or null for what is none of these.
 */
export function parseTime(text: string): number | null {
  const value = text.trim()
  if (/^\d{8}$/.test(value)) return parseTime(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`)
  if (/^\d{9,10}(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1e6)
  const match = isoLike.exec(value)
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const
  const millis = Date.UTC(...parts)
  const check = new Date(millis)
  if (check.getUTCMonth() !== parts[1] || check.getUTCDate() !== parts[2] || parts[3] > 23 || parts[4] > 59) return null
  return millis * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)) - zoneOffset(match.groups?.zone)
}

/** `+02:00` → microseconds east of UTC. */
function zoneOffset(text: string | undefined): number {
  if (text === undefined || text.toLowerCase() === 'z') return 0
  const digits = text.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return (digits.startsWith('-') ? -minutes : minutes) * 60e6
}

/** `4 d 3 h`, `12 min`, `0.5 s`: two units at most. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const
  const index = units.findIndex(([size]) => seconds >= size)
  const [size, name] = units[index] ?? [60, 'min']
  const rest = units[index + 1]
  const smaller = rest ? Math.floor((seconds % size) / rest[0]) : 0
  return smaller > 0 && rest ? `${Math.floor(seconds / size)} ${name} ${smaller} ${rest[1]}` : `${Math.floor(seconds / size)} ${name}`
}
