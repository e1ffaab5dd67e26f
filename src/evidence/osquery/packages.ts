import { hashesIn } from '../handles.ts'
import { textOf } from '../json-text.ts'

export type Columns = Readonly<Record<string, unknown>>

/** One installed package as a table of osquery gives it. */
export interface Package {
  readonly product: string
  readonly version: string
  readonly vendor: string
  /** As written; '' where the table has none. */
  readonly code: string
  /** As written; '' where the table has none. */
  readonly installed: string
}

interface PackageTable {
  /** The end of the query's name that says which table it asks. */
  readonly name: RegExp
  /** Columns of which one gives the table away. */
  readonly tells: readonly string[]
  readonly package: (columns: Columns) => Package
}

/** https://osquery.io/schema: the tables that tell what is installed. */
const tables: readonly PackageTable[] = [
  {
    name: /(^|[/_.-])(apps|applications)$/i,
    tells: ['bundle_identifier', 'bundle_short_version', 'bundle_version'],
    // An app's times are when it was last opened, which says nothing about its installation.
    package: (columns) => ({
      product: (text(columns, 'display_name') || text(columns, 'name')).replace(/\.app$/i, ''),
      version: text(columns, 'bundle_short_version') || text(columns, 'bundle_version'),
      vendor: '',
      code: text(columns, 'bundle_identifier'),
      installed: '',
    }),
  },
  {
    name: /(^|[/_.-])rpm(_?packages|s)?$/i,
    tells: ['release', 'install_time', 'package_group'],
    package: (columns) => ({
      product: text(columns, 'name'),
      version: fullRpmVersion(columns),
      vendor: text(columns, 'vendor'),
      code: '',
      installed: text(columns, 'install_time'),
    }),
  },
  {
    name: /(^|[/_.-])(deb(_?packages|s)?|dpkg)$/i,
    tells: ['maintainer', 'revision', 'section'],
    package: (columns) => ({
      product: text(columns, 'name'),
      version: text(columns, 'version'),
      vendor: withoutAddress(text(columns, 'maintainer')),
      code: '',
      installed: '',
    }),
  },
  {
    name: /(^|[/_.-])(programs|software|windows_(software|programs))$/i,
    tells: ['install_date', 'identifying_number', 'uninstall_string', 'install_location', 'publisher'],
    package: (columns) => ({
      product: text(columns, 'name'),
      version: text(columns, 'version'),
      vendor: text(columns, 'publisher') || text(columns, 'vendor'),
      code: text(columns, 'identifying_number'),
      installed: text(columns, 'install_date'),
    }),
  },
]

/** The table whose rows these are, by the query's name or by a column that only it has; undefined for other tables. */
export function tableOf(query: string, columns: Columns): PackageTable | undefined {
  if (!('name' in columns || 'display_name' in columns)) return undefined
  return (
    tables.find(({ tells }) => tells.some((column) => column in columns)) ?? ('version' in columns ? tables.find(({ name }) => name.test(query)) : undefined)
  )
}

/** Debian packages that were removed but for their settings are still listed: only `install ok installed` and the like are there. */
export function isInstalled(columns: Columns): boolean {
  const status = text(columns, 'status')
  return !('maintainer' in columns || 'revision' in columns) || status === '' || /\b(installed|triggers-\w+)$/.test(status)
}

/** `epoch:version-release`, as rpm itself writes it; an epoch of zero is left out. */
function fullRpmVersion(columns: Columns): string {
  const [epoch, version, release] = [text(columns, 'epoch'), text(columns, 'version'), text(columns, 'release')]
  const numbered = release === '' || version === '' ? version : `${version}-${release}`
  return /^[1-9]\d*$/.test(epoch) && numbered !== '' ? `${epoch}:${numbered}` : numbered
}

/** Who signed it, and the hashes of its file, in queries that join `authenticode`, `signature` or `hash`. */
export function proofsOf(columns: Columns): { readonly signer: string; readonly hashes: readonly string[] } {
  // Apple writes the kind of certificate before the name and the team behind it.
  const signer = ['subject_name', 'signer', 'authority'].map((name) => text(columns, name)).find((name) => name !== '') ?? ''
  return {
    signer: signer.replace(/^Developer ID [A-Za-z]+:\s*/, '').replace(/\s*\([A-Z0-9]{10}\)$/, ''),
    hashes: hashesIn(['md5', 'sha1', 'sha256'].map((name) => text(columns, name))),
  }
}

function withoutAddress(maintainer: string): string {
  return maintainer.replace(/\s*<[^<>]*>$/, '')
}

function text(columns: Columns, name: string): string {
  return textOf(columns[name])
}
