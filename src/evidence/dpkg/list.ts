import { plural } from '../../base/text.ts'
import type { Notes, Source } from '../format.ts'
import { debianPurl } from './purl.ts'
import type { Package } from './status.ts'

/** Desired state, state (`i` installed, `W` and `t` waiting for triggers), error. */
const row = /^([uihrp])([a-zA-Z])([ R#X]?)\s+(\S+)\s+(\S+)\s+(\S+)/

/** The table that `dpkg -l` prints; its heading is in the user's language. */
export async function* packagesInList(source: Source, notes: Notes): AsyncGenerator<Package> {
  let absent = 0
  let inTable = false
  for await (const { line, text } of source.lines()) {
    if (text.startsWith('+++-')) inTable = true
    else if (!inTable || text.trim() === '') continue
    else {
      const [, , state = '', , name = '', version = ''] = row.exec(text) ?? []
      if (name === '') notes.skip(line, 'not a row of dpkg -l')
      else if (!'iWt'.includes(state)) absent += 1
      else {
        const product = withoutArchitecture(name)
        yield { line, product, version, vendor: '', purl: debianPurl({ name: product, version }), installed: null, seen: null }
      }
    }
  }
  if (!inTable) notes.skip(1, 'the table of dpkg -l does not begin')
  if (absent > 0) notes.say(`Left out, since dpkg knows but does not have them: ${plural(absent, 'package')}.`)
}

/** `libc6:amd64` → `libc6` */
export function withoutArchitecture(name: string): string {
  return name.replace(/:[a-z0-9-]+$/, '')
}
