import type { SharedIndicator } from '../indicators.ts'
import { type DetectionRules, detectable, type RuleContext, ruleText } from './text.ts'

const hashTypes = { md5: 32, sha1: 40, sha256: 64 } as const
/** Shorter strings are met by chance. */
const leastLength = 8
const mostStrings = 2000

/** YARA rules: one for whole files by hash, one for what names the attacker's places inside a file or in memory, in ASCII and UTF-16. */
export function yaraRules(indicators: readonly SharedIndicator[], context: RuleContext): DetectionRules {
  const hashes = detectable(indicators, Object.keys(hashTypes)).filter(({ type, value }) =>
    new RegExp(`^[0-9a-f]{${hashTypes[type as keyof typeof hashTypes]}}$`).test(value),
  )
  const candidates = detectable(indicators, ['domain', 'host', 'url', 'mutex', 'user-agent'])
  const strings = candidates.filter(({ value }) => value.length >= leastLength).slice(0, mostStrings)
  const name = `warning_${context.id.replace(/[^A-Za-z0-9]/g, '_')}`
  const meta = [
    '  meta:',
    `    description = "${ruleText(context.title)}"`,
    `    warning = "${ruleText(context.id)}"`,
    `    tlp = "${ruleText(context.tlp)}"`,
    `    date = "${context.day}"`,
  ]
  const rules: string[][] = []
  if (hashes.length > 0) {
    const conditions = [...new Set(hashes.map(({ type, value }) => `    hash.${type}(0, filesize) == "${value}"`))]
    rules.push([`rule ${name}_files {`, ...meta, '  condition:', conditions.join(' or\n'), '}'])
  }
  if (strings.length > 0) {
    const lines = [...new Set(strings.map(({ value }) => quoted(value)))].map((value, index) => `    $s${index + 1} = ${value} ascii wide nocase`)
    rules.push([`rule ${name}_strings {`, ...meta, '  strings:', ...lines, '  condition:', '    any of them', '}'])
  }
  const head = hashes.length > 0 ? 'import "hash"\n\n' : ''
  const text = rules.length === 0 ? '' : `${head}${rules.map((rule) => rule.join('\n')).join('\n\n')}\n`
  return {
    language: 'YARA',
    fileName: 'warning.yar',
    text,
    rules: rules.length,
    left: candidates.filter((one) => !strings.includes(one)).map(({ value }) => value),
  }
}

/** A YARA text string: bytes that are not plain ASCII are written in hexadecimal. */
function quoted(value: string): string {
  const bytes = [...Buffer.from(value, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte)
    if (character === '"' || character === '\\') return `\\${character}`
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return `"${bytes.join('')}"`
}
