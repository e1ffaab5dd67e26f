/** `1 host`, `3 hosts`, `2 policies`: the plural adds an s unless it is given. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** 12,345 */
export function number(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })
}

/** A share as `12 %`, two digits; never below `0.1 %`. */
export function percent(share: number): string {
  return share < 0.001 ? '0.1 %' : `${number(Number((100 * share).toPrecision(2)))} %`
}

/** 1.2 MB (decimal units). */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return `${number(value / 1000 ** power)} ${units[power]}`
}

/** `a, b and 3 more` */
export function some(values: readonly string[], most = 3, count = values.length): string {
  const shown = values.slice(0, most)
  const rest = count - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${number(rest)} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

// Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Evidence made safe to print on one line of a terminal: control and reordering characters become visible escapes. */
export function printable(text: string, most = 200): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text
  return cut.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Letters and digits only, lower case: `3CX Desktop App` and `3CXDesktopApp` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text made safe inside HTML and SVG, in elements and quoted attributes. */
export function escapeMarkup(text: string): string {
  return printable(text, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
