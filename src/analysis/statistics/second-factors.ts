import { join, raw, sql } from '../../base/sql.ts'
import { type Strength, secondFactors, strengthOfFactors } from '../../model/second-factor.ts'
import type { Questions } from '../analysis.ts'

/** Whether an account has a second factor: what it has enrolled, else what the directory says; null is unknown. */
export function hasSecondFactor(of: { readonly mfa_registered: boolean | null; readonly factors: readonly string[] }): boolean | null {
  const { strongest } = strengthOfFactors(of.factors)
  if (strongest !== null && strongest !== 'none') return true
  // A factor of a name that is not known, or one that is none (a security question), leaves it to the directory's word.
  return of.mfa_registered
}

/** How strong the best factor is that an account has; null where that is unknown. */
export function bestFactor(of: { readonly mfa_registered: boolean | null; readonly factors: readonly string[] }): Strength | null {
  const has = hasSecondFactor(of)
  if (has !== true) return has === null ? null : 'none'
  const { strongest } = strengthOfFactors(of.factors)
  return strongest === 'none' ? null : strongest
}

/** How many accounts have a second factor, lack one, or are not known to; and how strong the best one of each is. */
export interface FactorCounts {
  readonly accounts: number
  readonly yes: number
  readonly no: number
  readonly unknown: number
  /** Of those with one: by the strength of their best; `unknown` where no factor is named, or none that is known. */
  readonly strengths: Readonly<Record<Exclude<Strength, 'none'> | 'unknown', number>>
}

const noStrengths: FactorCounts['strengths'] = {
  interceptable: 0,
  'one-time-code': 0,
  push: 0,
  'number-matched-push': 0,
  'phishing-resistant': 0,
  unknown: 0,
}

/** Accounts that are alike in what decides. */
export interface AlikeAccounts {
  readonly accounts: number
  readonly mfa_registered: boolean | null
  readonly factors: readonly string[]
}

export function countFactors(groups: readonly AlikeAccounts[]): FactorCounts {
  const strengths = { ...noStrengths }
  let [yes, no, unknown] = [0, 0, 0]
  for (const group of groups) {
    const has = hasSecondFactor(group)
    if (has === null) unknown += group.accounts
    else if (!has) no += group.accounts
    else {
      yes += group.accounts
      const best = bestFactor(group)
      strengths[best === null || best === 'none' ? 'unknown' : best] += group.accounts
    }
  }
  return { accounts: yes + no + unknown, yes, no, unknown, strengths }
}

export interface DirectoryFactors {
  readonly directory: string
  readonly tenant: string
  readonly all: FactorCounts
  readonly privileged: FactorCounts
  /** Accounts of which it is not known whether they are privileged. */
  readonly privilegeUnknown: number
  /** Seconds since 1970; null where no export has a date. */
  readonly seen: number | null
}

/** Accounts of people that may sign in: what runs by itself has no second factor to show. */
export const peoplesAccounts = raw("ifNull(enabled, true) AND kind != 'service'")

/** Factors that count for the strength, as a list for the engine: the others do not set accounts apart. */
const known = Object.keys(secondFactors)

/** Second factors by directory and tenant. */
export async function factorsByDirectory(lake: Questions, signal?: AbortSignal): Promise<readonly DirectoryFactors[]> {
  type Group = AlikeAccounts & { readonly directory: string; readonly tenant: string; readonly privileged: boolean | null; readonly seen: number | null }
  const groups = await lake.rows<Group>(
    sql`SELECT toString(directory) AS directory, toString(tenant) AS tenant, privileged, mfa_registered,
        arraySort(arrayDistinct(arrayMap(factor -> if(factor IN ${known}, factor, 'unknown:'), factors))) AS factors,
        count() AS accounts, toFloat64(max(seen_at)) AS seen
      FROM identity WHERE ${peoplesAccounts} GROUP BY ${join([raw('directory'), raw('tenant'), raw('privileged'), raw('mfa_registered'), raw('factors')])}
      ORDER BY directory, tenant`,
    signal,
  )
  return [...Map.groupBy(groups, ({ directory, tenant }) => JSON.stringify([directory, tenant])).values()].map((own) => ({
    directory: own[0]?.directory ?? '',
    tenant: own[0]?.tenant ?? '',
    all: countFactors(own),
    privileged: countFactors(own.filter(({ privileged }) => privileged === true)),
    privilegeUnknown: own.reduce((sum, { privileged, accounts }) => sum + (privileged === null ? accounts : 0), 0),
    seen: own.reduce<number | null>((latest, { seen }) => (seen === null ? latest : Math.max(latest ?? 0, seen)), null),
  }))
}

/** `entra`, with the tenant where a directory has several. */
export function directoryName({ directory, tenant }: { readonly directory: string; readonly tenant: string }, several: boolean): string {
  return several && tenant !== '' ? `${directory} (${tenant})` : directory
}
