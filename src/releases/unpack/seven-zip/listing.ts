/** One item as `7z l -slt` writes it: property → value. */
export type Listed = ReadonlyMap<string, string>

/** Reads the lines of `7z l -slt`: what it says of the archive stands before the line of dashes. */
export class Listing {
  readonly items: Map<string, string>[] = []
  #inItems = false
  #current: Map<string, string> | undefined

  line(text: string): void {
    if (text === '----------') this.#inItems = true
    else if (this.#inItems) this.#property(text)
  }

  #property(text: string): void {
    const equals = text.indexOf(' = ')
    const [key, value] = equals < 0 ? [text.replace(/ =$/, ''), ''] : [text.slice(0, equals), text.slice(equals + 3)]
    if (text === '') this.#current = undefined
    else if (key === 'Path') {
      this.#current = new Map([['Path', value]])
      this.items.push(this.#current)
    } else this.#current?.set(key, value)
  }
}
