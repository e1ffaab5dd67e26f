import type { Capability } from '../capability.ts'
import type { ComparedFile, NovelUnit } from '../diff/compare.ts'

/** Novel units that lie together in a file: one insertion. */
export interface Stretch {
  readonly units: readonly NovelUnit[]
  readonly capabilities: ReadonlySet<Capability>
}

/** Old units between two novel ones that still leave them one insertion. */
const gap = 3

export function stretchesOf({ novel }: ComparedFile): Stretch[] {
  const groups: NovelUnit[][] = []
  for (const unit of novel) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && unit.index - last.index <= gap + 1) group.push(unit)
    else groups.push([unit])
  }
  return groups.map((units) => ({ units, capabilities: capabilitiesOf(units) }))
}

export function capabilitiesOf(units: Iterable<{ readonly capabilities: readonly Capability[] }>): Set<Capability> {
  const found = new Set<Capability>()
  for (const unit of units) for (const capability of unit.capabilities) found.add(capability)
  return found
}

/** True when each line of the conjunction is met. */
export function holds(all: readonly (readonly Capability[])[], capabilities: ReadonlySet<Capability>): boolean {
  return all.every((any) => any.some((capability) => capabilities.has(capability)))
}
