import type { Observable, Observation } from './observation.ts'
import type { Step } from './pattern.ts'

/** A value under a path, with the name of the property it stands in: `_hex` and `_bin` tell how bytes are written. */
export interface Found {
  readonly value: unknown
  readonly property: string
}

/** Values taken of one list: a hostile one may be endless. */
const mostValues = 10_000

/** Every value that a path leads to; none where it leads nowhere. References are followed within the observation. */
export function valuesAt(object: Observable, steps: readonly Step[], observation: Observation): readonly Found[] {
  let found: readonly Found[] = [{ value: object, property: '' }]
  for (const step of steps) {
    found = found.flatMap((one) => take(one, step, observation)).slice(0, mostValues)
  }
  return found.filter(({ value }) => value !== undefined && value !== null)
}

function take({ value, property }: Found, step: Step, observation: Observation): readonly Found[] {
  if ('key' in step) return keyed(referred(value, property, observation), step.key)
  if (!Array.isArray(value)) return []
  if ('index' in step) return step.index < value.length ? [{ value: value[step.index], property }] : []
  return value.slice(0, mostValues).map((element) => ({ value: element, property }))
}

function keyed(value: unknown, key: string): readonly Found[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return []
  return [{ value: (value as Record<string, unknown>)[key], property: key }]
}

/** What a reference stands for; anything else is itself. */
function referred(value: unknown, property: string, { objects }: Observation): unknown {
  const isReference = property.endsWith('_ref') || property.endsWith('_refs')
  return isReference && typeof value === 'string' ? objects.get(value) : value
}
