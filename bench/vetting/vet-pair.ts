import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareReleases } from '../../src/releases/diff/compare.ts'
import { examine, examineBoth, type Given } from '../../src/releases/examine.ts'
import type { Fact, FactClass } from '../../src/releases/fact.ts'
import { type Found, findFacts } from '../../src/releases/facts/evidence.ts'
import { factRules } from '../../src/releases/facts/facts.ts'
import { knownTables } from '../../src/releases/facts/known-tables.ts'
import { contentKey, type ReleaseRecord } from '../../src/releases/record.ts'
import { linksApart } from '../../src/releases/unpack/links.ts'
import type { VetWord } from '../../src/releases/vetting.ts'
import { type Step, stepOf } from '../../src/releases/weigh/step.ts'
import { weigh } from '../../src/releases/weigh/weigh.ts'
import type { Weights } from '../../src/releases/weigh/weights.ts'
import { ownRules } from '../../src/releases/yara/sources.ts'

/** One comparison with its facts before they are weighed, so that other weights can be tried on it without reading anything again. */
export interface Findings {
  readonly found: readonly Found[]
  readonly step: Step
  readonly compared: boolean
  readonly seconds: number
  /** Places that were refused or could not be read. */
  readonly unread: readonly string[]
}

export interface Verdict {
  readonly word: VetWord
  readonly points: number
  readonly classes: readonly FactClass[]
  readonly facts: readonly Fact[]
}

/**
 * What vetting does with a release, in its own parts, with known-compromised releases and rules of families switched off and without the hold
 * of young releases, which is a policy and no suspicion.
 */
export async function findingsOf(
  release: Given,
  previous: Given | ReleaseRecord,
  at = new Date(),
): Promise<{ readonly findings: Findings; readonly record: ReleaseRecord }> {
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-measure-'))
  try {
    const { now, old } = await examined()
    const comparison = compareReleases(now.record, now.contents, old)
    const { known } = knownTables({ compromised: false })
    const found = findFacts(factRules, { comparison, known, at: at.getTime(), policy: { ageHours: 0 } })
    const step = stepOf(now.record.identity.version, old.identity.version)
    const notes = now.record.members.flatMap((member) => (now.contents.get(contentKey(member))?.notes ?? []).map((note) => `${member.path}: ${note}`))
    const unread = [...linksApart(now.record).others.map(({ path, says }) => `${path}: ${says}`), ...notes]
    return { findings: { found, step, compared: true, seconds: (performance.now() - started) / 1000, unread }, record: now.record }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  async function examined() {
    const surroundings = { folder, at, rules: [ownRules], families: false }
    if ('contents' in previous) return { now: await examine(release, surroundings, previous), old: previous }
    const { now, before } = await examineBoth(release, previous, surroundings)
    return { now, old: before }
  }
}

export function verdictOf({ found, step, compared }: Findings, weights: Weights): Verdict {
  return weigh(found, weights, { step, compared })
}
