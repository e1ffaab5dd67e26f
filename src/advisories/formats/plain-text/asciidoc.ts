/** `https://site/page[text of the link]`, over a line end, too. */
const link = /(\bhttps?:\/\/[^\s[\]]{1,2000})\[(?:(["'])([^"'[\]]{0,300})\2|([^[\]]{0,300}))\]/gi
/** Attributes of the document and of blocks, and the lines around listings and tables. */
const forPrograms = /^(?::[\w-]{1,60}:.*|\[[\w ,.%="'#-]{0,200}\]|-{4,}|={4,}|\.{4,}|\*{4,}|_{4,}|\|={3,})[ \t]*$/gm

/** A text of AsciiDoc without what is there for programs; other texts as they are. Lines keep their numbers, and headings their marks. */
export function withoutAsciidoc(text: string): string {
  if (!/^(?:\s|:[\w-]+:[^\n]*\n|\/\/[^\n]*\n)*= \S/.test(text.slice(0, 4000))) return text
  return text.replace(forPrograms, '').replace(link, (_, url: string, __, quoted: string | undefined, bare = '') => `${url} ${quoted ?? bare}`)
}
