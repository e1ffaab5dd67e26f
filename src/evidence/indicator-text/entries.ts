import type { Head } from '../format.ts'
import { hasKnownSuffix, indicatorOf } from '../indicator-value.ts'

/** Of the lines that are no comments, the share that must be indicators. */
const leastShare = 0.8
const longestLine = 4096

export interface Entry {
  readonly value: string
  /** The comment on the same line. */
  readonly role: string
}

/** One line of a list; undefined for comments (`#`, `//`, `;`) and blank lines. */
export function entryOf(line: string): Entry | undefined {
  const text = line
    .slice(0, longestLine)
    .replace(/^\ufeff/, '')
    .trim()
  if (text === '' || /^(#|\/\/|;)/.test(text)) return undefined
  const [, value = text, role = ''] = /^(\S+)\s+(?:#|\/\/|;)\s*(.*)$/.exec(text) ?? []
  return { value, role }
}

/** Country domains that are also the endings of everyday files: `readme.md` and `setup.py` are more often files. */
const fileLike = /\.(app|as|cc|gz|java|md|mov|ms|pl|ps|py|rs|sh|so|ps1|zip)$/

/** True when at least four in five entries of the beginning are indicators by their look alone. */
export function looksLikeList(head: Head): boolean {
  const lines = head.text.split('\n')
  if (!head.whole) lines.pop()
  const entries = lines.map(entryOf).filter((entry) => entry !== undefined)
  // A single hash is how a machine or a build writes its own identifier.
  const enough = entries.length > 1 || entries.some(({ value }) => !/^[0-9a-f]+$/i.test(value))
  return enough && entries.length > 0 && entries.filter(({ value }) => isLikely(value)).length >= leastShare * entries.length
}

function isLikely(value: string): boolean {
  const indicator = indicatorOf(value)
  if ('why' in indicator) return false
  return indicator.type !== 'domain' || (hasKnownSuffix(indicator.value) && !fileLike.test(indicator.value))
}
