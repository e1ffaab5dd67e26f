import { compareDigits, compareText, isDigits, type Order, reversed, type VersionScheme } from './order.ts'

/** A number, a word, or what follows a hyphen or a change between digits and letters. */
type Item = Token<'number'> | Token<'word'> | List

interface Token<Kind> {
  readonly kind: Kind
  readonly text: string
}

interface List {
  readonly kind: 'list'
  readonly items: Item[]
}

const order = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const aliases: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const short: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

/**
 * Maven: `alpha < beta < milestone < rc = cr < snapshot < "" = final = ga = release < sp < other words < numbers after a hyphen < numbers after a dot`,
 * zeros and empty words at the end of a list make no difference. https://maven.apache.org/pom.html#Version_Order_Specification
 */
export const maven: VersionScheme = {
  name: 'Maven',
  compare(a, b) {
    const [left, right] = [parse(a), parse(b)]
    return left && right && compareItems(left, right)
  },
}

function parse(text: string): Item | undefined {
  const version = text.trim().toLowerCase()
  if (version === '' || /\s/.test(version)) return undefined
  const lists: Item[][] = [[]]
  let empty = true
  const nest = () => {
    const items: Item[] = []
    lists.at(-1)?.push({ kind: 'list', items })
    lists.push(items)
  }
  const tokens = version.match(/\d+|[.-]|[^\d.-]+/g) ?? []
  for (const [index, token] of tokens.entries()) {
    const border = token === '.' || token === '-'
    if (border && empty) lists.at(-1)?.push({ kind: 'number', text: '0' })
    if (token === '-') nest()
    if (!border) {
      if (!empty || (lists.at(-1)?.length !== 0 && isLastWord(token, tokens[index + 1]))) nest()
      lists.at(-1)?.push(itemOf(token, isDigits(tokens[index + 1] ?? '')))
    }
    empty = border
  }
  for (const items of lists.toReversed()) trim(items, items === lists[0])
  return { kind: 'list', items: lists[0] ?? [] }
}

/** Maven takes 1.x2 and 1.x for 1-x2 and 1-x, but leaves 1.x.2 and 1.x-2. */
function isLastWord(token: string, next: string | undefined): boolean {
  return !isDigits(token) && next !== '.' && next !== '-'
}

function itemOf(token: string, numberFollows: boolean): Item {
  if (isDigits(token)) return { kind: 'number', text: token }
  const word = numberFollows ? (short[token] ?? token) : token
  return { kind: 'word', text: Object.hasOwn(aliases, word) ? (aliases[word] ?? '') : word }
}

/** Takes what means nothing off the end, also before a list that stands at the end; a list within that is then alone takes the place of its own (1-ga-1 = 1-1). */
function trim(items: Item[], outermost: boolean): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (item && isNothing(item)) items.splice(index, 1)
    else if (item?.kind !== 'list') return
  }
  const [only] = items
  if (!outermost && only?.kind === 'list') items.splice(0, 1, ...only.items)
}

function isNothing(item: Item): boolean {
  return item.kind === 'list' ? item.items.length === 0 : item.kind === 'word' ? item.text === '' : /^0+$/.test(item.text)
}

function compareItems(a: Item, b: Item): Order {
  if (a.kind === 'list' && b.kind === 'list') return compareItemLists(a.items, b.items)
  if (a.kind === 'number' && b.kind === 'number') return compareDigits(a.text, b.text)
  if (a.kind === 'word' && b.kind === 'word') return compareWords(a.text, b.text)
  return rank(a) < rank(b) ? -1 : 1
}

function compareItemLists(a: readonly Item[], b: readonly Item[]): Order {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]]
    const found = left === undefined ? reversed(compareWithNothing(right)) : right === undefined ? compareWithNothing(left) : compareItems(left, right)
    if (found !== 0) return found
  }
  return 0
}

function compareWithNothing(item: Item | undefined): Order {
  if (item === undefined || isNothing(item)) return 0
  if (item.kind === 'word') return compareWords(item.text, '')
  if (item.kind === 'number') return 1
  return item.items.map(compareWithNothing).find((one) => one !== 0) ?? 0
}

function compareWords(a: string, b: string): Order {
  const [left, right] = [order.indexOf(a), order.indexOf(b)]
  if (left < 0 && right < 0) return compareText(a, b)
  if (left < 0 || right < 0) return left < 0 ? 1 : -1
  return left < right ? -1 : left > right ? 1 : 0
}

function rank({ kind }: Item): number {
  return kind === 'word' ? 0 : kind === 'list' ? 1 : 2
}
