import type { Capability } from '../capability.ts'
import type { ComparedFile, NovelUnit } from '../diff/compare.ts'
import type { SideFile } from '../diff/side.ts'
import type { Unit } from '../reading.ts'
import { capabilitiesOf } from './stretches.ts'

/** A novel unit with what it uses, so that an act spread over several functions, or over two releases, can be seen as one. */
export interface Flow {
  /** The novel one first. */
  readonly units: readonly NovelUnit[]
  readonly capabilities: ReadonlySet<Capability>
  /** What those of its units can do that were there before. */
  readonly before: ReadonlySet<Capability>
}

/** How far and how wide uses are followed; what uses more is the program as a whole. */
const steps = 3
const widest = 24
/** Names that so many units define say nothing. */
const commonplace = 12
/** Novel units that flows are followed from, in one file. */
const mostStarts = 5000

/** Flows of novel units that bring one of the capabilities themselves. */
export function* flowsOf(file: ComparedFile, wanted: readonly Capability[]): Generator<Flow> {
  const units = file.full?.units
  if (units === undefined || !units.some(({ uses }) => uses)) return
  const definers = definersIn(units)
  const novel = new Map(file.novel.map((unit) => [unit.index, unit]))
  for (const start of file.novel.slice(0, mostStarts)) {
    if (start.uses === undefined) continue
    const reached = reachedFrom(start.index, units, definers)
    const all = [...reached].map((index) => novel.get(index) ?? old(units, index, file.now)).filter((unit) => unit !== undefined)
    const capabilities = capabilitiesOf(all)
    if (!wanted.some((capability) => capabilities.has(capability))) continue
    yield { units: all, capabilities, before: capabilitiesOf(all.filter(({ index }) => !novel.has(index))) }
  }
}

function old(units: readonly Unit[], index: number, file: SideFile): NovelUnit | undefined {
  const unit = units[index]
  return unit && { ...unit, file, index }
}

/** Every fact asks again of the same file. */
const known = new WeakMap<readonly Unit[], ReadonlyMap<string, readonly number[]>>()

/** Where each name of a file is defined. */
function definersIn(units: readonly Unit[]): ReadonlyMap<string, readonly number[]> {
  const before = known.get(units)
  if (before !== undefined) return before
  const definers = new Map<string, number[]>()
  known.set(units, definers)
  for (const [index, { defines }] of units.entries()) {
    for (const name of defines ?? []) {
      const list = definers.get(name)
      if (list === undefined) definers.set(name, [index])
      else list.push(index)
    }
  }
  return definers
}

function reachedFrom(start: number, units: readonly Unit[], definers: ReadonlyMap<string, readonly number[]>): Set<number> {
  // The statements of one small function belong together, whichever of them comes first.
  const own = (units[start]?.defines ?? []).flatMap((name) => definers.get(name) ?? [])
  const reached = new Set(own.length > widest ? [start] : [start, ...own])
  let edge = [...reached]
  for (let step = 0; step < steps && edge.length > 0; step++) {
    const next = new Set(edge.flatMap((index) => units[index]?.uses ?? []).flatMap((name) => usable(definers.get(name))))
    edge = [...next].filter((index) => !reached.has(index))
    if (reached.size + edge.length > widest) return reached
    for (const index of edge) reached.add(index)
  }
  return reached
}

function usable(list: readonly number[] | undefined): readonly number[] {
  return list === undefined || list.length > commonplace ? [] : list
}
