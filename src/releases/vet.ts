import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plural, some } from '../base/text.ts'
import { type Comparison, compareReleases } from './diff/compare.ts'
import { type Examined, examine, examineBoth, examineEarlier, type Given, type Surroundings } from './examine.ts'
import { inspectionId, type RuleChoice } from './inspect/inspection-id.ts'
import type { JudgeOptions } from './judge.ts'
import { contentKey, isComparable, type ReleaseRecord } from './record.ts'
import type { UnpackLimits } from './unpack/limits.ts'
import { linksApart } from './unpack/links.ts'
import type { VettedRelease, Vetting } from './vetting.ts'
import { ownRules } from './yara/sources.ts'

export interface VetOptions extends JudgeOptions {
  readonly signal?: AbortSignal
  /** The moment of the vetting; now when absent. */
  readonly at?: Date
  /** Folders of YARA rules besides the built-in ones. */
  readonly rules?: readonly string[]
  /** How far unpacking goes; see `UnpackLimits`. */
  readonly limits?: Partial<UnpackLimits>
  /** Where releases are unpacked; the system's folder for temporary files when absent. */
  readonly temporary?: string
}

export interface VetInput {
  readonly release: Given
  /** The release to compare with: its file, or what was kept of it. A record that today's readers did not make is refused: see `isComparable`. */
  readonly previous?: Given | ReleaseRecord
  readonly basis?: Vetting['basis']
  /** Finds the release to compare with once it is known who this one is; asked when none is given. */
  readonly findPrevious?: (record: ReleaseRecord) => Promise<Predecessor | undefined>
  readonly options?: VetOptions
}

export interface Predecessor {
  readonly release: Given | ReleaseRecord
  readonly basis: Vetting['basis']
}

export interface Vetted {
  readonly vetting: Vetting
  /** What to keep, so that the next release has something to be compared with. */
  readonly record: ReleaseRecord
}

function choiceOf({ rules = [], known = true }: Pick<VetOptions, 'rules' | 'known'>): RuleChoice {
  return { rules: [ownRules, ...rules], families: known }
}

/** The `inspection` of records that these options make: only such records can be compared with. */
export function inspectionOf(options: Pick<VetOptions, 'rules' | 'known'>): string {
  return inspectionId(choiceOf(options))
}

/** Unpacks, inspects and compares a release, finds facts and weighs them. Throws for an artifact that cannot be read, and when it is aborted. */
export async function vetRelease({ release, previous, basis, findPrevious, options = {} }: VetInput): Promise<Vetted> {
  const started = performance.now()
  const at = options.at ?? new Date()
  const folder = mkdtempSync(join(options.temporary ?? tmpdir(), 'gatehouse-vet-'))
  try {
    const surroundings = {
      folder,
      at,
      ...choiceOf(options),
      ...(options.limits && { limits: options.limits }),
      ...(options.signal && { signal: options.signal }),
    }
    const examined = bothSides(release, previous, surroundings, findPrevious)
    // What judges is loaded while the children work.
    const [{ judge }, { now, old, found }] = await Promise.all([import('./judge.ts'), examined])
    const comparison = compareReleases(now.record, now.contents, old)
    const { rules, ...judged } = judge(comparison, at, options)
    const links = linksApart(now.record)
    const vetting: Vetting = {
      ...judged,
      release: sideShown(comparison, comparison.now.record),
      ...(old && { previous: sideShown(comparison, old) }),
      basis: old ? (found?.basis ?? basis ?? 'given') : 'none',
      gained: comparison.gained,
      lost: comparison.lost,
      unopened: links.others,
      notes: [...linkNotes(links.inside), ...notesOf(now.record)],
      rules: [{ name: 'readers and YARA rules', version: now.record.inspection }, ...rules],
      at: at.toISOString(),
      seconds: Math.round(performance.now() - started) / 1000,
    }
    return { vetting, record: now.record }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface BothSides {
  readonly now: Examined
  readonly old?: ReleaseRecord
  /** Set when `old` was found after the new release had been examined. */
  readonly found?: Predecessor
}

async function bothSides(
  release: Given,
  previous: VetInput['previous'],
  surroundings: Surroundings,
  findPrevious: VetInput['findPrevious'],
): Promise<BothSides> {
  if (previous === undefined) {
    const now = await examine(release, surroundings)
    const found = await findPrevious?.(now.record)
    return found ? { now, old: await recordOf(found.release, surroundings), found } : { now }
  }
  if (!isRecord(previous)) {
    const { now, before } = await examineBoth(release, previous, surroundings)
    return { now, old: before }
  }
  const old = comparable(previous, surroundings)
  return { now: await examine(release, surroundings, old), old }
}

/** The record of a release to compare with: examined when it is given as a file. */
async function recordOf(release: Given | ReleaseRecord, surroundings: Surroundings): Promise<ReleaseRecord> {
  return isRecord(release) ? comparable(release, surroundings) : await examineEarlier(release, surroundings)
}

function comparable(record: ReleaseRecord, surroundings: Surroundings): ReleaseRecord {
  if (!isComparable(record, inspectionId(surroundings))) throw new RangeError('the record was made by other readers or rules')
  return record
}

function isRecord(previous: Given | ReleaseRecord): previous is ReleaseRecord {
  return 'contents' in previous
}

function sideShown({ now, before }: Comparison, record: ReleaseRecord): VettedRelease {
  const side = record === now.record ? now : before
  const { identity, artifact, signatures, publication, members } = record
  return {
    identity,
    artifact,
    signatures,
    ...(publication && { publication }),
    capabilities: [...(side?.capabilities ?? [])].sort(),
    files: members.length,
    bytes: members.reduce((sum, { size }) => sum + size, 0),
  }
}

/** Packages hold hundreds of links between their own files, which would drown what was not opened. */
function linkNotes(inside: number): string[] {
  return inside === 0
    ? []
    : [`${plural(inside, 'link')} to other parts of the release ${inside === 1 ? 'was' : 'were'} not followed: those parts are read where they lie`]
}

/** What was noted while files were read, each once with where. */
function notesOf({ members, contents }: ReleaseRecord): string[] {
  const noted = members.flatMap((member) => (contents[contentKey(member)]?.notes ?? []).map((note) => ({ note, path: member.path })))
  return [...Map.groupBy(noted, ({ note }) => note)].map(([note, places]) => `${some(places.map(({ path }) => path))}: ${note}`)
}
