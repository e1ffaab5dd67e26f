import { duration } from '../../base/time.ts'
import type { Comparison, NovelUnit } from '../diff/compare.ts'
import { type DependencySource, isSameSource, sourceOf, sourceWords } from './dependency-source.ts'
import type { FactRule } from './evidence.ts'

const dependencyKind = 'manifest.dependency'
const lockedKind = 'manifest.locked'
const week = 7 * 86_400
/** Dependencies that no registry vouches for: a git repository, a URL, a tarball. */
const unregistered = /^(?:git(?:\+(?:ssh|https?|file))?:|git@|github:|gitlab:|bitbucket:|gist:|https?:|[\w.-]+\/[\w.-]+(?:#|$))/

/** Class F: what the release pulls in. */
export const dependencyFacts: readonly FactRule[] = [
  {
    name: 'young-dependency',
    class: 'F',
    title: 'A new dependency that is hardly older than the release',
    technique: 'T1195.001',
    innocentIf: 'the same maintainers published both',
    absolute: false,
    *find({ comparison, at }) {
      const { publication } = comparison.now.record
      for (const unit of newDependencies(comparison)) {
        const first = publication?.dependencies?.[unit.name]?.firstPublishedAt
        if (first === undefined) continue
        const published = publication?.publishedAt === undefined ? at : Date.parse(publication.publishedAt)
        const age = (published - Date.parse(first)) / 1000
        if (age < week)
          yield {
            says: `The new dependency ${unit.name} was first published ${duration(Math.max(0, age))} before this release.`,
            now: unit.says ?? unit.name,
            before: 'no such dependency',
            path: unit.file.path,
            place: unit.place,
          }
      }
    },
  },
  {
    name: 'unused-dependency',
    class: 'F',
    title: 'A new dependency that no code of the release imports',
    technique: 'T1195.001',
    innocentIf: 'it is a plug-in, types only, or a program the release starts',
    absolute: false,
    *find({ comparison }) {
      const nameOf = comparison.now.record.identity?.ecosystem === 'pypi' ? distributionOf : packageOf
      const imported = new Set([...comparison.now.imports].map(nameOf))
      // Without code that imports anything the release is data, types or one bundle: nothing is to be expected of it.
      if (imported.size === 0) return
      for (const unit of newDependencies(comparison)) {
        // Optional ones are chosen while running, peers are brought by who uses it.
        if (imported.has(nameOf(unit.name)) || unit.name.startsWith('@types/') || !['dependencies', 'bundled'].includes(unit.how)) continue
        yield {
          says: `The new dependency ${unit.name} is imported by no code of the release.`,
          now: unit.says ?? unit.name,
          before: 'no such dependency',
          path: unit.file.path,
          place: unit.place,
        }
      }
    },
  },
  {
    name: 'unregistered-dependency',
    class: 'F',
    title: 'A new dependency that comes from no registry',
    technique: 'T1195.001',
    innocentIf: 'the address belongs to the vendor',
    absolute: true,
    *find({ comparison }) {
      for (const unit of newDependencies(comparison)) {
        if (unregistered.test(unit.range)) {
          yield {
            says: `The new dependency ${unit.name} comes from an address, where its code may change at any time and its build scripts run.`,
            now: unit.says ?? unit.name,
            ...(comparison.before && { before: 'no such dependency' }),
            path: unit.file.path,
            place: unit.place,
          }
        }
      }
    },
  },
  {
    name: 'dependency-source-changed',
    class: 'F',
    title: 'A dependency keeps its name and comes from elsewhere',
    technique: 'T1195.001',
    innocentIf: 'the vendor announced the move, and the new place belongs to the same maintainers',
    absolute: false,
    *find({ comparison }) {
      const old = oldSources(comparison)
      for (const unit of dependenciesIn(comparison)) {
        const [before, source] = [old.get(unit.name), sourceOf(unit.name, unit.range)]
        // The list of what is bundled repeats names only.
        if (before === undefined || unit.how === 'bundled' || before.some((one) => isSameSource(one, source))) continue
        yield {
          says: `The dependency ${unit.name} now is ${sourceWords(source)}; code that imports it does not show it.`,
          now: unit.says ?? unit.name,
          before: before.map(sourceWords).join(', '),
          path: unit.file.path,
          place: unit.place,
        }
      }
    },
  },
  {
    name: 'locked-elsewhere',
    class: 'F',
    title: 'A lock file fetches packages from a new place',
    technique: 'T1195.001',
    innocentIf: 'the place is a mirror of the vendor, and the digests are those of the registry',
    absolute: false,
    *find({ comparison, known }) {
      const { publication, identity } = comparison.now.record
      const own = publication && URL.parse(publication.registry)?.hostname
      for (const unit of comparison.novel) {
        const [host] = unit.hosts ?? []
        if (unit.kind !== lockedKind || host === undefined || host === own || known.names.registries.has(host)) continue
        // Of an npm package only this one counts where it is installed.
        const idle = identity.ecosystem === 'npm' && !unit.file.path.endsWith('npm-shrinkwrap.json')
        yield {
          says: `${unit.file.path} has packages fetched from ${host}.`,
          now: unit.says ?? host,
          before: 'nothing was fetched from there',
          path: unit.file.path,
          place: unit.place,
          ...(idle && { scopes: ['idle'] }),
        }
      }
    },
  },
]

interface Dependency extends NovelUnit {
  readonly name: string
  /** `^4.2.1`, `github:owner/name#commit` */
  readonly range: string
  /** dependencies · optional · peer · development · bundled · build … */
  readonly how: string
}

/** Dependencies by name that the release before did not have and that are installed with it; another range of an old one is not new. */
function newDependencies(comparison: Comparison): Dependency[] {
  const old = oldSources(comparison)
  return dependenciesIn(comparison).filter(({ name }) => !old.has(name))
}

/** New lines of manifests that name what is installed with the release. */
function dependenciesIn({ novel }: Comparison): Dependency[] {
  return novel.flatMap((unit) => {
    const dependency = dependencyOf(unit)
    return dependency === undefined || dependency.how === 'development' ? [] : [{ ...unit, ...dependency }]
  })
}

/** Where the release before had its dependencies from, by the name they are imported by. */
function oldSources({ before }: Comparison): Map<string, DependencySource[]> {
  const sources = new Map<string, DependencySource[]>()
  for (const { live, content } of before?.files ?? []) {
    for (const unit of live ? (content?.units ?? []) : []) {
      const dependency = dependencyOf(unit)
      if (dependency === undefined) continue
      const { name, range } = dependency
      sources.set(name, [...(sources.get(name) ?? []), sourceOf(name, range)])
    }
  }
  return sources
}

/** `name@range (how)` */
function dependencyOf({ kind, imports, says = '' }: Pick<NovelUnit, 'kind' | 'imports' | 'says'>): Pick<Dependency, 'name' | 'range' | 'how'> | undefined {
  const name = imports?.[0]
  if (kind !== dependencyKind || name === undefined) return undefined
  const how = / \((\w{1,40})\)$/.exec(says)?.[1]
  const range = says.slice(name.length + 1, how === undefined ? undefined : -how.length - 3)
  return { name, range, how: how ?? 'dependencies' }
}

/** `packaging.specifiers` → `packaging`; hyphens, underscores and case make no other distribution (PEP 503). */
function distributionOf(name: string): string {
  return (name.split('.')[0] ?? '').toLowerCase().replaceAll('_', '-')
}

/** `lodash/fp` → `lodash`, `@scope/name/part` → `@scope/name`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}
