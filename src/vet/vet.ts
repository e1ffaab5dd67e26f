import { GatehouseError } from '../base/errors.ts'
import type { NpmClient } from '../knowledge/npm/client.ts'
import { versionOf } from '../knowledge/npm/versions.ts'
import { standingOf } from '../releases/code/standing.ts'
import type { Given } from '../releases/examine.ts'
import { contentKey, type ReleaseRecord } from '../releases/record.ts'
import type { Unopened } from '../releases/release.ts'
import { inspectionOf, type VetInput, vetRelease } from '../releases/vet.ts'
import type { Vetting } from '../releases/vetting.ts'
import { type Fetched, fetchRelease, givenOf, newDependencies } from './npm-release.ts'
import { findPrevious, type Search } from './previous.ts'
import type { Session } from './session.ts'
import type { Target } from './target.ts'

export interface VetOutcome {
  readonly vetting: Vetting
  /** False when parts that may matter could not be opened, or something that was asked did not answer. */
  readonly complete: boolean
}

/** Vets what was named against what was named, else against the release before, and keeps the verdict. */
export async function vetTarget(session: Session, target: Target, against?: Target): Promise<VetOutcome> {
  const previous = against && (await obtain(session, against))
  const prepared = target.kind === 'npm' ? await prepareNpm(session, target, previous) : prepareFile(session, target.path, previous)
  session.options.onStep?.('unpacking, reading and comparing')
  const { vetting: said, record } = await vetRelease({ ...prepared.input, options: optionsOf(session) })
  const notes = prepared.notes()
  const parts = missed(said, record)
  const vetting = {
    ...said,
    notes: [...notes.flatMap((search) => search.notes), ...said.notes],
    ...(parts.length > 0 && { missed: parts.slice(0, mostMissed) }),
  }
  if (session.options.store) await session.vetted?.save(vetting, record)
  return { vetting, complete: parts.length === 0 && notes.every((search) => search.complete) }
}

interface Prepared {
  readonly input: Omit<VetInput, 'options'>
  /** What there is to say of the searches; to be asked afterwards. */
  readonly notes: () => readonly Pick<Search, 'notes' | 'complete'>[]
}

/** A package says who it is before it is opened: what it is compared with can be found first, and need not be read twice. */
async function prepareNpm(session: Session, target: Target & { kind: 'npm' }, previous: Given | undefined): Promise<Prepared> {
  const npm = online(session)
  const fetched = await fetchSpec(session, npm, target)
  const search: Search = previous
    ? {
        found: { release: previous, basis: 'given', ...(previous.identity?.version !== undefined && { version: previous.identity.version }) },
        notes: [],
        complete: true,
      }
    : await findPrevious(session, { identity: fetched.identity, hash: fetched.sha256, inspection: inspectionOf({ rules: session.rules }) })
  session.options.onStep?.(`asking the registry for the dependencies of ${fetched.packument.name}`)
  const dependencies = await newDependencies(npm, fetched, search.found?.version)
  const release = await givenOf(session, npm, fetched, dependencies.known)
  const notes = [{ notes: [...fetched.notes, ...dependencies.notes], complete: true }, search]
  return { input: { release, ...(search.found && { previous: search.found.release, basis: search.found.basis }) }, notes: () => notes }
}

/** A file says who it is once it has been opened. */
function prepareFile(session: Session, path: string, previous: Given | undefined): Prepared {
  const release = { artifact: path, verify: session.trust }
  if (previous) return { input: { release, previous, basis: 'given' }, notes: () => [] }
  const searches: Search[] = []
  return {
    input: {
      release,
      findPrevious: async ({ identity, artifact, inspection }) => {
        const search = await findPrevious(session, { identity, hash: artifact.sha256, inspection })
        searches.push(search)
        return search.found
      },
    },
    notes: () => searches,
  }
}

async function obtain(session: Session, target: Target): Promise<Given> {
  if (target.kind === 'path') return { artifact: target.path, verify: session.trust }
  const npm = online(session)
  return givenOf(session, npm, await fetchSpec(session, npm, target))
}

async function fetchSpec(session: Session, npm: NpmClient, { spec }: Target & { kind: 'npm' }): Promise<Fetched> {
  session.options.onStep?.(`asking the registry for ${spec.name}`)
  const packument = await npm.packument(spec.name, true)
  return fetchRelease(session, npm, packument, versionOf(packument, spec))
}

function online({ npm }: Session): NpmClient {
  if (npm) return npm
  throw new GatehouseError('REGISTRY_UNREACHABLE', 'a package of npm cannot be fetched with --offline', { hint: 'Give its file instead.' })
}

function optionsOf({ options, rules, folder }: Session): NonNullable<VetInput['options']> {
  const { settings, advisory, signal } = options
  const { unpackBytes, unpackMembers, unpackSeconds } = settings
  return {
    signal,
    rules,
    temporary: folder,
    limits: { bytes: unpackBytes, entries: unpackMembers, seconds: unpackSeconds },
    policy: { ageHours: settings.minimumAge, ...(advisory !== undefined && { fixes: advisory }) },
  }
}

/** Paths that are named; the verdict is no more whole for it. */
const mostMissed = 1000

/** Refused on purpose: nothing was missed. */
const refused: ReadonlySet<Unopened['code']> = new Set(['link', 'device', 'climbs-out', 'collision'])

/** Paths of what was not opened or not read and may hide something: not so what was refused on purpose, and what the release before has as well. */
export function missed(
  { unopened, tree }: Pick<Vetting, 'unopened' | 'tree'>,
  { members, contents }: Pick<ReleaseRecord, 'members' | 'contents'>,
): readonly string[] {
  const unread = members.filter(({ path, sha256 }) => {
    const why = contents[contentKey({ path, sha256 })]?.traits.find((trait) => trait.name === 'file.unread')?.value
    // Tests and examples in another language are not what is rolled out.
    return why !== undefined && (why !== 'language' || standingOf(insideArtifact(path)) === 'runs')
  })
  const paths = [...unopened.filter((part) => !refused.has(part.code)), ...unread].map(({ path }) => path)
  if (paths.length === 0) return []
  const same = new Set(tree.filter((file) => file.change === 'same').map((file) => file.path))
  return paths.filter((path) => !same.has(path) && !same.has(insideArtifact(path)))
}

/** The tree leaves out the name of the artifact, which changes with every release: `thing-1.0.1.tgz!/package/a.js` is `package/a.js` there. */
function insideArtifact(path: string): string {
  const at = path.indexOf('!/')
  return at < 0 ? path : path.slice(at + 2)
}
