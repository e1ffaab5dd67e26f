/** Wilson's score interval (1927) for a share, at 95 %: `hits` of `trials`. [0, 1] when there were no trials. */
export function wilson(hits: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1]
  const z = 1.959963984540054
  const share = hits / trials
  const centre = share + z ** 2 / (2 * trials)
  const half = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  const scale = 1 + z ** 2 / trials
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)]
}
