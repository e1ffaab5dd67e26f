import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { counting, weaknessRows } from '../updates/ranking.ts'
import { releaseName } from '../updates/release-finding.ts'
import type { Update } from './cut.ts'
import type { Hop } from './graph.ts'
import { type Step, stepOf } from './step.ts'

/** What weaknesses on hosts offer an attacker. */
export interface Offers {
  /** Of several releases that offer a step on a host the likeliest. */
  readonly likeliest: readonly Hop[]
  /** All of them: releases on one host that offer the same steps stand together, since they have to be updated together. */
  readonly all: readonly Hop[]
  /** The releases that stand together in some of these, by name, at most `most` of each. */
  releasesOf(updates: readonly Update[], most: number): Promise<readonly { readonly host: string; readonly release: string }[]>
}

/** Every step that the weaknesses of installed releases offer; undefined where they offer none. */
export async function readOffers(lake: Questions, signal: AbortSignal): Promise<Offers | undefined> {
  const vectors = await lake.rows<{ vector: string }>(sql`SELECT DISTINCT toString(vector) AS vector FROM exploitation ORDER BY vector`, signal)
  const known = vectors.flatMap(({ vector }) => {
    const step = stepOf(vector)
    return step ? [{ vector, code: codeOf(step) }] : []
  })
  if (known.length === 0) return undefined
  const code = sql`transform(toString(vector), ${known.map(({ vector }) => vector)}, ${known.map((one) => one.code)}, '')`
  const everywhere = placesOf(code)
  return {
    likeliest: await likeliestHops(lake, everywhere, signal),
    all: await groupedHops(lake, everywhere, signal),
    releasesOf: async (updates, most) => {
      if (updates.length === 0) return []
      const [hosts, releases] = [updates.map(({ host }) => host), updates.map(({ release }) => release)]
      const rows = await lake.rows<{ host: string; product: string; version: string }>(
        sql`SELECT host, product, version FROM (${placesOf(code, [...new Set(hosts)]).together}) WHERE (host, arrayStringConcat(codes, ' ')) IN (
            SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip(${hosts}, ${releases})) AS pair))
          ORDER BY host, product, version LIMIT ${most} BY host, codes`,
        signal,
      )
      return rows.map(({ host, ...release }) => ({ host, release: releaseName(release) }))
    },
  }
}

interface Places {
  /** Steps of each release, with the likeliest weakness that offers them. */
  readonly steps: Sql
  /** Hosts with each release. */
  readonly installed: Sql
  /** Hosts with each release, and all its steps. */
  readonly together: Sql
}

/** @param hosts all of them where it is absent */
function placesOf(code: Sql, hosts?: readonly string[]): Places {
  const here = hosts === undefined ? raw('hosts') : sql`arrayFilter(one -> one IN ${hosts}, hosts)`
  const there = hosts === undefined ? counting : sql`${counting} AND family IN (SELECT family FROM software WHERE hasAny(hosts, ${hosts}))`
  const steps = sql`SELECT any(product) AS product, version, family, code, argMax(name, likelihood) AS name, max(likelihood) AS likelihood
    FROM (SELECT product, version, family, name, likelihood, ${code} AS code FROM ${weaknessRows(there)}) WHERE code != '' GROUP BY version, family, code`
  const installed = sql`(SELECT family, toString(version) AS version, arrayJoin(${here}) AS host FROM software)`
  const together = sql`SELECT at.host AS host, one.codes AS codes, one.product AS product, one.version AS version
    FROM (SELECT any(product) AS product, version, family, arraySort(groupUniqArray(code)) AS codes FROM (${steps}) GROUP BY version, family) AS one
    INNER JOIN ${installed} AS at ON at.family = one.family AND at.version = one.version`
  return { steps, installed, together }
}

async function likeliestHops(lake: Questions, { steps, installed }: Places, signal: AbortSignal): Promise<readonly Hop[]> {
  const rows = await lake.rows<{ host: string; code: string; best: readonly [product: string, version: string, name: string]; likelihood: number }>(
    sql`SELECT at.host AS host, one.code AS code, argMax((one.product, one.version, one.name), (one.likelihood, one.product, one.version)) AS best, max(one.likelihood) AS likelihood
      FROM (${steps}) AS one INNER JOIN ${installed} AS at ON at.family = one.family AND at.version = one.version GROUP BY host, code ORDER BY host, code`,
    signal,
  )
  return rows.map(({ host, code, best: [product, version, vulnerability], likelihood }) => ({
    ...stepOfCode(code),
    host,
    release: releaseName({ product, version }),
    updates: 1,
    vulnerability,
    likelihood,
  }))
}

async function groupedHops(lake: Questions, { together }: Places, signal: AbortSignal): Promise<readonly Hop[]> {
  const rows = await lake.rows<{ host: string; codes: readonly string[]; updates: number }>(
    sql`SELECT host, codes, uniqExact((product, version)) AS updates FROM (${together}) GROUP BY host, codes ORDER BY host, codes`,
    signal,
  )
  return rows.flatMap(({ host, codes, updates }) =>
    codes.map((code) => ({ ...stepOfCode(code), host, release: codes.join(' '), updates, vulnerability: '', likelihood: 1 })),
  )
}

function codeOf({ from, account, gains }: Step): string {
  return `${from}:${account ? 'account' : 'anybody'}:${gains}`
}

function stepOfCode(code: string): Step {
  const [from = '', account = '', gains = ''] = code.split(':')
  return { from: from as Step['from'], account: account === 'account', gains: gains as Step['gains'] }
}
