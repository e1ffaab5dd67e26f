let table = new Float64Array(0)

/** ln(n!) for whole n ≥ 0, by summing logarithms; a table that grows with what is asked for. */
export function logFactorial(n: number): number {
  if (n >= table.length) table = grown(n)
  return table[n] as number
}

function grown(n: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(Math.max(1024, 2 * n + 2))
  next.set(table)
  for (let index = Math.max(1, table.length); index < next.length; index++) next[index] = (next[index - 1] as number) + Math.log(index)
  return next
}

/** ln of the binomial coefficient; −∞ where it is zero. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}
