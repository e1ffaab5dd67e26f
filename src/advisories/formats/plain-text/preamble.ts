import { datesIn } from '../../extract/dates.ts'
import type { Reading } from '../../format.ts'

const field =
  /^\s*(title|titel|titre|url|link|source|date|(?:original|creation|release)[ _-]date|published|publication[ _-]?date|publish[ _-]?date|pub[ _-]?date|uitgiftedatum|datum|updated|last[ _-]?updated|modified|last[ _-]?mod(?:ified)?|author|publisher|by|tlp|subject)\s*:\s*(\S.*)$/i
/** `title: …`, `url: …` and such in the first lines of a saved text. */
export function preamble(text: string): Pick<Reading, 'title' | 'own' | 'published' | 'modified' | 'publisher' | 'tlp'> {
  const found = new Map<string, string>()
  for (const line of headOf(text)) {
    const [, name = '', value = ''] = field.exec(line) ?? []
    const key = name.toLowerCase().replaceAll(/[ _-]/g, '')
    if (key !== '' && !found.has(key)) found.set(key, unquoted(value))
  }
  const first = (...names: readonly string[]) => names.map((name) => found.get(name)).find((value) => value !== undefined)
  const dateIn = (...names: readonly string[]) => datesIn(`date: ${first(...names) ?? ''}`)[0]?.value
  const own = first('url', 'link', 'source')
  return {
    title: first('title', 'titel', 'titre', 'subject')?.slice(0, 300),
    own: own && /^https?:\/\//i.test(own) ? [own] : [],
    published: dateIn(
      'date',
      'published',
      'publicationdate',
      'publishdate',
      'pubdate',
      'releasedate',
      'originaldate',
      'creationdate',
      'uitgiftedatum',
      'datum',
    ),
    modified: dateIn('updated', 'lastupdated', 'modified', 'lastmodified', 'lastmod'),
    publisher: first('publisher'),
    tlp: first('tlp'),
  }
}

/** The first lines, up to the headers of a mail that the text shows. */
function headOf(text: string): readonly string[] {
  const lines = text
    .slice(0, 4000)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 15)
  const mail = lines.findIndex((line) => /^received\s*:/i.test(line))
  return mail < 0 ? lines : lines.slice(0, mail)
}

/** A value without the quotation marks around it. */
export function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2')
}
