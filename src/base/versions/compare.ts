import { longestVersion, type Order } from './order.ts'
import { schemeOf } from './schemes.ts'

/** What stands in inventories and advisories where there is no version. */
const noVersion = /^(?:|[-*?.]|unknown|none|null|nil|undefined|unspecified|not (?:available|applicable|installed|known)|n\/?a|latest|any|all|\(devel\)|tbd)$/i

/** False for nothing, for words that say there is none, and for what is too long to be one. */
export function isVersion(text: string): boolean {
  return text.length <= longestVersion && !noVersion.test(text.trim())
}

/**
 * Which of two versions of an ecosystem is the earlier. Undefined where it cannot be told: a version that is not known, or none of that
 * ecosystem, is neither earlier nor later nor the same.
 * @param ecosystem as OSV names it (`npm`, `Debian:12`), a type of package URL (`golang`), `windows`, `macos`; the natural order for any other
 */
export function compareIn(ecosystem: string, a: string, b: string): Order | undefined {
  return isVersion(a) && isVersion(b) ? schemeOf(ecosystem).compare(a, b) : undefined
}
