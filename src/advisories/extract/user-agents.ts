import type { Extractor, Found, Scan, Taken } from './found.ts'

const browser = /(?<![\p{L}\p{N}])Mozilla\/\d\.\d (?:\([^()\n\t]{1,300}\)[^\n\t"“”`<>|;\p{Pi}\p{Pf}]{0,300}|\(compatible[^()\n\t]{1,300}\))/gu
const labelled =
  /\buser[-_ ]?agents?\b(?: string| header| value| field)?(?: \w+){0,3}?\s?(?:[:=]|\bis\b|\bof\b|\bas\b|\t|LIKE)?\s?["“‘`'(%]{1,3}([^"“”‘’`\n\t%]{3,300}?)["”’`'%]/giu
const colon = /\buser[-_ ]?agent\s?:\s?([^\s"“”‘’`<>|][^"“”‘’`<>|\n\t]{2,300})/giu
const product = /(?<![\p{L}\p{N}./_-])[a-z][\w.+-]{1,40}\/\d[\w.+-]{0,30}(?![\w/])/giu

/** User agents: browser-like ones anywhere, others where the text says that they are one. */
export const userAgents: Extractor = { name: 'user-agents', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  const done: Found[] = []
  const give = (value: string, start: number): Found | undefined => {
    const text = value.replace(/[\s.,;:]+$/, '')
    const end = start + text.length
    if (text.length < 3 || taken.overlaps(start, end) || done.some((other) => other.start < end && start < other.end)) return undefined
    const found: Found = { type: 'user-agent', value: text, start, end, defanged: false }
    done.push(found)
    return found
  }
  for (const match of scan.text.matchAll(browser)) {
    const found = give(match[0], match.index)
    if (found) yield found
  }
  if (!/user[-_ ]?agent/i.test(scan.text)) return
  for (const pattern of [labelled, colon]) {
    for (const match of scan.text.matchAll(pattern)) {
      const value = match[1] ?? ''
      const found = isAgent(value) ? give(value, match.index + match[0].lastIndexOf(value)) : undefined
      if (found) yield found
    }
  }
  for (const match of scan.text.matchAll(product)) {
    const line = scan.text.slice(Math.max(0, match.index - 80), match.index)
    const found = /user[-_ ]?agent[^\n]*$/i.test(line) ? give(match[0], match.index) : undefined
    if (found) yield found
  }
}

function isAgent(value: string): boolean {
  return /\/\d|^[\w.-]{3,40}$/.test(value) && !/^(?:string|header|field|value|the|is|was|and|of)$/i.test(value)
}
