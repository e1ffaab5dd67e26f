import { GatehouseError } from '../base/errors.ts'
import { some } from '../base/text.ts'
import { exposedReleases } from '../knowledge/exposed.ts'
import { versionBefore } from '../knowledge/npm/versions.ts'
import type { Given } from '../releases/examine.ts'
import { isComparable, type ReleaseRecord } from '../releases/record.ts'
import type { Identity } from '../releases/release.ts'
import type { Vetting } from '../releases/vetting.ts'
import { fetchRelease, givenOf } from './npm-release.ts'
import type { Session } from './session.ts'

/** The release to compare with, where it came from, and what there is to say of the search. */
export interface Search {
  readonly found?: { readonly release: Given | ReleaseRecord; readonly basis: Vetting['basis']; readonly version?: string }
  readonly notes: readonly string[]
  /** False when something that could have been asked did not answer. */
  readonly complete: boolean
}

interface Who {
  readonly identity: Identity
  /** SHA-256 of the artifact. */
  readonly hash: string
  /** What records of today are made with. */
  readonly inspection: string
}

/** Looks for the release before: among those vetted in this workspace, else in the registry. */
export async function findPrevious(session: Session, who: Who): Promise<Search> {
  const stored = await session.vetted?.previousOf(who.identity, who.hash)
  const passed = stored && stored.passedOver.length > 0 ? [`${some(stored.passedOver)} of it was blocked here, and is therefore nothing to compare with.`] : []
  if (stored && isComparable(stored.record, who.inspection)) {
    const { version } = stored.record.identity
    return { found: { release: stored.record, basis: 'workspace', ...(version !== undefined && { version }) }, notes: passed, complete: true }
  }
  const outdated = stored
    ? [
        `What was kept of ${stored.record.identity.version ?? 'the release before'} was read with other rules than today's and cannot be compared with: give its file with --against.`,
      ]
    : []
  const asked = await askRegistry(session, who)
  // Where the registry has it, nobody needs to look for the file.
  return { ...asked, notes: [...(asked.found ? [] : outdated), ...asked.notes] }
}

async function askRegistry(session: Session, { identity, hash }: Who): Promise<Search> {
  const { npm } = session
  const { ecosystem, name, version } = identity
  if (ecosystem !== 'npm' || version === undefined) return { notes: [], complete: true }
  if (!npm) return { notes: ['The registry was not asked for the release before: --offline.'], complete: true }
  session.options.onStep?.(`asking the registry for the release before ${name} ${version}`)
  try {
    const packument = await npm.packument(name, true)
    const blocked = await blockedVersions(session, name)
    const before = versionBefore(packument, version, (one) => blocked.has(one) || isCompromised(name, one))
    if (!before) return { notes: ['The registry has no release before it to compare with.'], complete: true }
    const fetched = await fetchRelease(session, npm, packument, before)
    if (fetched.sha256 === hash) return { notes: [`The registry has the same bytes as ${before.version}.`], complete: true }
    return { found: { release: await givenOf(session, npm, fetched), basis: 'registry', version: before.version }, notes: fetched.notes, complete: true }
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
    const missing = error.code === 'RELEASE_MISSING'
    return { notes: [missing ? `The registry does not know ${name}.` : `The release before could not be fetched: ${error.message}.`], complete: missing }
  }
}

async function blockedVersions({ vetted }: Session, name: string): Promise<ReadonlySet<string>> {
  const history = (await vetted?.history('npm', name)) ?? []
  return new Set(history.filter(({ word }) => word === 'BLOCK').map(({ version }) => version))
}

function isCompromised(name: string, version: string): boolean {
  return exposedReleases.some((release) => release.ecosystem === 'npm' && release.name === name && release.versions.includes(version))
}
