import type { Capability } from './capability.ts'
import type { Place, Trait, Unit } from './reading.ts'
import type { Identity, Member, Publication, Signature, Unopened } from './release.ts'

/** What the readers found in the bytes of one member, whatever its path. */
export interface Content {
  /** Readers that read it, the best first; none for what no reader knows. */
  readonly readers: readonly string[]
  /** In the order of the file. */
  readonly units: readonly Unit[]
  readonly traits: readonly Trait[]
  readonly slices?: readonly ContentSlice[]
  /** What could not be read, in words. */
  readonly notes: readonly string[]
}

export interface ContentSlice {
  readonly name: string
  readonly units: readonly Unit[]
  readonly traits: readonly Trait[]
}

/** A unit as kept: without its text unless the text is what is compared. */
export interface RecordedUnit {
  readonly id: string
  readonly kind: string
  readonly place: Place
  readonly capabilities: readonly Capability[]
  readonly says?: string
  readonly hosts?: readonly string[]
  readonly imports?: readonly string[]
  readonly files?: readonly string[]
}

export interface RecordedSlice {
  readonly name: string
  readonly traits: readonly Trait[]
  /** Ids of the units that say nothing but that they are there: 16 hexadecimal digits each, one after the other. */
  readonly plain: string
  readonly units: readonly RecordedUnit[]
}

export interface RecordedContent extends Omit<RecordedSlice, 'name'> {
  readonly readers: readonly string[]
  readonly slices?: readonly RecordedSlice[]
  readonly notes: readonly string[]
}

/**
 * What is kept of a release so that the next one has something to be compared with: hashes, traits and units, not the
 * bytes. Plain JSON. Every comparison is made with the record of the release before, even when that was unpacked a
 * moment ago: a kept record and a given file therefore lead to the same verdict.
 */
export interface ReleaseRecord {
  /** `inspectionVersion` and the rules' versions it was made with: see `isComparable`. */
  readonly inspection: string
  readonly identity: Identity
  readonly artifact: Member
  readonly members: readonly Member[]
  readonly unopened: readonly Unopened[]
  readonly signatures: readonly Signature[]
  readonly publication?: Publication
  /** By `contentKey`. A member that was not inspected (a container whose members are listed) has none. */
  readonly contents: Readonly<Record<string, RecordedContent>>
}

/**
 * What a content is kept under: hash and file name, for the name decides which reader takes the bytes. The same bytes
 * called `notes.txt` before and `install.js` now are therefore read again.
 */
export function contentKey({ sha256, path }: Pick<Member, 'sha256' | 'path'>): string {
  return `${sha256}/${path.slice(path.lastIndexOf('/') + 1)}`
}

/** Counts up when readers give other unit ids, traits or capabilities for the same bytes. */
export const inspectionVersion = 5

/** False when the record was made by readers or rules whose findings cannot be held against today's. */
export function isComparable(record: ReleaseRecord, inspection: string): boolean {
  return record.inspection === inspection
}

/** The full content of a file in the short form that is kept. */
export function recorded(content: Content): RecordedContent {
  return {
    readers: content.readers,
    traits: content.traits,
    ...split(content.units),
    ...(content.slices && { slices: content.slices.map((slice) => ({ name: slice.name, traits: slice.traits, ...split(slice.units) })) }),
    notes: content.notes,
  }
}

/** Ids of all units of a recorded content or slice, without those of its slices. */
export function* unitIds(content: Pick<RecordedSlice, 'plain' | 'units'>): Generator<string> {
  for (let at = 0; at + 16 <= content.plain.length; at += 16) yield content.plain.slice(at, at + 16)
  for (const unit of content.units) yield unit.id
}

function split(units: readonly Unit[]): Pick<RecordedSlice, 'plain' | 'units'> {
  const plain: string[] = []
  const telling: RecordedUnit[] = []
  for (const unit of units) {
    if (isPlain(unit)) plain.push(unit.id)
    else telling.push(isDeclared(unit) ? unit : withoutText(unit))
  }
  return { plain: plain.join(''), units: telling }
}

function isPlain(unit: Unit): boolean {
  return !isDeclared(unit) && unit.capabilities.length === 0 && unit.hosts === undefined && unit.imports === undefined && unit.files === undefined
}

/** Hooks, entry points, dependencies: the next release is held against what they say. */
function isDeclared({ kind }: Unit): boolean {
  return kind.startsWith('manifest.')
}

/** Links hold inside one file of one release only: they are nothing to compare with. */
function withoutText({ says: _, defines: __, uses: ___, ...rest }: Unit): RecordedUnit {
  return rest
}
