import type { AdvisoryIndicatorType } from '../advisory.ts'
import type { Extractor, Found } from './found.ts'

/** Hashes whose writing alone says what they are: ssdeep, TLSH (with its version T1), JA4. */
const kinds: readonly { readonly type: AdvisoryIndicatorType; readonly pattern: RegExp }[] = [
  { type: 'ssdeep', pattern: /(?<![\w:/+])\d{1,12}:[a-z0-9/+]{6,64}:[a-z0-9/+]{6,64}(?![\w/+])/gi },
  { type: 'tlsh', pattern: /(?<![0-9a-z])T1[0-9a-f]{70}(?![0-9a-z])/gi },
  { type: 'ja4', pattern: /(?<![0-9a-z_])[tqd](?:1[0-3]|s[23]|d[1-3]|00)[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}(?![0-9a-z_])/gi },
]

export const fuzzyHashes: Extractor = {
  name: 'fuzzy-hashes',
  find: ({ text }, taken) =>
    kinds.flatMap(({ type, pattern }) =>
      [...text.matchAll(pattern)].flatMap((match): Found[] => {
        const start = match.index
        const end = start + match[0].length
        if (taken.overlaps(start, end)) return []
        const value = type === 'ssdeep' ? match[0] : type === 'tlsh' ? match[0].toUpperCase() : match[0].toLowerCase()
        return [{ type, value, start, end, defanged: false }]
      }),
    ),
}
