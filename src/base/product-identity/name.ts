import { plainName } from '../text.ts'
import type { SameProduct } from './same.ts'
import type { Meant, Told } from './told.ts'
import { beginsWith, makerOf, sameMaker, wordsOf } from './vendor.ts'

/** What inventories add to a name: bits, languages, versions in brackets or at the end. */
function bareName(name: string): string {
  return name
    .slice(0, 300)
    .replace(/\([^()]{0,80}\)/g, ' ')
    .replace(/\b(?:x64|x86|64-?bit|32-?bit|win(?:32|64)|amd64|arm64|[a-z]{2}-[A-Z]{2})\b/g, ' ')
    .replace(/\bv?\d+(?:\.\d+)+\b/g, ' ')
}

/** Words that say what kind of thing it is, and that one source writes where another does not. */
const kindWords = new Set(['app', 'application', 'software', 'client', 'program'])

function withoutKind(name: string): string {
  const words = [...wordsOf(name)]
  while (words.length > 1 && kindWords.has(words.at(-1) ?? '')) words.pop()
  return words.join('')
}

/** Whether the names are those of one software, and how sure that is; undefined when they are not. */
export function sameName(told: Told, { product, names, vendor = '' }: Meant): SameProduct | undefined {
  const meant = [product, ...names].filter((name) => plainName(name).length > 1)
  const owned = sameMaker(told.vendor, vendor)
  const found = wholeName(told, meant, vendor, owned)
  if (found) return weighed(found, told, owned)
  return byMaker(told, meant)
}

/**
 * What the software may be called by others, letters and digits only: every name that `sameName` takes for it without knowing what is meant. A list that
 * is looked up by name is asked for these.
 */
export function namesOf({ product, vendor }: Pick<Told, 'product' | 'vendor'>): readonly string[] {
  // A list may call the maker by another word than the inventory: “Google Chrome” is Chrome, whoever is named for it.
  const words = wordsOf(bareName(product))
  const later = words.length > 1 ? [words.slice(1).join('')] : []
  return [...new Set([...exactNamesOf({ product, vendor }), ...later])].filter((name) => name.length > 1)
}

/** Of those the whole names: nothing is left out but what the inventory adds, and the maker it names. */
export function exactNamesOf({ product, vendor }: Pick<Told, 'product' | 'vendor'>): readonly string[] {
  const bare = bareName(product)
  const whole = [plainName(product), plainName(bare), withoutKind(bare)]
  const owner = plainName(makerOf(vendor))
  const shorter = owner === '' ? [] : whole.flatMap((name) => (name.startsWith(owner) ? [name.slice(owner.length)] : [owner + name]))
  return [...new Set([...whole, ...shorter])].filter((name) => name.length > 1)
}

interface Found {
  readonly confidence: number
  readonly by: string
}

function wholeName(told: Told, meant: readonly string[], vendor: string, owned: boolean | undefined): Found | undefined {
  const plain = new Set(meant.map(plainName))
  const bare = bareName(told.product)
  const name = plainName(bare)
  if (plain.has(plainName(told.product))) return { confidence: 0.8, by: 'name' }
  if (plain.has(name)) return { confidence: 0.75, by: 'name without what the inventory adds' }
  const owner = plainName(makerOf(vendor))
  const teller = plainName(makerOf(told.vendor))
  const withOwner = owner !== '' && [...plain].some((one) => name === owner + one || (one === owner + name && owned === true))
  const withTeller = teller !== '' && owned !== false && [...plain].some((one) => one === teller + name || name === teller + one)
  if (withOwner || withTeller) return { confidence: 0.75, by: 'name with that of the vendor' }
  const short = withoutKind(bare)
  const same = meant.some((one) => withoutKind(one) === short && wordsOf(one).length + wordsOf(bare).length > 3)
  return same ? { confidence: 0.6, by: 'name but for words such as App' } : undefined
}

/** The vendor speaks for it or against it. */
function weighed({ confidence, by }: Found, told: Told, owned: boolean | undefined): SameProduct {
  if (owned === true) return { confidence: Math.min(0.95, confidence + 0.15), by: `${by} and vendor` }
  if (owned === false) return { confidence: confidence - 0.3, by: `${by}, but the inventory calls the vendor ${told.vendor.slice(0, 80)}` }
  return { confidence, by: `${by}; ${plainName(told.vendor) === '' ? 'the inventory' : 'the advisory'} names no vendor` }
}

/** An advisory that says “3CX 18.12.416” names the software by its maker alone: any that is the maker's, or that begins with that very word. */
function byMaker(told: Told, meant: readonly string[]): SameProduct | undefined {
  const words = wordsOf(bareName(told.product))
  const begun = meant.filter((one) => beginsWith(words, wordsOf(one)))
  if (begun.length === 0) return undefined
  const maker = begun.some((one) => plainName(makerOf(one)) === plainName(makerOf(told.vendor)))
  if (maker) return { confidence: 0.5, by: 'the maker and the exact version; the advisory names the software by its maker alone', loosely: 'version' }
  // Of several words a name is whole: what follows makes it another.
  if (plainName(told.vendor) !== '' || begun.every((one) => wordsOf(one).length > 1)) return undefined
  return { confidence: 0.4, by: 'the first words of its name and the exact version; the inventory names no vendor', loosely: 'long version' }
}
