import { datesIn } from '../../extract/dates.ts'
import type { Reading } from '../../format.ts'

const field =
  /^\s*(title|url|link|source|date|published|publication date|updated|last updated|modified|last modified|author|publisher|by|tlp|subject)\s*:\s*(\S.*)$/i

/** `title: …`, `url: …` and such in the first lines of a saved text. */
export function preamble(text: string): Pick<Reading, 'title' | 'own' | 'published' | 'modified' | 'publisher' | 'tlp'> {
  const found = new Map<string, string>()
  for (const line of text.slice(0, 4000).split('\n').slice(0, 15)) {
    const [, name = '', value = ''] = field.exec(line) ?? []
    if (name !== '' && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), value.trim())
  }
  const first = (...names: readonly string[]) => names.map((name) => found.get(name)).find((value) => value !== undefined)
  const own = first('url', 'link', 'source')
  return {
    title: first('title', 'subject')?.slice(0, 300),
    own: own && /^https?:\/\//i.test(own) ? [own] : [],
    published: datesIn(first('date', 'published', 'publication date') ?? '')[0]?.value,
    modified: datesIn(first('updated', 'last updated', 'modified', 'last modified') ?? '')[0]?.value,
    publisher: first('publisher'),
    tlp: first('tlp'),
  }
}
