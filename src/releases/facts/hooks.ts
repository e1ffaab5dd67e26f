import { some } from '../../base/text.ts'
import { type Capability, capabilities } from '../capability.ts'
import { resolved } from '../diff/called.ts'
import type { ComparedFile, Comparison, NovelUnit } from '../diff/compare.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'
import { capabilitiesOf } from './stretches.ts'

/** Kinds of units that run when a package is installed: hooks of manifests, scripts of package managers, actions of installers. */
const hookKind = 'manifest.hook'
const scriptKind = 'shell.hook'
const installHooks: readonly string[] = ['preinstall', 'install', 'postinstall']
/** Event of the unit that says where a prebuilt program is fetched from: see the reader of package.json. */
const binaryHook = 'install binary'
const installerKinds: ReadonlySet<string> = new Set(['custom-action', 'install-sequence'])

/** What a hook or a script of a package manager has to do little with. */
const loud: readonly Capability[] = [
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
]

/** Class B: what runs by itself, without anybody calling it. */
export const hookFacts: readonly FactRule[] = [
  hookRule('new-preinstall', 'A new hook runs before the package is installed', (name) => name === 'preinstall'),
  hookRule('new-install-hook', 'A new hook runs when the package is installed', (name) => name === 'postinstall' || name === 'install'),
  {
    name: 'first-install-hook',
    class: 'B',
    title: 'Nothing ran when the package was installed, and now something does',
    technique: 'T1059',
    innocentIf: 'the notes of the release say why it has to run',
    absolute: false,
    *find({ comparison, known: { names } }) {
      const { before } = comparison
      if (installHooks.some((name) => oldHook(comparison, name) !== undefined) || before === undefined) return
      const unit = hooksIn(comparison).find((hook) => isInstall(nameOf(hook)) && !isBuild(hook, names.builders))
      if (unit) yield { ...signOf(unit, `No release before ran anything when it was installed; this one does: ${nameOf(unit)}.`), before: 'no hook at all' }
    },
  },
  hookRule('new-prepare-hook', 'A new hook runs when the package is built', (name) => name === 'prepare' || name === 'prepublish'),
  {
    name: 'new-startup-hook',
    class: 'B',
    title: 'It now runs whenever the program that loads it starts',
    technique: 'T1546',
    innocentIf: 'it has to be there from the start, and the notes of the release say why',
    absolute: false,
    *find({ comparison }) {
      for (const unit of hooksIn(comparison)) {
        if (atStart.has(nameOf(unit)) && oldHook(comparison, nameOf(unit)) === undefined)
          yield { ...signOf(unit, 'It now runs whenever the program that loads it starts, whether or not it is used.'), before: 'ran when it was used' }
      }
    },
  },
  {
    name: 'changed-install-hook',
    class: 'B',
    title: 'A hook that runs at installation runs something else',
    technique: 'T1059',
    innocentIf: 'it does the same by another command',
    absolute: false,
    *find({ comparison }) {
      for (const unit of hooksIn(comparison)) {
        const before = oldHook(comparison, nameOf(unit))
        if (before === undefined) continue
        if (isInstall(nameOf(unit))) yield { ...signOf(unit, `The hook ${nameOf(unit)} runs another command.`), before }
        // The same step, only that what it fetches lies elsewhere.
        else if (nameOf(unit) === binaryHook) yield { ...signOf(unit, 'The program that the hook fetches comes from elsewhere.'), before, scopes: ['familiar'] }
      }
    },
  },
  {
    name: 'grown-install-hook',
    class: 'B',
    title: 'A script that runs at installation can do more',
    technique: 'T1059',
    innocentIf: 'the notes of the release announce what it does',
    absolute: true,
    find: (on) => hookedFiles(on).flatMap((file) => grown(file, 'which runs at installation,')),
  },
  {
    name: 'grown-maintainer-script',
    class: 'B',
    title: 'A script of the package manager can do more',
    technique: 'T1546.016',
    innocentIf: 'the notes of the release announce what it does',
    absolute: false,
    find: ({ comparison }) =>
      comparison.files.filter(({ novel }) => novel.some(({ kind }) => kind === scriptKind)).flatMap((file) => grown(file, 'which the package manager runs,')),
  },
  {
    name: 'new-custom-action',
    class: 'B',
    title: 'The installer runs something new',
    technique: 'T1218.007',
    innocentIf: 'a new feature needs to be set up',
    absolute: false,
    *find({ comparison }) {
      for (const { novel, now } of comparison.files) {
        const units = novel.filter(({ kind }) => installerKinds.has(kind))
        const [first] = units
        if (first)
          yield {
            says: `${now.path} runs something new while it is installed.`,
            now: some(
              units.map((unit) => unit.says ?? unit.kind),
              4,
            ),
            before: 'not there',
            path: now.path,
            place: first.place,
          }
      }
    },
  },
  {
    name: 'new-startup-file',
    class: 'B',
    title: 'A new file runs whenever the language starts',
    technique: 'T1546.018',
    innocentIf: 'the package is a tool for development and documents the file',
    absolute: true,
    *find({ comparison }) {
      for (const { now, novel } of comparison.files) {
        if (!startup.test(now.path) || novel.length === 0) continue
        const unit = novel[0]
        yield {
          says: `${now.path} runs whenever Python starts, whether or not the package is used.`,
          now: unit?.says ?? '',
          ...(comparison.before && { before: 'no such code' }),
          path: now.path,
          ...(unit && { place: unit.place }),
        }
      }
    },
  },
  {
    name: 'new-build-step',
    class: 'B',
    title: 'The build does something it did not',
    technique: 'T1195.001',
    innocentIf: 'the change is in the public source of the project, too',
    absolute: false,
    find: ({ comparison }) =>
      comparison.files.filter(({ now }) => buildFile.test(now.path)).flatMap((file) => grown(file, 'which runs when the release is built,')),
  },
]

/** When an extension is started: `activationEvents` of editors, `background` of browsers; and what settings of an editor or agent start by themselves. */
const atStart: ReadonlySet<string> = new Set(['*', 'onStartupFinished', 'background', 'folder opened'])
const startup = /(?:^|\/)(?:[^/]+\.pth|sitecustomize\.py|usercustomize\.py)$/
const buildFile =
  /(?:^|\/)(?:configure|configure\.ac|makefile(?:\.(?:in|am))?|gnumakefile|setup\.py|conanfile\.py|cmakelists\.txt|build\.rs|build\.zig|extconf\.rb|binding\.gyp|[^/]+\.m4|[^/]+\.cmake|[^/]+\.gradle(?:\.kts)?|debian\/rules)$/i

/** New code of note in what builds the release from its sources. */
export function buildSteps({ files }: Comparison): Sign[] {
  return files.filter(({ now }) => buildFile.test(now.path)).flatMap((file) => grown(file, 'which runs when the release is built,'))
}

function hookRule(name: string, title: string, wanted: (name: string) => boolean): FactRule {
  return {
    name,
    class: 'B',
    title,
    technique: 'T1059',
    innocentIf: 'the hook builds or checks native code and the notes of the release announce it',
    absolute: false,
    *find({ comparison }) {
      for (const unit of hooksIn(comparison)) {
        if (wanted(nameOf(unit)) && oldHook(comparison, nameOf(unit)) === undefined)
          yield { ...signOf(unit, `${title}: ${nameOf(unit)}.`), before: 'no such hook' }
      }
    },
  }
}

/** New hooks of the manifests that an installer looks at: the outermost, and those of packages that are bundled. */
function hooksIn({ novel }: Comparison): NovelUnit[] {
  return novel.filter(({ kind, file }) => kind === hookKind && isInstalled(file.path))
}

function isInstalled(whole: string): boolean {
  // Settings of an editor or agent lie one folder deeper.
  const path = whole.replace(/(^|\/)\.[\w-]+\/(?=[^/]+$)/, '$1')
  return path.split('/').length <= 2 || /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path)
}

/** `postinstall: node setup.js` → `postinstall`. */
function nameOf({ says = '' }: Pick<NovelUnit, 'says'>): string {
  return says.slice(0, Math.max(0, says.indexOf(':')))
}

function isInstall(name: string): boolean {
  return installHooks.includes(name)
}

/** `install: node-gyp-build || node check.js`: the first program says what kind of hook it is; what it names besides is not overlooked. */
function isBuild({ says = '', capabilities: can, hosts }: NovelUnit, builders: ReadonlySet<string>): boolean {
  const [program = ''] = says
    .slice(says.indexOf(':') + 1)
    .trim()
    .split(/[\s;&|]+/)
  return builders.has(program) && hosts === undefined && can.every((capability) => capability === 'execute')
}

/** What the hook of this name ran before. */
function oldHook({ before }: Comparison, name: string): string | undefined {
  const units = before?.files.filter(({ live, path }) => live && isInstalled(path)).flatMap(({ content }) => content?.units ?? [])
  return units?.find((unit) => unit.kind === hookKind && nameOf(unit) === name)?.says
}

function signOf(unit: NovelUnit, says: string): Sign {
  return { says, now: unit.says ?? '', path: unit.file.path, place: unit.place }
}

/** Files that the hooks of the new release start, whether or not the hooks are new. */
function hookedFiles({ comparison }: Evidence): ComparedFile[] {
  const started = new Set(
    comparison.now.files.flatMap(({ path, content }) =>
      (content?.units ?? [])
        .filter((unit) => unit.kind === hookKind && isInstall(nameOf(unit)))
        .flatMap((unit) => (unit.files ?? []).map((name) => resolved(path, name))),
    ),
  )
  return comparison.files.filter(({ now }) => started.has(now.path) || started.has(now.path.replace(/\.[cm]?js$/, '')))
}

/** One sign for a script whose new code does what such scripts seldom do. */
function grown(file: ComparedFile, which: string): Sign[] {
  const had = capabilitiesOf(file.dormant ? [] : (file.before?.content?.units ?? []))
  const units = file.novel.filter((unit) => unit.capabilities.some((capability) => loud.includes(capability)))
  const gained = [...capabilitiesOf(units)].filter((capability) => loud.includes(capability))
  const [first] = units
  if (first === undefined) return []
  return [
    {
      says: `${file.now.path}, ${which} now ${some(
        gained.map((capability) => capabilities[capability]),
        4,
      )}.`,
      now: some(
        units.map((unit) => unit.says ?? unit.kind),
        2,
      ),
      before: file.dormant
        ? 'lay there, started by nothing'
        : file.before
          ? some(
              [...had].map((capability) => capabilities[capability]),
              4,
            ) || 'nothing of the kind'
          : 'no such file',
      path: file.now.path,
      place: first.place,
      // A new run of what the script did before is less than something new.
      ...(gained.every((capability) => had.has(capability)) && { scopes: ['familiar'] }),
    },
  ]
}
