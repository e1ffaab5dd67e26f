import { packageName, parsePurl } from '../purl.ts'
import { plainName } from '../text.ts'
import { compareIn } from '../versions/compare.ts'
import { contains } from '../versions/ranges/range.ts'
import { parseVers, versRange } from '../versions/ranges/vers.ts'

/** Somebody's word on whether a product has a weakness. */
export interface VexStatement {
  /** Upper case for CVEs. */
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly product: string
  readonly vendor: string
  /** A version, a vers range, or empty for all. */
  readonly version: string
  readonly purl: string
  readonly hashes: readonly string[]
  readonly status: string
  readonly justification: string
  readonly statement: string
  readonly author: string
  readonly noFix: boolean | null
  /** Seconds since 1970. */
  readonly made: number | null
  readonly document: string
  readonly row: readonly [source: number, line: number]
}

/** Software as an inventory tells of it. */
export interface VexSoftware {
  readonly product: string
  readonly vendor: string
  readonly version: string
  readonly purls: readonly string[]
  readonly hashes: readonly string[]
}

/** Statements by the vulnerabilities that they speak of, ids and aliases in upper case. */
export function statementsByVulnerability(statements: readonly VexStatement[]): ReadonlyMap<string, readonly VexStatement[]> {
  const pairs = statements.flatMap((statement) =>
    [...new Set([statement.vulnerability, ...statement.aliases].map((id) => id.toUpperCase()))].filter((id) => id !== '').map((id) => [id, statement] as const),
  )
  return new Map([...Map.groupBy(pairs, ([id]) => id)].map(([id, list]) => [id, list.map(([, statement]) => statement)]))
}

/** The statement that counts for a software and one of these vulnerabilities: the newest that is about it. */
export function statementFor(
  software: VexSoftware,
  ids: readonly string[],
  statements: ReadonlyMap<string, readonly VexStatement[]>,
): VexStatement | undefined {
  const own = ids.flatMap((id) => statements.get(id.toUpperCase()) ?? []).filter((statement) => isAbout(statement, software))
  return own.reduce<VexStatement | undefined>((newest, one) => (newest && (newest.made ?? 0) >= (one.made ?? 0) ? newest : one), undefined)
}

/**
 * Whether a statement is about a software: by the hash of its file, its package URL, or name and vendor. A statement that names neither package nor
 * product is about none: it must not silence what it does not name.
 */
export function isAbout({ product, vendor, version, purl, hashes }: VexStatement, software: VexSoftware): boolean {
  if (hashes.length > 0 && software.hashes.some((hash) => hashes.includes(hash))) return true
  const stated = purl === '' ? undefined : parsePurl(purl)
  if (stated) {
    return software.purls.map(parsePurl).some((own) => {
      if (own?.type !== stated.type || packageName(own.type, own.name) !== packageName(stated.type, stated.name)) return false
      return coversVersion(own.type, stated.version || version, own.version || software.version)
    })
  }
  if (product === '' || plainName(product) !== plainName(software.product)) return false
  const [named, told] = [plainName(vendor), plainName(software.vendor)]
  if (named !== '' && told !== '' && !told.includes(named) && !named.includes(told)) return false
  return coversVersion('', version, software.version)
}

/** A statement for one version says nothing of another; one whose version cannot be read says nothing at all. */
function coversVersion(type: string, stated: string, version: string): boolean {
  if (stated === '') return true
  if (version === '') return false
  if (!stated.startsWith('vers:')) return stated === version || compareIn(type, stated, version) === 0
  const vers = parseVers(stated)
  return vers !== undefined && contains(versRange(vers), version) === true
}
