import type { Fact } from './cves.ts'
import { replacedTechniques } from './replaced-techniques.ts'

/** Also where cells ran together: `DiscoveryT1083File and …`. */
const pattern = /(?<![\p{Lu}\p{N}_-])T(1\d{3}|0[68]\d{2})(?:[./](\d{3})(?!\d))?(?!\d)/gu

/** ATT&CK technique ids; one that MITRE has replaced becomes its successor. */
export function techniquesIn(text: string): readonly Fact[] {
  return [...text.matchAll(pattern)].map((match) => {
    const written = `T${match[1]}${match[2] === undefined ? '' : `.${match[2]}`}`
    return { value: currentTechnique(written), asWritten: written, start: match.index, end: match.index + match[0].length }
  })
}

/** The id that stands for a technique today. */
export function currentTechnique(id: string): string {
  return replacedTechniques.get(id) ?? id
}
