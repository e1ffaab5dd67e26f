import type { Line } from './unwrap.ts'

/** Hexadecimal digits of MD5, SHA-1, SHA-256, SHA-384, SHA-512. SHA-224 is too rare to guess: two parts of other hashes have its length more often. */
const sizes = new Set([32, 40, 64, 96, 128])
/** A hash is broken into no more lines than this. */
const mostLines = 16
/** A whole hash on the next line is its own, unless much of another one stands before it. */
const leastBefore = 16

/**
 * Whether a hash that was broken over lines goes on from this line to the next: the digits at the end of this line and at
 * the beginnings of the following ones together have the length of a hash.
 */
export function continuesHex(lines: readonly Line[], index: number): boolean {
  let first = firstOfRun(lines, index)
  while (first <= index) {
    const last = lastOfHash(lines, first)
    if (last === undefined) first += 1
    else if (last > index) return true
    else first = Math.max(first + 1, /^[0-9a-f]+$/i.test(lines[last]?.text.trimEnd() ?? '') ? last + 1 : last)
  }
  return false
}

/** The line on which the hash ends that begins at the end of a line; undefined when none does. */
function lastOfHash(lines: readonly Line[], first: number): number | undefined {
  const opened = openHex(lines[first]?.text ?? '')
  if (opened === undefined) return undefined
  let total = opened.digits
  const ends: End[] = []
  for (let at = first + 1; at < lines.length && at <= first + mostLines; at += 1) {
    const text = lines[at]?.text ?? ''
    const digits = /^[0-9a-f]+/i.exec(text.slice(0, 140))?.[0].length ?? 0
    if (digits === 0 || /^[0-9a-z]/i.test(text.slice(digits))) break
    if (at === first + 1 && sizes.has(digits) && opened.digits < leastBefore) break
    total += digits
    if (sizes.has(total) && opened.allows(total)) ends.push({ at, total, digits })
    if (total > 128 || digits !== text.trimEnd().length) break
  }
  return likeliest(ends, opened.digits, lines)
}

interface End {
  readonly at: number
  readonly total: number
  readonly digits: number
}

/** Of several ends the one on a line that is not full any more, before a full one. */
function likeliest(ends: readonly End[], width: number, lines: readonly Line[]): number | undefined {
  const digitsAt = (at: number) => /^[0-9a-f]+/i.exec((lines[at]?.text ?? '').slice(0, 140))?.[0].length ?? 0
  const short = ends.find(({ at, digits }) => digits < width - 2 && (digitsAt(at + 1) === 0 || digitsAt(at + 1) > digits))
  return (short ?? ends[0])?.at
}

/** The line on which the run of digits begins that reaches the end of this one. */
function firstOfRun(lines: readonly Line[], index: number): number {
  let first = index
  while (first > 0 && index - first < mostLines && /^[0-9a-f]+$/i.test(lines[first]?.text ?? '') && openHex(lines[first - 1]?.text ?? '')) first -= 1
  return first
}

/** Digits at the end of a line that may be the beginning of a hash, and which lengths may come of them. */
function openHex(text: string): { readonly digits: number; allows(total: number): boolean } | undefined {
  const run = /(?<![0-9a-z+=])[0-9a-f]+$/i.exec(text.slice(-160))?.[0]
  if (run === undefined || run.length >= 128) return undefined
  // Words are made of these letters, too: `decade`, `facade`.
  if (!/\d/.test(run) && run.length < leastBefore) return undefined
  if (!sizes.has(run.length)) return { digits: run.length, allows: () => true }
  // What is whole already goes on only where the text names a longer hash before it.
  const named = /sha-?(256|384|512)\W{0,12}[0-9a-f]+$/i.exec(text.slice(-200))?.[1]
  return named === undefined ? undefined : { digits: run.length, allows: (total) => total === Number(named) / 4 }
}
