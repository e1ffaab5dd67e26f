import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { identify } from './identify.ts'
import { Inspectors } from './inspect/inspect.ts'
import { inspectionId, type RuleChoice } from './inspect/inspection-id.ts'
import { type Content, contentKey, type RecordedContent, type ReleaseRecord, recorded } from './record.ts'
import type { Identity, Member, Publication, Unpacked } from './release.ts'
import type { UnpackLimits } from './unpack/limits.ts'
import type { VerifyOptions } from './verify/scheme.ts'

/** A release as it is given to be vetted. */
export interface Given {
  /** Path of the file or folder. */
  readonly artifact: string
  /** Who it is, when that is known from where it came; else it is told from its own manifest or name. */
  readonly identity?: Identity
  readonly publication?: Publication
  /** What its signatures are held against. */
  readonly verify?: Omit<VerifyOptions, 'now'>
}

export interface Surroundings extends Partial<RuleChoice> {
  /** Where releases are unpacked, each in a folder of its own. */
  readonly folder: string
  readonly at: Date
  readonly limits?: Partial<UnpackLimits>
  readonly signal?: AbortSignal
}

export interface Examined {
  readonly record: ReleaseRecord
  /** Full contents of what was read now, by `contentKey`. */
  readonly contents: ReadonlyMap<string, Content>
}

/** Unpacks a release, reads what the record of the release before does not hold already, and verifies its signatures. */
export async function examine(given: Given, surroundings: Surroundings, previous?: ReleaseRecord): Promise<Examined> {
  using inspectors = inspectorsFor(surroundings)
  const unpacked = await unpack(given, 'now', surroundings)
  const known = previous?.contents ?? {}
  const contents = await inspectors.read(unpacked.folder, unknownIn(unpacked, Object.keys(known)))
  return { record: await recordOf({ given, unpacked, surroundings }, shortened(contents), known), contents }
}

/** The record of a release to compare with. */
export async function examineEarlier(given: Given, surroundings: Surroundings): Promise<ReleaseRecord> {
  using inspectors = inspectorsFor(surroundings)
  const unpacked = await unpack(given, 'before', surroundings)
  return await recordOf({ given, unpacked, surroundings }, await inspectors.record(unpacked.folder, unknownIn(unpacked)))
}

/** Both releases at once: of the new one only what the old one does not have is read. */
export async function examineBoth(given: Given, earlier: Given, surroundings: Surroundings): Promise<{ now: Examined; before: ReleaseRecord }> {
  using inspectors = inspectorsFor(surroundings)
  const [unpacked, unpackedBefore] = await Promise.all([unpack(given, 'now', surroundings), unpack(earlier, 'before', surroundings)])
  const reading = inspectors.record(unpackedBefore.folder, unknownIn(unpackedBefore))
  const fresh = unknownIn(unpacked, read(unpackedBefore).map(contentKey))
  const [contents, kept] = await Promise.all([inspectors.read(unpacked.folder, fresh), reading])
  const before = await recordOf({ given: earlier, unpacked: unpackedBefore, surroundings }, kept)
  return { now: { record: await recordOf({ given, unpacked, surroundings }, shortened(contents), before.contents), contents }, before }
}

/** Members to be read, without those whose contents are known. */
function unknownIn(unpacked: Unpacked, known: Iterable<string> = []): Member[] {
  const keys = new Set(known)
  return read(unpacked).filter((member) => !keys.has(contentKey(member)))
}

function shortened(contents: ReadonlyMap<string, Content>): ReadonlyMap<string, RecordedContent> {
  return new Map([...contents].map(([key, content]) => [key, recorded(content)]))
}

interface Subject {
  readonly given: Given
  readonly unpacked: Unpacked
  readonly surroundings: Surroundings
}

function inspectorsFor({ folder, rules, families, signal }: Surroundings): Inspectors {
  return new Inspectors(folder, { ...(rules && { rules }), ...(families !== undefined && { families }), ...(signal && { signal }) })
}

async function unpack({ artifact }: Given, name: string, { folder, limits, signal }: Surroundings): Promise<Unpacked> {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true })
  const { unpackRelease } = await import('./unpack/unpack.ts')
  return unpackRelease(artifact, { folder: own, ...(limits && { limits }), ...(signal && { signal }) })
}

async function recordOf(
  { given, unpacked, surroundings }: Subject,
  contents: ReadonlyMap<string, RecordedContent>,
  known: ReleaseRecord['contents'] = {},
): Promise<ReleaseRecord> {
  const { verifyRelease } = await import('./verify/verify-release.ts')
  const kept: Record<string, RecordedContent> = {}
  for (const member of read(unpacked)) {
    const key = contentKey(member)
    const entry = contents.get(key) ?? known[key]
    if (entry) kept[key] = entry
  }
  return {
    inspection: inspectionId(surroundings),
    identity: given.identity ?? identify(unpacked, kept),
    artifact: unpacked.artifact,
    members: all(unpacked),
    unopened: unpacked.unopened,
    signatures: verifyRelease(unpacked, { ...given.verify, now: surroundings.at }),
    ...(given.publication && { publication: given.publication }),
    contents: kept,
  }
}

/** Members whose bytes are read: containers that are nothing besides what they hold are not. */
function read(unpacked: Unpacked): Member[] {
  return all(unpacked).filter(({ container }) => container === undefined || !shells.has(container))
}

/** The artifact and its members. A folder has no bytes of its own. */
function all({ artifact, members }: Unpacked): readonly Member[] {
  return artifact.sha256 === '' || members.some(({ path }) => path === artifact.path) ? members : [artifact, ...members]
}

const shells: ReadonlySet<string> = new Set(['tar', 'gzip', 'zstd', 'xz', 'bzip2', 'lzma', 'zip', 'crx', 'ar', 'cpio', 'asar', '7z', 'cab', 'iso'])
