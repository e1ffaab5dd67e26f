/** Items in their order, each key once: the first of several. */
export function firstOf<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const own = key(item)
    if (seen.has(own)) return false
    seen.add(own)
    return true
  })
}
