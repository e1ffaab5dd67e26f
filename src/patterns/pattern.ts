/** A literal of a pattern. Numbers are finite; timestamps are microseconds UTC; bytes come from h'…' and b'…'. */
export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'time'; readonly value: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }

/** A key, an index of a list, or any element of it. */
export type Step = { readonly key: string } | { readonly index: number } | { readonly every: true }

/** `network-traffic:dst_ref.value`: type of object, then steps. */
export interface ObjectPath {
  readonly type: string
  readonly steps: readonly Step[]
}

export const operators = ['=', '!=', '>', '<', '>=', '<=', 'IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET', 'EXISTS'] as const
export type Operator = (typeof operators)[number]

/** What one object must be like. */
export type Comparison =
  | { readonly kind: 'test'; readonly path: ObjectPath; readonly operator: Operator; readonly negated: boolean; readonly literals: readonly Literal[] }
  | { readonly kind: 'and' | 'or'; readonly left: Comparison; readonly right: Comparison }

export type Qualifier =
  | { readonly kind: 'within'; readonly seconds: number }
  | { readonly kind: 'repeats'; readonly times: number }
  /** Microseconds UTC; `stop` is not part of it. */
  | { readonly kind: 'between'; readonly start: number; readonly stop: number }

/** What observations must be like, and how they stand to each other in time. */
export type Pattern =
  | { readonly kind: 'observation'; readonly comparison: Comparison }
  | { readonly kind: 'and' | 'or' | 'followed-by'; readonly left: Pattern; readonly right: Pattern }
  | { readonly kind: 'qualified'; readonly pattern: Pattern; readonly qualifier: Qualifier }
