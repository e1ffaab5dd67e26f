import { z } from 'zod'

/** Rows that one page of a list may have. */
const mostPerPage = 500

/** What every list takes: how many, and where to go on. The cursor is opaque: it came with the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(mostPerPage).default(100),
  cursor: z.string().max(500).optional(),
})

/** One page of a list. `next` is null on the last page; `total` counts everything that the filters let through. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int() })
}

/** Filters that take several values: `?severity=4&severity=5` or `?severity=4,5`. */
export function manyOf<Item extends z.ZodType>(item: Item) {
  const list = (value: unknown) => (value === undefined ? undefined : [value].flat().flatMap((one) => (typeof one === 'string' ? one.split(',') : [one])))
  return z.preprocess(list, z.array(item).max(100).optional()).optional()
}
