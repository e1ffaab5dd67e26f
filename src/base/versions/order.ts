/** -1: the first is the earlier version; 0: they are the same version. */
export type Order = -1 | 0 | 1

/** How the versions of one ecosystem are ordered. */
export interface VersionScheme {
  /** As docs/versions.md lists it. */
  readonly name: string
  /** Undefined where it cannot be told, for instance because one of the two is no version of this ecosystem. */
  compare(a: string, b: string): Order | undefined
}

/** Characters of a version that is compared; what is longer is no version. */
export const longestVersion = 400

/** Decimal digits of any length, as numbers: 10 > 9, 007 = 7. Nothing stands for 0. */
export function compareDigits(a: string, b: string): Order {
  const [left, right] = [withoutZeros(a), withoutZeros(b)]
  return left.length === right.length ? compareText(left, right) : left.length < right.length ? -1 : 1
}

/** By UTF-16 code units, as ASCII text is ordered in every ecosystem. */
export function compareText(a: string, b: string): Order {
  return a < b ? -1 : a > b ? 1 : 0
}

export function isDigits(text: string): boolean {
  return /^\d+$/.test(text)
}

/** The first difference of two lists decides; `missing` stands for what the shorter one does not have. */
export function compareLists<Item>(a: readonly Item[], b: readonly Item[], missing: Item, compare: (a: Item, b: Item) => Order | undefined): Order | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compare(a[index] ?? missing, b[index] ?? missing)
    if (order !== 0) return order
  }
  return 0
}

/** As `compareLists`, but where one list ends, the longer one is the later: 1.0 < 1.0.0. */
export function compareLongerLater<Item>(a: readonly Item[], b: readonly Item[], compare: (a: Item, b: Item) => Order): Order {
  for (const [index, left] of a.entries()) {
    const right = b[index]
    const order = right === undefined ? 1 : compare(left, right)
    if (order !== 0) return order
  }
  return a.length < b.length ? -1 : 0
}

export function reversed(order: Order): Order {
  return order === 0 ? 0 : order === 1 ? -1 : 1
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '')
}
