import type { AdvisoryIndicatorType } from '../advisory.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

interface Label {
  readonly type: AdvisoryIndicatorType
  /** The value is the first group. */
  readonly pattern: RegExp
  readonly value?: (written: string) => string | undefined
}

const quote = '["“”‘’`\']'
const anything = String.raw`[^"“”‘’\x60'\s,;<>|]{3,200}`

/** Values that nothing but a word before them tells: cookies, mutexes, certificate serials and thumbprints, JA3, import hashes. */
const labels: readonly Label[] = [
  {
    type: 'mutex',
    pattern: new RegExp(
      String.raw`\bmut(?:ex|ant)(?:es)?\b(?: object| name| called| named)*[^\n"“‘\x60']{0,40}${quote}([^"“”‘’\x60'\n]{3,200})${quote}`,
      'giu',
    ),
  },
  { type: 'mutex', pattern: new RegExp(String.raw`\bmut(?:ex|ant)(?:es)?(?: name)?\s?[:=\t]\s?(${anything})`, 'giu') },
  { type: 'mutex', pattern: new RegExp(String.raw`\bmut(?:ex|ant)(?: object)? (?:named|called) (${anything})`, 'giu') },
  { type: 'mutex', pattern: /(?<![\p{L}\p{N}\\])((?:Global|Local)\\[\p{L}\p{N}_{}.!@#$%^&()+=~-]{3,200})/gu },
  {
    type: 'cookie',
    pattern: new RegExp(
      String.raw`\bcookies?\b(?: named| called| name| value| parameter| header| field)*[^\n"“‘\x60'.]{0,30}${quote}([^"“”‘’\x60'\n\s]{2,200})${quote}`,
      'giu',
    ),
  },
  { type: 'cookie', pattern: /\bcookie(?: name)?\s?[:=]\s?([a-z_][\w.-]{1,60}(?:=[\w%./+*-]{0,160})?)/giu },
  { type: 'cookie', pattern: /\bcookies? (?:named|called) ([\w.-]{2,60})/giu },
  { type: 'cookie', pattern: new RegExp(String.raw`${quote}([\w.-]{2,60})${quote} cookie\b`, 'giu') },
  {
    type: 'certificate-serial',
    pattern:
      /\bserial(?: number| no\.?|#)?\s?(?:of the certificate)?\s?(?:[:=\t]|is|was|of)?\s{0,2}["“‘`']?((?:0x)?[0-9a-f]{2}(?:[: -]?[0-9a-f]{2}){3,24})(?![0-9a-z])/giu,
    value: serial,
  },
  {
    type: 'certificate-thumbprint',
    pattern:
      /\b(?:thumbprint|(?:certificate|cert|ssl|tls) (?:sha-?(?:1|256) )?fingerprint)(?: \(?sha-?(?:1|256)\)?)?\s?(?:[:=\t]|is|was|of)?\s{0,2}["“‘`']?([0-9a-f]{2}(?:[: ]?[0-9a-f]{2}){19}(?:(?:[: ]?[0-9a-f]{2}){12})?)(?![0-9a-z])/giu,
    value: hex,
  },
  { type: 'tlsh', pattern: /\btlsh\b\s?[:=\t]?\s{0,2}((?:t1)?[0-9a-f]{70})(?![0-9a-z])/giu, value: (written) => written.toUpperCase() },
]

export const labelled: Extractor = { name: 'labelled', find: (scan, taken) => labels.flatMap((label) => [...find(scan, taken, label)]) }

function* find(scan: Scan, taken: Taken, { type, pattern, value = (written) => written }: Label): Generator<Found> {
  for (const match of scan.text.matchAll(pattern)) {
    const written = (match[1] ?? '').replace(/[.,;:)]+$/, '')
    const start = match.index + match[0].indexOf(written, Math.max(0, match[0].lastIndexOf(written)))
    const end = start + written.length
    const canonical = value(written)
    if (written.length < 2 || canonical === undefined || taken.overlaps(start, end)) continue
    if (type === 'mutex' && /^(?:is|was|to|that|which|name|object|string|the|with|for|creat\w+|check\w*|and)$/i.test(written)) continue
    yield { type, value: canonical, start, end, defanged: false }
  }
}

function hex(written: string): string {
  return written.toLowerCase().replace(/^0x|[^0-9a-f]/g, '')
}

/** As sensors write serials: hexadecimal, upper case, no leading zero octets. Plain decimal numbers stay out. */
function serial(written: string): string | undefined {
  const digits = hex(written).replace(/^(?:00)+/, '')
  return digits.length >= 8 && digits.length <= 42 ? digits.toUpperCase() : undefined
}
