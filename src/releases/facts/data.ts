import { bytes, some } from '../../base/text.ts'
import type { ComparedFile, Comparison } from '../diff/compare.ts'
import type { FactRule, Sign } from './evidence.ts'
import { buildSteps } from './hooks.ts'
import { numberOf, traitValue } from './traits.ts'

/** New random-looking data below this is what icons and fonts come in. */
const large = 100_000
/** Split data is counted together from pieces of this size on. */
const piece = 2_000
/** Bits a byte; compressed and encrypted data have 7.9 and more, machine code 6, Base64 6. */
const random = 7.6
/** The least that a script fits in, in bytes; random data of that length has 7.6 bits a byte, machine code and text have less than 6.5. */
const smallest = 400
const dense = 7.2
const overlay = /^(?:pe|elf|mach-o)(?:\.[\w-]{1,20})?\.overlay-bytes$/
/** Bytes behind the end of a picture that editors may leave. */
const trailing = 64

/** Class D: data whose purpose cannot be seen. */
export const dataFacts: readonly FactRule[] = [
  {
    name: 'new-random-file',
    class: 'D',
    title: 'A new file of random-looking data',
    technique: 'T1027.013',
    innocentIf: 'the file opens as what its name says it is',
    absolute: false,
    *find({ comparison }) {
      const files = comparison.files.filter((file) => isNewRandom(file) && file.now.member.size >= large)
      for (const { now } of files)
        yield {
          says: `${now.path} is new, and its ${bytes(now.member.size)} look encrypted.`,
          now: `entropy ${numberOf(now.content?.traits, 'file.entropy')} bits a byte`,
          before: 'no such file',
          path: now.path,
        }
    },
  },
  {
    name: 'split-random-data',
    class: 'D',
    title: 'New random-looking data in several files',
    technique: 'T1027.009',
    innocentIf: 'the files open as what their names say they are',
    absolute: false,
    *find({ comparison }) {
      const files = comparison.files.filter((file) => isNewRandom(file) && file.now.member.size >= piece && file.now.member.size < large)
      const sum = files.reduce((total, { now }) => total + now.member.size, 0)
      if (files.length < 2 || sum < large) return
      yield {
        says: `${files.length} new files of together ${bytes(sum)} look encrypted.`,
        now: some(
          files.map(({ now }) => now.path),
          6,
        ),
        before: 'none of them',
        path: files[0]?.now.path ?? '',
      }
    },
  },
  {
    name: 'blob-with-build-step',
    class: 'D',
    title: 'New test data came together with a new build step',
    technique: 'T1027.009',
    innocentIf: 'the tests read the data and the build does not',
    absolute: false,
    *find({ comparison }) {
      const [step] = buildSteps(comparison)
      if (step === undefined) return
      // What a build unpacks may be small, and begin like a medium: xz hid its script in a file that looked like a broken archive.
      const blob = comparison.files.find(
        ({ now, before }) => before === undefined && !now.live && now.member.size >= smallest && (numberOf(now.content?.traits, 'file.entropy') ?? 0) >= dense,
      )
      if (blob)
        yield {
          says: `${blob.now.path} is new and looks like encrypted data, and the build does something new: ${step.says}`,
          now: bytes(blob.now.member.size),
          before: 'no such file',
          path: blob.now.path,
        }
    },
  },
  {
    name: 'trailing-data',
    class: 'D',
    title: 'Data after the end of a file',
    technique: 'T1027.003',
    innocentIf: 'an editor is known to leave such data',
    absolute: true,
    *find({ comparison }) {
      for (const { now, before } of comparison.files) {
        const trait = now.content?.traits.find(({ name, value }) => name.endsWith('.trailing-bytes') && typeof value === 'number' && value > trailing)
        if (trait === undefined) continue
        const had = numberOf(before?.content?.traits, trait.name) ?? 0
        if (had > trailing) continue
        yield {
          says: `${now.path} goes on for ${bytes(Number(trait.value))} after its end.`,
          now: bytes(Number(trait.value)),
          ...(before && { before: bytes(had) }),
          path: now.path,
          ...(trait.place && { place: trait.place }),
        } satisfies Sign
      }
    },
  },
  {
    name: 'new-overlay',
    class: 'D',
    title: 'Data behind a program',
    technique: 'T1027.009',
    innocentIf: 'the program is an installer, or became one',
    absolute: false,
    *find({ comparison }) {
      for (const { now, name, size, had } of newOverlays(comparison))
        yield {
          says: `Behind the end of ${now.path} lie ${bytes(size)} that no header accounts for.`,
          now: bytes(size),
          before: bytes(had),
          path: now.path,
          ...placeOf(now, name),
        }
    },
  },
  {
    name: 'random-overlay',
    class: 'D',
    title: 'Data behind a program that looks encrypted',
    technique: 'T1027.009',
    innocentIf: 'the program unpacks it, and the vendor says what it is',
    absolute: false,
    *find({ comparison }) {
      for (const { now, name, size } of newOverlays(comparison)) {
        const bits = numberOf(now.content?.traits, name.replace(/bytes$/, 'entropy'))
        if (bits === undefined || bits < dense) continue
        yield {
          says: `What lies behind the end of ${now.path} looks encrypted.`,
          now: `${bytes(size)}, ${bits} bits a byte`,
          before: 'nothing',
          path: now.path,
          ...placeOf(now, name),
        }
      }
    },
  },
  {
    name: 'disguised-file',
    class: 'D',
    title: 'A file that is not what its name says',
    technique: 'T1036.008',
    innocentIf: 'nothing runs or decodes it',
    absolute: true,
    *find({ comparison }) {
      for (const { now, before, change } of comparison.files) {
        const disguise = disguiseOf(now)
        if (disguise === undefined || change === 'same' || (before && disguiseOf(before) !== undefined)) continue
        yield { says: `${now.path} ${disguise}.`, now: now.content?.readers.join(', ') ?? '', ...(before && { before: 'what its name says' }), path: now.path }
      }
    },
  },
]

/** Programs of any system that had nothing of note behind their end; slices of a fat one count by themselves. */
function newOverlays({ files }: Comparison) {
  return files.flatMap(({ now, before }) =>
    (now.content?.traits ?? []).flatMap(({ name, value }) => {
      if (typeof value !== 'number' || !overlay.test(name)) return []
      const had = numberOf(before?.content?.traits, name)
      return had === undefined || had >= 64 || value < 1024 ? [] : [{ now, name, size: value, had }]
    }),
  )
}

function placeOf({ content }: ComparedFile['now'], name: string): Pick<Sign, 'place'> {
  const place = content?.traits.find((trait) => trait.name === name)?.place
  return place ? { place } : {}
}

/** New, looks encrypted, and is no medium whose bytes always do. Containers are left to what is inside them. */
function isNewRandom({ now, before, change }: ComparedFile): boolean {
  if (change === 'same' || now.member.container !== undefined || now.isArtifact) return false
  const { traits } = now.content ?? {}
  if ((numberOf(traits, 'file.entropy') ?? 0) < random || traitValue(traits, 'file.medium') !== undefined) return false
  const old = before?.content?.traits
  return before === undefined || (numberOf(old, 'file.entropy') ?? 8) < random
}

const passive = /\.(?:png|jpe?g|gif|webp|ico|bmp|svg|woff2?|ttf|otf|eot|mp3|mp4|ogg|wav|css|md|txt|map|xml|csv|pem|crt)$/i
const programs: ReadonlySet<string> = new Set(['pe', 'elf', 'mach-o', 'javascript', 'python', 'shell', 'powershell', 'batch', 'vbscript'])

function disguiseOf({ path, content }: ComparedFile['now']): string | undefined {
  const program = content?.readers.find((reader) => programs.has(reader))
  if (program !== undefined && passive.test(path)) return `has the name of data but is a program (${program})`
  const type = traitValue(content?.traits, 'file.medium')
  const picture = /\.(?:png|jpe?g|gif|webp|woff2?)$/i.test(path)
  return picture && type === undefined && traitValue(content?.traits, 'file.text') === false && content?.readers.length === 0
    ? 'has the name of a picture or font but does not begin like one'
    : undefined
}
