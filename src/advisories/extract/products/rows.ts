import type { VersionRange } from '../../advisory.ts'
import { groupsIn } from './groups.ts'
import { namesBefore, platformIn } from './product-name.ts'
import { type Around, ecosystemIn, type VersionClaim } from './products.ts'
import { type Status, statusOf } from './status.ts'

const products = /\b(?:product|software|application|package|component|plug-?in|extension|model|device|library|module|name)\b/i
/** Columns that cannot hold the name of what is affected. */
const others =
  /\b(?:versions?|releases?|builds?|date|published|cve|cvss|severity|score|hash|md5|sha-?\d*|id|status|fix(?:ed)?|patch(?:ed)?|affected|impacted|vulnerable|url|link|description|notes?|method|file)\b/i

/** What a row of a table with headings such as Product, Affected versions, Fixed in says. Without a column for the product, it is said of what the text speaks of. */
export function claimsOfRow(text: string, header: readonly string[], { section, title }: Around): readonly VersionClaim[] {
  const cells = text.split('\t')
  const find = (pattern: RegExp) => header.findIndex((name) => pattern.test(name))
  const cell = productCell(cells, header, find(products))
  if (cell === undefined) return []
  const vendor = cells[find(/\b(?:vendor|manufacturer|supplier|developer)\b/i)]?.trim() ?? ''
  const platform = platformIn(cells[find(/\b(?:platform|operating system|os)\b/i)] ?? '') ?? platformIn(cell)
  const ecosystem = ecosystemIn([cell, ...header, ...section, title].join(' '))
  return header.flatMap((heading, column): readonly VersionClaim[] => {
    const status = statusOfColumn(heading)
    const said = cells[column] ?? ''
    if (status === undefined || said.trim() === '') return []
    const offset = cells.slice(0, column).join('\t').length + (column > 0 ? 1 : 0)
    return groupsIn(said).flatMap(({ versions, ranges, start, end }) => {
      const { names, branch } = namesOf(cell, vendor, [
        ...versions,
        ...ranges.flatMap(({ from, after, through, before }) => through ?? before ?? from ?? after ?? []),
      ])
      const claim = {
        platform: platform ?? platformIn(said),
        ecosystem,
        status: statusOf(said, start, end) ?? status,
        versions,
        ranges: ranges.map((range) => inBranch(range, branch)),
        start: offset + start,
        end: offset + end,
      }
      return (names.length === 0 ? [undefined] : names).map((product) => ({ ...claim, product }))
    })
  })
}

/** The cell that names what the row is about; empty where no column does; undefined where that one is empty or no name. */
function productCell(cells: readonly string[], header: readonly string[], column: number): string | undefined {
  if (column >= 0) {
    const cell = cells[column]?.trim() ?? ''
    return cell === '' || cell.length > 120 ? undefined : cell
  }
  const first = cells[0]?.trim() ?? ''
  return !others.test(header[0] ?? '') && /^[@\p{L}][\p{L}\p{N}@/_. +-]{0,60}$/u.test(first) ? first : ''
}

/** `Acme ADC and Acme Gateway 14.1` are two products in one branch, when the row speaks of versions in it; `axios (npm)` is axios. */
function namesOf(cell: string, vendor: string, versions: readonly string[]): { readonly names: readonly string[]; readonly branch?: string | undefined } {
  const written = cell.replace(/\s*\((?:npm|pypi|pip|rubygems|nuget|crates\.io|maven|composer|go)\)\s*$/i, '')
  const [, before = '', release = ''] = /^(.*\S)\s+v?(\d+(?:\.\d+)+)$/i.exec(written) ?? []
  const branch = release !== '' && versions.some((version) => version.startsWith(release)) ? release : undefined
  const name = branch === undefined ? written : before
  const several = namesBefore(name)
  const names = several.length > 1 && several.join('').length > name.length / 2 ? several : name === '' ? [] : [name]
  return { names: names.map((one) => (vendor === '' || one.toLowerCase().startsWith(vendor.toLowerCase()) ? one : `${vendor} ${one}`)), branch }
}

function inBranch(range: VersionRange, branch: string | undefined): VersionRange {
  return branch === undefined || range.from !== undefined || range.after !== undefined ? range : { from: branch, ...range }
}

function statusOfColumn(heading: string): Status | undefined {
  if (/\b(?:not affected|unaffected)\b/i.test(heading)) return 'unaffected'
  if (/\b(?:fix(?:ed)?|patch(?:ed)?|solution|remediat\w+|resolved|recommended|updated?|upgrade)\b/i.test(heading)) return 'fixed'
  return /\b(?:affected|vulnerable|impacted|compromised|malicious|versions?|releases?)\b/i.test(heading) ? 'affected' : undefined
}
