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
  // Awaited here: the inspectors go when this function ends.
  return await examined({ given, unpacked, surroundings }, inspectors, previous?.contents ?? {})
}

/** Both releases at once: of the new one only what the old one does not have is read. */
export async function examineBoth(given: Given, before: Given, surroundings: Surroundings): Promise<{ now: Examined; before: Examined }> {
  using inspectors = inspectorsFor(surroundings)
  const [unpacked, unpackedBefore] = await Promise.all([unpack(given, 'now', surroundings), unpack(before, 'before', surroundings)])
  const old = examined({ given: before, unpacked: unpackedBefore, surroundings }, inspectors, {})
  const known = new Set(read(unpackedBefore).map(contentKey))
  const fresh = read(unpacked).filter((member) => !known.has(contentKey(member)))
  const [contents, done] = await Promise.all([inspectors.read(unpacked.folder, fresh), old])
  return { now: await recordedAs({ given, unpacked, surroundings }, contents, done.record.contents), before: done }
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

async function examined(subject: Subject, inspectors: Inspectors, known: ReleaseRecord['contents']): Promise<Examined> {
  const fresh = read(subject.unpacked).filter((member) => known[contentKey(member)] === undefined)
  return recordedAs(subject, await inspectors.read(subject.unpacked.folder, fresh), known)
}

async function recordedAs({ given, unpacked, surroundings }: Subject, contents: Map<string, Content>, known: ReleaseRecord['contents']): Promise<Examined> {
  const { verifyRelease } = await import('./verify/verify-release.ts')
  const kept: Record<string, RecordedContent> = {}
  for (const member of read(unpacked)) {
    const key = contentKey(member)
    const content = contents.get(key)
    const entry = content ? recorded(content) : known[key]
    if (entry) kept[key] = entry
  }
  const record: ReleaseRecord = {
    inspection: inspectionId(surroundings),
    identity: given.identity ?? identify(unpacked, kept),
    artifact: unpacked.artifact,
    members: all(unpacked),
    unopened: unpacked.unopened,
    signatures: verifyRelease(unpacked, { ...given.verify, now: surroundings.at }),
    ...(given.publication && { publication: given.publication }),
    contents: kept,
  }
  return { record, contents }
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
