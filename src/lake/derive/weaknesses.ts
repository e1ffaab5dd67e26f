import type { Verdict } from '../../base/affected/affected.ts'
import { type Identified, identified, keysOf } from '../../base/affected/keys.ts'
import { type Family, familiesNow } from '../../base/questions/software.ts'
import { type Opinion, opinionsUnder, type Statement } from '../../base/questions/statements.ts'
import { placeOf } from '../../base/questions/vulnerable.ts'
import { raw, sql } from '../../base/sql.ts'
import type { Row } from '../../model/tables.ts'
import type { Lake } from '../lake.ts'
import { Appender } from './appender.ts'
import { exploitationStatement } from './exploitation.ts'
import { type Doubted, readSparing } from './sparing.ts'

/** Statements looked at at a time. */
const perPart = 300_000

const softwareKeys = raw('SELECT key, toString(type) FROM software_key')

/** Versions of a software of which a statement says the same. */
export interface Told {
  readonly state: 'affected' | 'cannot tell'
  readonly repaired: boolean
  readonly versions: string[]
}

/**
 * Fills `weakness`: matches everything that is installed now with everything that is known to be affected, each version once for each statement,
 * however many hosts have it; then `exploitation`. Runs after `software` is made.
 */
export async function deriveWeaknesses(lake: Lake, signal?: AbortSignal): Promise<void> {
  const [known] = await lake.rows<{ statements: number }>(sql`SELECT count() AS statements FROM vulnerability_affects`)
  if (!known?.statements) return
  const families = await keyFamilies(lake, signal)
  const sparing = await readSparing(lake, signal)
  const doubted: Doubted[] = []
  const weaknesses = new Appender(lake, 'weakness')
  for await (const opinions of opinionsOnInstalled(lake, known.statements, signal)) {
    for (const opinion of opinions) {
      const { statement } = opinion
      for (const { family, told } of toldBy(opinion, families)) {
        const names = sparing.namesOf(statement.vulnerability)
        if (names) doubted.push({ family, statement, names, told })
        else for (const one of told) weaknesses.add(rowOf(family, statement, one))
      }
      if (weaknesses.full) await weaknesses.store()
    }
  }
  for (const row of await sparing.decide(doubted)) weaknesses.add(row)
  await weaknesses.end()
  await lake.run(exploitationStatement)
}

/** Software of which a statement tells something, and what of which versions. */
function toldBy({ statement, verdicts }: Opinion, families: ReadonlyMap<string, readonly Keyed[]>) {
  return (families.get(placeOf(statement.key, statement.type)) ?? []).flatMap(({ family, software }) => {
    const verdictOn = verdicts(software)
    const told = verdictOn ? groupVersions(family.versions, verdictOn) : []
    return told.length > 0 ? [{ family, told }] : []
  })
}

/** What is stated of anything that is installed, part by part; the engine gathers one part while the one before is looked at. */
async function* opinionsOnInstalled(lake: Lake, statements: number, signal?: AbortSignal): AsyncGenerator<Iterable<Opinion>> {
  const of = Math.ceil(statements / perPart)
  const gather = (part: number) => {
    const opinions = opinionsUnder(lake, softwareKeys, { part, of }, signal)
    // A failure is thrown where it is waited for.
    opinions.catch(() => undefined)
    return opinions
  }
  let next = gather(0)
  for (let part = 1; part <= of; part += 1) {
    const opinions = await next
    if (part < of) next = gather(part)
    yield opinions
  }
}

interface Keyed {
  readonly family: Family
  readonly software: Identified
}

/** Software by the places where statements on it are found; those go into `software_key`, so that the engine looks there only. */
async function keyFamilies(lake: Lake, signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Keyed[]>> {
  const places = new Map<string, Keyed[]>()
  const rows = new Appender(lake, 'software_key')
  for (const family of await familiesNow(lake, signal)) {
    const one = { family, software: identified(family) }
    for (const { key, type } of keysOf(one.software)) {
      const place = placeOf(key, type)
      const there = places.get(place)
      if (there?.at(-1) === one) continue
      if (there) there.push(one)
      else places.set(place, [one])
      rows.add({ key, type, family: family.family, line: 0 })
    }
    if (rows.full) await rows.store()
  }
  await rows.end()
  return places
}

function groupVersions(versions: readonly string[], verdictOn: (version: string) => Verdict | undefined): readonly Told[] {
  const groups: Told[] = []
  for (const version of versions) {
    const verdict = verdictOn(version)
    if (!verdict || verdict.state === 'not affected') continue
    const { state } = verdict
    const repaired = verdict.fixedIn !== undefined
    const group = groups.find((one) => one.state === state && one.repaired === repaired)
    if (group) group.versions.push(version)
    else groups.push({ state, repaired, versions: [version] })
  }
  return groups
}

function rowOf({ family, product }: Family, { vulnerability, no_fix }: Statement, told: Told): Row<'weakness'> {
  return { family, product, vulnerability, no_fix, ...told, spared: false, line: 0 }
}
