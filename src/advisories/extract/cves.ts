/** A hyphen as keyboards and typesetters write it. */
const hyphen = '[-‐‑‒–—−]'
const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])CVE${hyphen}?\s?((?:19|20)\d{2})${hyphen}(\d{4,7})(?!\d)`, 'giu')

export interface Fact {
  readonly value: string
  readonly asWritten: string
  readonly start: number
  readonly end: number
}

/** CVE ids, written as the list of CVE does. */
export function cvesIn(text: string): readonly Fact[] {
  return [...text.matchAll(pattern)].map((match) => ({
    value: `CVE-${match[1]}-${match[2]}`,
    asWritten: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
}
