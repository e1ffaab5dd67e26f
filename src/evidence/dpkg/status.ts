import { plural } from '../../base/text.ts'
import type { Notes, Source } from '../format.ts'
import { debianPurl } from './purl.ts'

/** A package as dpkg tells it. */
export interface Package {
  readonly line: number
  readonly product: string
  readonly version: string
  readonly vendor: string
  readonly purl: string
  /** Microseconds; null is unknown. */
  readonly installed: number | null
  /** Microseconds; null where the file itself does not say. */
  readonly seen: number | null
}

/** No field that is read is longer. */
const longestValue = 4096

/** Status words with which a package's files are in place and set up. */
const there = /^\S+\s+\S+\s+(installed|triggers-awaited|triggers-pending)$/

/** The database of dpkg: paragraphs of fields, blank lines between them. */
export async function* packagesInStatus(source: Source, notes: Notes): AsyncGenerator<Package> {
  let fields = new Map<string, string>()
  let began = 0
  let absent = 0
  const finish = function* (): Generator<Package> {
    const [product = '', status = '', version = ''] = ['package', 'status', 'version'].map((name) => fields.get(name))
    if (fields.size === 0) return
    if (product === '' || status === '') notes.skip(began, 'a paragraph without Package or Status')
    else if (!there.test(status)) absent += 1
    else {
      const maintainer = fields.get('maintainer') ?? ''
      const purl = debianPurl({ name: product, version, maintainer, architecture: fields.get('architecture') ?? '', from: fields.get('source') ?? '' })
      yield { line: began, product, version, vendor: nameOnly(maintainer), purl, installed: null, seen: null }
    }
  }
  for await (const { line, text } of source.lines()) {
    if (text.trim() === '') {
      yield* finish()
      fields = new Map()
      continue
    }
    if (fields.size === 0) began = line
    // Lines that begin with a space go on with the field before, which is never one of those that are read.
    const [, name, value = ''] = /^([A-Za-z][\w-]{0,60}):\s*(.*)$/.exec(text) ?? []
    if (name && fields.size < 100) fields.set(name.toLowerCase(), value.slice(0, longestValue).trim())
    else if (!name && !/^\s/.test(text)) notes.skip(line, 'a line that is neither a field nor its continuation')
  }
  yield* finish()
  if (absent > 0) notes.say(`Left out, since dpkg knows but does not have them: ${plural(absent, 'package')}.`)
}

/** `Example Packagers <packages@example.org>` → `Example Packagers` */
function nameOnly(maintainer: string): string {
  return maintainer.replace(/\s*<[^<>]*>$/, '').replace(/^"(.*)"$/, '$1')
}
