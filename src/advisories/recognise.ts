import type { AdvisoryFormat, Document } from './format.ts'

/** How sure a format must be. */
const leastScore = 0.5

/** The format of a document, from its content; undefined when it is none that can be read. */
export function recogniseAdvisory(document: Document, formats: readonly AdvisoryFormat[]): AdvisoryFormat | undefined {
  let best: { format: AdvisoryFormat | undefined; score: number } = { format: undefined, score: 0 }
  for (const format of formats) {
    const score = format.recognise(document)
    if (score > best.score) best = { format, score }
  }
  return best.score >= leastScore ? best.format : undefined
}

const archives: readonly { readonly name: string; readonly starts: readonly number[] }[] = [
  { name: 'a ZIP file', starts: [0x50, 0x4b, 3, 4] },
  { name: 'an old Office file', starts: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a gzip file', starts: [0x1f, 0x8b] },
  { name: 'a 7z archive', starts: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'a RAR archive', starts: [0x52, 0x61, 0x72, 0x21] },
  { name: 'a picture (PNG)', starts: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a picture (JPEG)', starts: [0xff, 0xd8, 0xff] },
  { name: 'a program', starts: [0x4d, 0x5a] },
]

/** Why a document is refused, in plain words, with what to do instead. */
export function refusal({ bytes, head }: Document): string {
  if (bytes.length === 0) return 'The file is empty.'
  const archive = archives.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte))
  if (archive?.name === 'a ZIP file' && /word\/|xl\/|ppt\/|\[Content_Types\]/.test(Buffer.from(bytes.subarray(0, 4096)).toString('latin1')))
    return 'This is an Office document (.docx, .xlsx, .pptx). It is a compressed archive that may unpack without end, so it is not opened: save it as PDF, HTML or plain text and hunt with that.'
  if (archive && /ZIP|Office|gzip|7z|RAR/.test(archive.name))
    return `This is ${archive.name}. It is not unpacked: take the advisory out of it, or save it as PDF, HTML or plain text, and hunt with that.`
  if (archive?.name.startsWith('a picture'))
    return `This is ${archive.name}. Text in pictures is not read: ask the publisher for the indicators as text, CSV, STIX or MISP.`
  if (archive) return 'This is a program, not an advisory.'
  return /\{\\rtf/.test(head().slice(0, 10))
    ? 'This is RTF. Save it as PDF, HTML or plain text and hunt with that.'
    : 'This is no advisory that can be read: neither text nor a format that is known.'
}
