import { some } from '../../../base/text.ts'
import type { Out } from '../container.ts'
import type { RefusalCode } from '../refused.ts'

/** What 7-Zip says went wrong, gathered from the lines it prints while it extracts. */
export class Complaints {
  /** Bytes after the end of the archive. */
  tail = 0
  readonly #ofArchive: string[] = []
  readonly #ofItems = new Map<string, string>()
  #isListing = false

  line(text: string): void {
    const item = /^ERROR: ([^:]{1,100}) : (.{1,4096})$/.exec(text)
    const tail = /^Tail Size = (\d{1,15})$/.exec(text)
    if (item?.[1] && item[2]) this.#ofItems.set(item[2], item[1])
    else if (tail) this.tail = Number(tail[1])
    // `ERROR: /in/archive`, `ERRORS:` and `WARNINGS:` head lines of their own that end with an empty one.
    else if (/^(ERRORS?|WARNINGS?):( \/in\/|$)/.test(text)) this.#isListing = true
    else if (text === '') this.#isListing = false
    else if (this.#isListing && !/^(--$|[A-Z][A-Za-z ]{1,40} = )/.test(text)) this.#ofArchive.push(text)
    else if (/^(System ERROR|ERROR:|Can't |Cannot )/.test(text) && !/^Can't open as archive: \d/.test(text)) this.#ofArchive.push(text)
  }

  /** Makes refusals of them, but for encrypted members, which the listing has told. */
  report(out: Pick<Out, 'refuse'>, isWanted: (path: string) => boolean): void {
    for (const [path, says] of this.#ofItems) {
      if (!/encrypted|password/i.test(says) && isWanted(path)) out.refuse(path, codeOf(says), `7-Zip says: ${says}`)
    }
    const told = [...new Set(this.#ofArchive)].filter((line) => !/data after the end/i.test(line))
    if (told.length > 0)
      out.refuse('', codeOf(told.join(' ')), /encrypted/i.test(told.join(' ')) ? 'it is encrypted, with its list of names' : `7-Zip says: ${some(told)}`)
  }
}

function codeOf(says: string): RefusalCode {
  if (/encrypted|password/i.test(says)) return 'encrypted'
  if (/memory/i.test(says)) return 'memory'
  if (/unsupported|not supported|cannot open the file as/i.test(says)) return 'unsupported'
  return 'damaged'
}
