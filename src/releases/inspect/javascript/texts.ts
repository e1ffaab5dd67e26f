import { isBlob } from '../../code/blob.ts'
import { Signs } from '../../code/signs.ts'
import { tellText, tellWords } from '../../code/telling.ts'
import type { Writer } from './writer.ts'

/** What the texts and patterns of a program give away; a text that comes again is not looked at again. */
export abstract class Texts {
  protected readonly writer: Writer
  readonly #told = new Map<string, Signs | null>()
  /** Most texts tell nothing: then it is as good as new. */
  #spare = new Signs()

  constructor(writer: Writer) {
    this.writer = writer
  }

  protected tell(value: string) {
    if (value.length < 4) return
    const known = this.#told.get(value)
    if (known !== undefined) return known?.giveTo(this.writer)
    const signs = this.#spare
    tellText(value, signs)
    if (isBlob(value)) signs.can('blob-literal')
    if (value.length < 200) this.#told.set(value, signs.isEmpty ? null : signs)
    if (signs.isEmpty) return
    signs.giveTo(this.writer)
    this.#spare = new Signs()
  }

  protected tellPattern(pattern: string): void {
    tellWords(pattern.toLowerCase().replaceAll('\\', ''), this.writer)
  }
}
