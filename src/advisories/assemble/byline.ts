import { registeredDomain } from '../../base/domain.ts'
import { sharedServices } from '../demote/public-services.ts'
import { hostOfUrl } from '../demote/special-values.ts'
import { datesIn } from '../extract/dates.ts'

import type { Reading } from '../format.ts'
import type { Block } from '../text/block.ts'

/** Where a date of publication stands, if it stands in the text. */
const nearTop = { blocks: 15, characters: 4000 }
const longestByline = 160

const published =
  /(?:^|[·|•–—]|\s-\s)\W*(?:(?:first |originally |date )?(?:published|posted|released?|issued|date|publication|veröffentlicht|publié|publicado)\b|(?:by|from)\s)/i
const modified = /\b(?:updated|modified|revised|last change|aktualisiert|mis à jour)\b/i

/** Who published it and when: as the format gives it, else as its first lines and its address tell. */
export function imprintOf(reading: Reading, blocks: readonly Block[]): Pick<Reading, 'publisher' | 'published' | 'modified'> {
  const byline = bylineDates(blocks)
  return {
    publisher: reading.publisher ?? siteOf(reading.own ?? []),
    published: reading.published ?? byline.published,
    modified: reading.modified ?? byline.modified,
  }
}

/** Dates that the first lines give: `Published: 30 March 2023`, `By A. Writer | March 30, 2023`, or a date alone. ISO 8601. */
function bylineDates(blocks: readonly Block[]): { readonly published?: string; readonly modified?: string } {
  const found: { published?: string; modified?: string } = {}
  let characters = 0
  for (const { text } of blocks.slice(0, nearTop.blocks)) {
    for (const line of text.split('\n')) {
      characters += line.length
      if (characters > nearTop.characters) return found
      if (line.length > longestByline) continue
      const [first] = datesIn(line)
      if (!first) continue
      const before = line.slice(0, first.start)
      if (modified.test(before)) found.modified ??= first.value
      else if (published.test(line) || isDateAlone(line, first)) found.published ??= first.value
    }
  }
  return found
}

function isDateAlone(line: string, { asWritten }: { readonly asWritten: string }): boolean {
  return line.replace(asWritten, '').replace(/[\s\p{P}\p{S}]|\b\d+ min(?:ute)?s?(?: read)?\b|\bUTC\b/giu, '').length <= 3
}

/** The site that a saved page came from, where the page does not say who publishes it; pages of shared services say nothing of their owner. */
function siteOf(own: readonly string[]): string | undefined {
  return own.map((url) => registeredDomain(hostOfUrl(url))).find((domain) => domain !== '' && !sharedServices.has(domain))
}
