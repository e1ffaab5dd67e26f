/**
 * Lower bound of the score interval for a share of `count` in `total` (E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22, 1927): orders shares so that two of two do not stand before ninety of a hundred. 0 for none.
 */
export function wilsonLower(count: number, total: number, z = 1.96): number {
  if (total === 0) return 0
  const share = count / total
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  return Math.max(0, (share + (z * z) / (2 * total) - spread) / (1 + (z * z) / total))
}
