import { some } from '../../base/text.ts'
import { type Capability, capabilities } from '../capability.ts'
import type { ComparedFile, NovelUnit } from '../diff/compare.ts'
import type { SideFile } from '../diff/side.ts'
import type { Conjunction } from './conjunctions.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'
import { newConstructors } from './native-constructors.ts'
import { newLibraries } from './native-libraries.ts'
import { capabilitiesOf, holds } from './stretches.ts'
import { numberOf, textOf } from './traits.ts'

const nativeReaders: ReadonlySet<string> = new Set(['pe', 'elf', 'mach-o'])
/** Families of functions whose coming changes what a program is for. */
const families: readonly Capability[] = [
  'network',
  'execute',
  'shell',
  'persistence',
  'injection',
  'credentials',
  'browser-data',
  'wallet',
  'process-memory',
  'anti-analysis',
  'hook',
]
const loadKinds: ReadonlySet<string> = new Set(['ifunc', 'constructor', 'unnamed-constructor', 'tls-callback'])
const meansToRun: ReadonlySet<Capability> = new Set(['native-code', 'dynamic-import', 'injection'])
/** A part that is new must be so large to be told, in bytes: entropy of a few hundred bytes says nothing. */
const largePart = 4096
/** Entropy in bits a byte above which a part is taken for compressed or encrypted, and by how much it must have risen. */
const random = 7.2
const risen = 0.8

/** Class G and the native part of B: programs and libraries that gained something. */
export const nativeFacts: readonly FactRule[] = [
  {
    name: 'native-family',
    class: 'G',
    title: 'A program calls a new family of functions',
    technique: 'T1106',
    innocentIf: 'the notes of the release announce what needs them',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => familySigns(file, on)),
  },
  {
    name: 'native-library',
    class: 'G',
    title: 'A program links a new library',
    technique: 'T1129',
    innocentIf: 'the library belongs to the system or to the product',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => gainedSign(file, newLibraries(file, on.comparison), 'links libraries it did not link')),
  },
  {
    name: 'native-section',
    class: 'G',
    title: 'A program has new sections',
    technique: 'T1027.002',
    innocentIf: 'the vendor changed the compiler or linker',
    absolute: false,
    find: (on) =>
      nativeFiles(on).flatMap((file) =>
        gainedSign(
          file,
          file.novel.filter((unit) => isTold(unit, file)),
          'has sections it did not have',
        ),
      ),
  },
  {
    name: 'native-entropy',
    class: 'G',
    title: 'A part of a program now looks encrypted',
    technique: 'T1027.002',
    innocentIf: 'the part holds media or compressed data that the vendor names',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap(entropySigns),
  },
  {
    name: 'native-ifunc',
    class: 'G',
    title: 'A library chooses functions while it is loaded',
    technique: 'T1574.013',
    innocentIf: 'the functions have variants for different processors',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => kindSign(file, 'ifunc', 'chooses functions while it is loaded, which it did not')),
  },
  {
    name: 'native-entitlement',
    class: 'G',
    title: 'A program asks for new rights',
    technique: 'T1548',
    innocentIf: 'a new feature needs the right',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => kindSign(file, 'entitlement', 'asks for rights it did not ask for')),
  },
  {
    name: 'native-constructor',
    class: 'B',
    title: 'A library runs new code when it is loaded',
    technique: 'T1574',
    innocentIf: 'the constructor only sets up the library',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => gainedSign(file, newConstructors(file), 'runs code when it is loaded that it did not run')),
  },
  {
    name: 'native-armed-loader',
    class: 'B',
    title: 'A library runs new code when it is loaded, and brings encrypted data and the means to run it',
    technique: 'T1574',
    innocentIf: 'the vendor names what is compressed in it and why it is unpacked at loading',
    absolute: false,
    find: (on) => nativeFiles(on).flatMap((file) => armedSigns(file, on)),
  },
]

/** Each of the three is seen in honest releases; together in one release they are what unpacks itself while it is loaded. */
function armedSigns(file: ComparedFile, on: Evidence): Sign[] {
  const atLoad = file.novel.filter(({ kind }) => loadKinds.has(kind))
  const means = gainedBy(file, on).units.filter(({ capabilities: can }) => can.some((capability) => meansToRun.has(capability)))
  const [hidden] = entropySigns(file)
  if (atLoad.length === 0 || means.length === 0 || hidden === undefined) return []
  return [sign(file, [...atLoad, ...means], `${file.now.path} runs new code when it is loaded, can now load or change code, and a part of it looks encrypted.`)]
}

/** Signs of a conjunction for programs: what a file as a whole came to be able to do, since its imports stand apart from each other. */
export function nativeSignsOf({ all, says, together }: Conjunction, on: Evidence): Sign[] {
  if (all.length < 2 || together) return []
  return nativeFiles(on).flatMap((file): Sign[] => {
    const gained = gainedBy(file, on)
    return holds(all, gained.capabilities) ? [{ ...sign(file, gained.units, `${file.now.path} now ${says}.`), scopes: ['stretch'] }] : []
  })
}

/** True for a file that a processor runs; its units are imports and strings, not statements. */
export function isNative({ now }: ComparedFile): boolean {
  return isProgram(now)
}

/** Something that a processor runs. */
export function isProgram({ content }: SideFile): boolean {
  return content?.readers.some((reader) => nativeReaders.has(reader)) ?? false
}

function nativeFiles({ comparison }: Evidence): ComparedFile[] {
  return comparison.files.filter((file) => file.novel.length > 0 && isNative(file))
}

/** Capabilities that the file did not have; of a new file, that no program of the release before had. */
function gainedBy(file: ComparedFile, { comparison }: Evidence): { capabilities: Set<Capability>; units: NovelUnit[] } {
  const had = file.before
    ? capabilitiesOf(unitsOf(file.before.content))
    : capabilitiesOf((comparison.before?.files ?? []).filter(isProgram).flatMap(({ content }) => unitsOf(content)))
  const units = file.novel.filter((unit) => unit.capabilities.some((capability) => !had.has(capability)))
  return { capabilities: capabilitiesOf(units).difference(had), units }
}

function unitsOf(content: ComparedFile['now']['content']) {
  return [...(content?.units ?? []), ...(content?.slices ?? []).flatMap((slice) => slice.units)]
}

function familySigns(file: ComparedFile, on: Evidence): Sign[] {
  const gained = gainedBy(file, on)
  return families
    .filter((family) => gained.capabilities.has(family))
    .map((family) =>
      sign(
        file,
        gained.units.filter((unit) => unit.capabilities.includes(family)),
        `${file.now.path} now ${capabilities[family]}.`,
      ),
    )
}

/** One sign for all novel units of a kind in a file that was there before. */
function kindSign(file: ComparedFile, kind: string, says: string): Sign[] {
  return gainedSign(
    file,
    file.novel.filter((unit) => unit.kind === kind),
    says,
  )
}

/** One sign for all units that a file gained that was there before. */
function gainedSign(file: ComparedFile, units: readonly NovelUnit[], says: string): Sign[] {
  return file.before && units.length > 0 ? [sign(file, units, `${file.now.path} ${says}.`)] : []
}

/** A section that is loaded; of those that only tools read, what is large enough to be a cargo or looks encrypted. */
function isTold({ kind, place }: NovelUnit, { now }: ComparedFile): boolean {
  if (kind !== 'unloaded-section') return kind === 'section'
  return (now.content?.traits ?? []).some(
    ({ name, value, place: at }) =>
      at?.offset === place.offset &&
      typeof value === 'number' &&
      ((name.startsWith('elf.size.') && value >= largePart) || (name.startsWith('elf.entropy.') && value >= random)),
  )
}

function sign(file: ComparedFile, units: readonly NovelUnit[], says: string): Sign {
  const [first] = units
  return {
    says,
    now: some(
      units.map((unit) => unit.says ?? unit.kind),
      6,
    ),
    before: file.before ? 'nothing of the kind' : 'no such file',
    path: file.now.path,
    ...(first && { place: first.place }),
  }
}

function entropySigns(file: ComparedFile): Sign[] {
  if (file.before === undefined) return []
  const old = file.before.content?.traits ?? []
  return (file.now.content?.traits ?? [])
    .filter(({ name }) => /^(?:pe|elf|mach-o)\.entropy\./.test(name))
    .flatMap((trait): Sign[] => {
      const [now, before] = [numberOf([trait], trait.name), numberOf(old, trait.name)]
      if (now === undefined || now < random || (before !== undefined && now - before < risen)) return []
      const size = numberOf(file.now.content?.traits, trait.name.replace('.entropy.', '.size.')) ?? 0
      if (before === undefined && size < largePart) return []
      return [
        {
          says: `The part ${textOf(trait.name.split('.').slice(2).join('.'))} of ${file.now.path} now looks encrypted.`,
          now: `${now} bits a byte`,
          before: before === undefined ? 'no such part' : `${before} bits a byte`,
          path: file.now.path,
          ...(trait.place && { place: trait.place }),
        },
      ]
    })
}
