import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2023, 2, 24) * 1000

function inventory(rows: readonly Omit<Row<'installation'>, 'line'>[]): Batch[] {
  const hosts = [
    { ip: '10.0.0.1', host: 'front-desk-1', os: 'Windows 10', basis: 'inventory' },
    { ip: '10.0.0.2', host: 'studio-2', os: 'macOS 13', basis: 'inventory' },
  ]
  return [
    { table: 'installation', rows: rows.map((row, index) => ({ installed_at: start, basis: 'inventory', ...row, line: index + 1 })) },
    { table: 'host_address', rows: hosts.map((row, index) => ({ ...row, line: index + 1 })) },
  ]
}

/** A tampered release as Windows shows it, one of npm by its package URL, and one that attackers came in through. */
export function positive(): Batch[] {
  return inventory([
    { host: 'front-desk-1', product: '3CX Desktop App', vendor: '3CX', version: '18.12.407.0' },
    { host: 'studio-2', product: '3CXDesktopApp', vendor: '', version: '18.11.1213' },
    { host: 'build-1', product: 'axios', version: '1.14.1', purl: 'pkg:npm/axios@1.14.1' },
    { host: 'front-desk-1', product: 'MagicLine4NX', vendor: 'Dream Security', version: '1.0.0.9' },
  ])
}

/** The same products in other releases, a version that is tampered with on another system only, and a package of the same name elsewhere. */
export function benign(): Batch[] {
  return inventory([
    { host: 'front-desk-1', product: '3CX Desktop App', vendor: '3CX', version: '18.12.425' },
    { host: 'front-desk-1', product: '3CX Phone System', vendor: '3CX', version: '18.12.416' },
    { host: 'front-desk-1', product: '3CXDesktopApp', vendor: '3CX', version: '18.11.1213' },
    { host: 'build-1', product: 'axios', version: '1.14.0', purl: 'pkg:npm/axios@1.14.0' },
    { host: 'build-1', product: 'debug', version: '4.4.2', purl: 'pkg:gem/debug@4.4.2' },
    { host: 'build-1', product: 'color', version: '5.0.10', purl: 'pkg:npm/color@5.0.10' },
    { host: 'front-desk-1', product: 'MagicLine4NX', vendor: 'Dream Security', version: '1.0.0.27' },
    { host: 'front-desk-1', product: '3CX Desktop App', vendor: '3CX', version: '' },
  ])
}
