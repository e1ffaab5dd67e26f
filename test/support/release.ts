import { createHash } from 'node:crypto'
import type { Capability } from '../../src/releases/capability.ts'
import { type Comparison, compareReleases } from '../../src/releases/diff/compare.ts'
import type { Evidence, FactRule, Policy, Sign } from '../../src/releases/facts/evidence.ts'
import type { Known } from '../../src/releases/facts/known.ts'
import { knownTables } from '../../src/releases/facts/known-tables.ts'
import type { Trait, Unit } from '../../src/releases/reading.ts'
import { type Content, contentKey, type ReleaseRecord, recorded } from '../../src/releases/record.ts'
import type { Identity, Member, Publication, Signature, Unopened } from '../../src/releases/release.ts'
import { unitOf } from '../../src/releases/unit.ts'

/** A file of a release built by hand. Equal `text` (or equal units, traits and size) means equal bytes. */
export interface BuiltFile {
  readonly readers?: readonly string[]
  readonly units?: readonly Unit[]
  readonly traits?: readonly Trait[]
  readonly slices?: Content['slices']
  readonly notes?: readonly string[]
  readonly size?: number
  readonly container?: string
  readonly mode?: number
}

export interface BuiltRelease {
  readonly identity?: Identity
  readonly artifact?: string
  readonly files: Readonly<Record<string, BuiltFile>>
  readonly signatures?: readonly Signature[]
  readonly publication?: Publication
  readonly unopened?: readonly Unopened[]
}

/** A statement with the capabilities given; its text is its identity. */
export function statement(text: string, capabilities: readonly Capability[] = [], more: { hosts?: string[]; imports?: string[]; kind?: string } = {}): Unit {
  return unitOf({ kind: 'statement', text, place: { line: 1 }, capabilities, ...more })
}

/** `count` statements that do nothing of note. */
export function filler(count: number, name = 'filler'): Unit[] {
  return Array.from({ length: count }, (_, index) => statement(`${name} ${index}`))
}

function builtRelease({
  identity = { ecosystem: 'npm', name: 'example', version: '1.0.0' },
  artifact = 'example.tgz',
  files,
  signatures = [],
  publication,
  unopened = [],
}: BuiltRelease): {
  record: ReleaseRecord
  contents: Map<string, Content>
} {
  const contents = new Map<string, Content>()
  const members = Object.entries(files).map(([path, file]): Member => {
    const { readers = ['javascript'], units = [], traits = [], notes = [], slices, size = 100, container, mode } = file
    const sha256 = createHash('sha256')
      .update(JSON.stringify([readers, units, traits, slices, notes, size]))
      .digest('hex')
    const member = { path: `${artifact}!/${path}`, size, sha256, ...(container !== undefined && { container }), ...(mode !== undefined && { mode }) }
    contents.set(contentKey(member), { readers, units, traits, notes, ...(slices && { slices }) })
    return member
  })
  const record: ReleaseRecord = {
    inspection: 'test',
    identity,
    artifact: { path: artifact, size: 1000, sha256: createHash('sha256').update(JSON.stringify(members)).digest('hex') },
    members,
    unopened: unopened.map((part) => ({ ...part, path: `${artifact}!/${part.path}` })),
    signatures,
    ...(publication && { publication }),
    contents: Object.fromEntries([...contents].map(([key, content]) => [key, recorded(content)])),
  }
  return { record, contents }
}

export function compared(now: BuiltRelease, before?: BuiltRelease): Comparison {
  const { record, contents } = builtRelease(now)
  return compareReleases(record, contents, before && builtRelease(before).record)
}

interface EvidenceOptions {
  readonly known?: Partial<Known>
  readonly at?: Date
  readonly policy?: Partial<Policy>
}

export function evidenceOf(now: BuiltRelease, before?: BuiltRelease, { known, at = new Date('2026-04-01T00:00:00Z'), policy }: EvidenceOptions = {}): Evidence {
  return {
    comparison: compared(now, before),
    known: { compromised: [], hosts: new Map(), plainHosts: new Set(), names: knownTables().known.names, ...known },
    at: at.getTime(),
    policy: { ageHours: 72, ...policy },
  }
}

/** The signs of one fact by its name, as the registry would find them. */
export function signsOf(rules: readonly FactRule[], name: string, on: Evidence): Sign[] {
  const rule = rules.find((one) => one.name === name)
  if (rule === undefined) throw new RangeError(`no fact ${name}`)
  return rule.absolute || on.comparison.before ? [...rule.find(on)] : []
}
