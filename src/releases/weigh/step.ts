import { parse } from 'semver'

/** How far a version is from the one before; unknown when either cannot be read. */
export type Step = 'patch' | 'minor' | 'major' | 'unknown'

/**
 * What changed in the version number: by semantic versioning where both follow it, else by the first number that differs of
 * `1.2.3`-like versions. Below 1.0.0 the second number is the one that promises a break.
 */
export function stepOf(now: string | undefined, before: string | undefined): Step {
  const [a, b] = [numbers(now), numbers(before)]
  if (a === undefined || b === undefined) return 'unknown'
  const first = a.findIndex((value, index) => value !== b[index])
  if (first === 0) return 'major'
  if (first === 1) return a[0] === 0 ? 'major' : 'minor'
  return 'patch'
}

function numbers(version: string | undefined): readonly number[] | undefined {
  if (version === undefined) return undefined
  const strict = parse(version)
  if (strict) return [strict.major, strict.minor, strict.patch]
  const loose = /^[v=]?(?:\d+:)?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?/.exec(version)
  return loose ? [Number(loose[1]), Number(loose[2]), Number(loose[3] ?? 0)] : undefined
}
