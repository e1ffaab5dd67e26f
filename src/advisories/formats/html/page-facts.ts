import type { Reference } from '../../advisory.ts'
import { datesIn } from '../../extract/dates.ts'
import type { Reading } from '../../format.ts'

const most = 2000

/** Title, publisher, dates and own address of a page from its head, and where its links go. Tags are only looked at. */
export function pageFacts(
  text: string,
): Pick<Reading, 'title' | 'publisher' | 'published' | 'modified' | 'own'> & { readonly references: readonly Reference[] } {
  const head = text.slice(0, 200_000)
  const metas = new Map<string, string>()
  for (const [tag] of head.matchAll(/<(?:meta|link)\s[^<>]{1,2000}>/gi)) {
    const name = (attribute(tag, 'property') ?? attribute(tag, 'name') ?? attribute(tag, 'rel'))?.toLowerCase()
    const content = attribute(tag, 'content') ?? attribute(tag, 'href')
    if (name && content && !metas.has(name)) metas.set(name, plainText(content))
  }
  const title = metas.get('og:title') ?? plainText(/<title[^<>]{0,200}>([^<]{1,500})</i.exec(head)?.[1] ?? '').trim()
  const own = [metas.get('canonical'), metas.get('og:url'), /<!-- saved from url=\(\d+\)(\S{1,500}) -->/.exec(head)?.[1]].filter((url) => url !== undefined)
  return {
    title: title || undefined,
    publisher: metas.get('og:site_name') ?? metas.get('publisher'),
    published: dateOf(metas.get('article:published_time') ?? metas.get('date') ?? metas.get('dcterms.date')),
    modified: dateOf(metas.get('article:modified_time') ?? metas.get('last-modified')),
    own,
    references: links(text),
  }
}

function links(text: string): readonly Reference[] {
  const found = new Map<string, Reference>()
  for (const match of text.matchAll(/<a\s[^<>]{0,2000}?href\s*=\s*["']?(https?:\/\/[^"'\s<>]{1,2000})[^<>]{0,500}>([^<]{0,200})/gi)) {
    const [, url = '', label = ''] = match
    if (!found.has(url)) found.set(url, { url: plainText(url), text: plainText(label).trim() })
    if (found.size >= most) break
  }
  return [...found.values()]
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, 'i').exec(tag)
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

function dateOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : datesIn(text)[0]?.value
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  ndash: '–',
  mdash: '—',
  rsquo: '’',
}

function plainText(text: string): string {
  return text.replace(
    /&(#?\w{2,8});/g,
    (whole, name: string) => entities[name.toLowerCase()] ?? (/^#\d+$/.test(name) ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff)) : whole),
  )
}
