import type { Capability } from '../capability.ts'
import type { ComparedFile, NovelUnit } from '../diff/compare.ts'
import { alike } from './alike.ts'
import { type Conjunction, conjunctions } from './conjunctions.ts'
import type { Evidence, FactRule, Scope, Sign } from './evidence.ts'
import { type Flow, flowsOf } from './flows.ts'
import { isNative, nativeSignsOf } from './native.ts'
import { holds, type Stretch, stretchesOf } from './stretches.ts'

/** Class C: new code that does several things together which say little each on its own. */
export const codeFacts: readonly FactRule[] = conjunctions.map((conjunction) => ({
  name: conjunction.name,
  class: 'C',
  title: conjunction.title,
  technique: conjunction.technique,
  innocentIf: conjunction.innocentIf,
  absolute: true,
  find: (on) => [...signsOf(conjunction, on), ...(on.comparison.before ? nativeSignsOf(conjunction, on) : [])],
}))

function* signsOf(conjunction: Conjunction, { comparison }: Evidence): Generator<Sign> {
  const familiar: Scope[] = knew(conjunction, comparison.before) ? ['familiar'] : []
  const told = new Set<string>()
  for (const file of comparison.files) {
    if (file.novel.length === 0 || isNative(file)) continue
    const found = strongest(conjunction, file)
    // The same code in several builds of one package is one sign.
    const key = found?.units.map((unit) => unit.id).join()
    if (found === undefined || key === undefined || told.has(key)) continue
    told.add(key)
    const known = conjunction.whole && found.units.length === 1 ? [] : familiar
    yield { ...shown(conjunction, file, found.units), scopes: [...found.scopes, ...known], among: found.among ?? alike(comparison, found.units[0]) }
  }
}

function knew({ all }: Conjunction, before: Evidence['comparison']['before']): boolean {
  return before?.files.some(({ content, live }) => live && content?.units.some((unit) => holds(all, new Set(unit.capabilities)))) ?? false
}

interface Strongest {
  readonly units: readonly NovelUnit[]
  readonly scopes: readonly Scope[]
  readonly among?: number
}

/** The conjunction in one unit; else in functions that use each other; else in one inserted stretch. */
function strongest({ all, together }: Conjunction, file: ComparedFile): Strongest | undefined {
  const unit = file.novel.find(({ capabilities }) => holds(all, new Set(capabilities)))
  if (unit) return { units: [unit], scopes: [] }
  // Lines of a manifest have nothing to do with each other.
  if (all.length < 2 || together || unitsAreApart(file)) return undefined
  const flow = flowsOf(file, all.flat()).find((each) => holds(all, toldBy(each)) && !holds(all, each.before))
  const stretch = stretchesOf(file).find(({ capabilities }) => holds(all, capabilities.difference(handed)))
  // What came all at once says more than what uses older code.
  if (flow && (flow.before.size === 0 || stretch === undefined))
    return { units: [...new Set([...flow.units.slice(0, 1), ...parts(all, flow)])], scopes: [flow.before.size === 0 ? 'flow' : 'joined'] }
  return stretch && { units: parts(all, stretch), scopes: ['stretch'], among: stretch.units.length }
}

/** Keys are handed about by every library of cryptography: that says something only where they go, and when that is new. */
const handed: ReadonlySet<Capability> = new Set(['key-material'])

/** What the flow can do, as far as its units have to do with each other. */
function toldBy({ units, capabilities, before }: Flow): ReadonlySet<Capability> {
  const goes = !before.has('network') || units.some(sendsByName)
  return units[0]?.capabilities.includes('key-material') && goes ? capabilities : capabilities.difference(handed)
}

/** A client that is told where to connect to is a library's; one that names the host itself may wait for something to send there. */
function sendsByName({ capabilities, hosts }: NovelUnit): boolean {
  return capabilities.includes('network') && hosts !== undefined
}

/** The first unit of the stretch for each line of the conjunction. */
function parts(all: Conjunction['all'], { units }: Pick<Stretch, 'units'>): NovelUnit[] {
  const chosen = all.flatMap((any) => units.find(({ capabilities }) => any.some((capability) => capabilities.includes(capability))) ?? [])
  return [...new Set(chosen)]
}

function shown({ says }: Conjunction, file: ComparedFile, units: readonly NovelUnit[]): Sign {
  const [first] = units
  return {
    says: `New code in ${file.now.path} ${says}.`,
    now: units.map((unit) => unit.says ?? unit.kind).join(' … '),
    ...(file.before && { before: 'no such code' }),
    path: file.now.path,
    ...(first && { place: first.place }),
  }
}

function unitsAreApart({ now }: ComparedFile): boolean {
  return now.content?.readers[0] === 'manifest'
}
