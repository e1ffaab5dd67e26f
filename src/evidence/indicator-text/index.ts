import { plural, printable } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import type { Format, Notes, Source } from '../format.ts'
import { stemOf } from '../host-of-path.ts'
import { indicatorOf } from '../indicator-value.ts'
import { entryOf, looksLikeList } from './entries.ts'

export const indicatorText: Format = {
  name: 'indicator-text',
  title: 'Indicator list, one per line',
  origin: 'A plain text list of domains, addresses, ranges, URLs or hashes, one per line, as block lists and appendices of advisories give them.',
  fills: ['indicator'],
  recognise: (head) => (looksLikeList(head) ? 0.7 : 0),
  read: (source, notes) => batched('indicator', rows(source, notes)),
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'indicator'>> {
  const list = stemOf(source.path.split(/[\\/]/).at(-1) ?? '')
  const counts = new Map<string, number>()
  for await (const { line, text } of source.lines()) {
    const entry = entryOf(text)
    if (!entry) continue
    const indicator = indicatorOf(entry.value)
    if ('why' in indicator) notes.skip(line, indicator.why)
    else {
      counts.set(indicator.type, (counts.get(indicator.type) ?? 0) + 1)
      yield { line, ...indicator, role: entry.role, list }
    }
  }
  const kinds = [...counts].map(([type, count]) => `${type}: ${plural(count, 'value')}`)
  if (kinds.length > 0)
    notes.say(
      `Taken for a list of indicators of compromise, called “${printable(list)}” after its file (${kinds.join(', ')}). If these are values you trust, take the file out.`,
    )
}
