import { some } from '../../base/text.ts'
import { type Capability, capabilities } from '../capability.ts'
import type { ComparedFile } from '../diff/compare.ts'
import { type Twins, twinsOf } from '../diff/twins.ts'
import type { FactRule, Sign } from './evidence.ts'
import { capabilitiesOf } from './stretches.ts'

/** Capabilities whose coming in one twin alone is worth telling. */
const telling: ReadonlySet<Capability> = new Set<Capability>([
  'network',
  'execute',
  'shell',
  'evaluate',
  'decode',
  'blob-literal',
  'credentials',
  'browser-data',
  'wallet',
  'publish',
  'persistence',
  'injection',
  'process-memory',
  'hook',
  'anti-analysis',
  'file-write',
])
/** One capability may come by the way a bundler writes a module system; so many do not. */
const least = 2

/** Class D: of two things that should do the same only one changed what it does. */
export const twinFacts: readonly FactRule[] = [
  {
    name: 'slice-divergence',
    class: 'D',
    title: 'One architecture of a program changed what it does',
    technique: 'T1554',
    innocentIf: 'the vendor explains why only this architecture needs it',
    absolute: false,
    find: ({ comparison: { files, before } }) => files.flatMap((file) => sliceSigns(file, before?.liveUnits ?? new Set())),
  },
  {
    name: 'twin-divergence',
    class: 'D',
    title: 'Two builds of one source no longer do the same',
    technique: 'T1195.002',
    innocentIf: 'the module systems need different code and the source shows it',
    absolute: false,
    find: ({ comparison }) => {
      const signs = twinsOf(comparison.files).flatMap(({ one, other, by }) => [...twinSign(one, other, by), ...twinSign(other, one, by)])
      // A file that left all its twins is one sign, not one for each of them.
      return [...new Map(signs.map((sign) => [sign.path, sign])).values()]
    },
  },
]

/** Twins may differ in size by this factor. */
const sizes = 1.5

/** Kinds of units that do not depend on the processor. */
const portable: ReadonlySet<string> = new Set(['library', 'import', 'constructor', 'entitlement', 'tell', 'host'])

function sliceSigns(file: ComparedFile, known: ReadonlySet<string>): Sign[] {
  const slices = file.full?.slices ?? []
  if (file.before === undefined || slices.length < 2 || file.change === 'same') return []
  const gained = slices.map(({ units }) => units.filter((unit) => portable.has(unit.kind) && !known.has(unit.id)))
  return slices.flatMap(({ name }, index): Sign[] => {
    const elsewhere = new Set(gained.flatMap((units, other) => (other === index ? [] : units.map(({ id }) => id))))
    const alone = gained[index]?.filter(({ id }) => !elsewhere.has(id)) ?? []
    // Different processors may need a helper of their own; it shows in both, or in few places.
    if (alone.length === 0 || gained.some((units, other) => other !== index && units.length >= alone.length)) return []
    const [first] = alone
    return [
      {
        says: `In ${file.now.path} only the part for ${name} gained something; its twins did not.`,
        now: some(
          alone.map((unit) => unit.says ?? unit.kind),
          6,
        ),
        before: 'all parts alike',
        path: file.now.path,
        ...(first && { place: first.place }),
      },
    ]
  })
}

/** A sign when new code of `one` does at least two telling things that no new code of its twin does. Platforms may differ: there they must be new to both files. */
function* twinSign(one: ComparedFile, other: ComparedFile, by: Twins['by']): Generator<Sign> {
  if (other.before === undefined || !alike(one, other)) return
  const gained = [...capabilitiesOf(one.novel)].filter((capability) => telling.has(capability))
  const elsewhere =
    by === 'modules' && one.before !== undefined
      ? capabilitiesOf(other.novel)
      : capabilitiesOf([...(other.now.content?.units ?? []), ...(one.before?.content?.units ?? [])])
  const alone = gained.filter((capability) => !elsewhere.has(capability))
  if (alone.length < least) return
  const unit = one.novel.find((novel) => novel.capabilities.some((capability) => alone.includes(capability)))
  yield {
    says: `New code in ${one.now.path} ${some(
      alone.map((capability) => capabilities[capability]),
      4,
    )}; its twin ${other.now.path} has none that does.`,
    now: unit?.says ?? '',
    before: 'both alike',
    path: one.now.path,
    ...(unit && { place: unit.place }),
  }
}

/** True when both were of one size before. A bundle that brings its dependencies along is no twin of the wrapper beside it. */
function alike(one: ComparedFile, other: ComparedFile): boolean {
  const [size, twin] = one.before === undefined ? [one.now.member.size, other.now.member.size] : [one.before.member.size, other.before?.member.size ?? 0]
  return size < sizes * twin && twin < sizes * size
}
