import { formatRanges } from '../../base/affected/ranges.ts'
import { packageKey } from '../../base/ecosystem.ts'
import { parsePurl } from '../../base/purl.ts'
import { plainName } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { elements, members, textOf } from '../json-text.ts'
import { textsOf } from '../knowledge.ts'
import { typeOfCollection } from './collection.ts'
import { statedVersions } from './versions.ts'

type Members = Readonly<Record<string, unknown>>

/** Orders of versions by the words that records use for them. */
const schemes: Readonly<Record<string, string>> = { semver: 'semver', maven: 'maven', python: 'pypi', rpm: 'rpm', dpkg: 'debian', deb: 'debian' }

/** What each product of a record states; those without a name are counted, not given. What others added counts where the publisher names none. */
export function affectedRows(own: Members, added: readonly Members[], vulnerability: string, line: number) {
  const unsupported = textsOf(own.tags).includes('unsupported-when-assigned')
  const first = rowsOf([own], vulnerability, line, unsupported)
  const second = first.rows.length > 0 ? { rows: [], nameless: 0 } : rowsOf(added, vulnerability, line, unsupported)
  return { rows: [...first.rows, ...second.rows], nameless: first.rows.length > 0 || second.rows.length === 0 ? first.nameless : 0 }
}

function rowsOf(containers: readonly Members[], vulnerability: string, line: number, unsupported: boolean) {
  const rows: Row<'vulnerability_affects'>[] = []
  let nameless = 0
  for (const entry of containers.flatMap(({ affected }) => elements(affected))) {
    const row = affectedRow(members(entry) ?? {}, vulnerability, line, unsupported)
    if (row) rows.push(row)
    else nameless += 1
  }
  return { rows, nameless }
}

function affectedRow(affected: Members, vulnerability: string, line: number, unsupported: boolean): Row<'vulnerability_affects'> | undefined {
  const purl = parsePurl(textOf(affected.packageURL)) ?? inCollection(affected)
  const [vendor, product] = [named(affected.vendor), named(affected.product) || named(affected.packageName)]
  if (product === '' && !purl) return undefined
  const stated = statedVersions(affected.versions)
  const types = elements(affected.versions).map((one) => textOf(members(one)?.versionType).toLowerCase())
  const scheme = types.map((type) => schemes[type]).find((known) => known !== undefined) ?? purl?.type ?? ''
  const fallback = textOf(affected.defaultStatus).toLowerCase()
  return {
    line,
    vulnerability,
    key: purl ? packageKey(purl.type, purl.name) : plainName(product),
    type: purl?.type ?? '',
    ecosystem: '',
    package: purl?.name ?? '',
    vendor,
    product: product || (purl?.name ?? ''),
    cpe: textsOf(affected.cpes)[0] ?? '',
    platforms: textsOf(affected.platforms).filter((platform) => named(platform) !== ''),
    scheme,
    versions: stated.versions,
    ranges: formatRanges(stated.ranges),
    unaffected: formatRanges(stated.unaffected),
    others: fallback === 'affected' || (fallback === 'unaffected' && !stated.unread) ? fallback : '',
    commits: stated.commits,
    // Where something cannot be read, the end of one range is not the end of all.
    fixed_in: stated.unread ? [] : [...new Set(stated.fixed)],
    no_fix: unsupported ? true : null,
  }
}

/** A package that is named with the collection it is of, instead of by a package URL. */
function inCollection(affected: Members): { readonly type: string; readonly name: string } | undefined {
  const type = typeOfCollection(textOf(affected.collectionURL))
  const name = named(affected.packageName)
  return type === undefined || name === '' ? undefined : { type, name: type === 'maven' ? name.replace(':', '/') : name }
}

function named(value: unknown): string {
  const text = textOf(value)
  return /^(?:n\/?a|unspecified|unknown|not applicable|-|\*)$/i.test(text) ? '' : text
}
