import { type Sql, sql } from '../base/sql.ts'
import { type SecondFactor, unknownFactor } from '../model/second-factor.ts'

/** A directory's names of factors → the vocabulary's; '' for what is no second factor, such as a password. Keys in letters and digits only, lower case. */
export type FactorNames = Readonly<Record<string, SecondFactor | ''>>

/** The factor that a directory's name stands for; 'unknown:RAW' for one that is not known, '' for no factor. */
export function factorOf(name: string, names: FactorNames): string {
  const key = plain(name)
  if (key === '') return ''
  return Object.hasOwn(names, key) ? (names[key] ?? '') : unknownFactor(name.slice(0, 80))
}

/** Factors without repetition, in order. */
export function factorsOf(list: readonly string[], names: FactorNames): string[] {
  return [...new Set(list.map((name) => factorOf(name, names)).filter((factor) => factor !== ''))].sort()
}

/** The same as `factorOf`, for the engine. */
export function factorExpression(name: Sql, names: FactorNames): Sql {
  const key = sql`lower(replaceRegexpAll(${name}, '[^A-Za-z0-9]', ''))`
  return sql`transform(${key}, ${['', ...Object.keys(names)]}, ${['', ...Object.values(names)]}, concat(${unknownFactor('')}, substring(${name}, 1, 80)))`
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
