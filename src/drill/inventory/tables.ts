import { isoFromSeconds } from '../../base/time.ts'
import type { Organisation } from '../organisation.ts'
import { tellsOsquery } from './sources.ts'

/** The asset register: `host,addresses,role,os`. */
export function hostsTable(organisation: Organisation): string {
  return csv([['host', 'addresses', 'role', 'os'], ...organisation.hosts.map(({ name, ip, role, os }) => [name, ip, role, os])])
}

/** What a deployment tool put where, and when, since it keeps records: every version, not only the last. */
export function deploymentsTable(organisation: Organisation): string {
  const rows = organisation.installations
    .filter(({ host }) => !tellsOsquery(organisation, host))
    .map((one) => [organisation.hosts[one.host]?.name ?? '', one.product, one.version, one.vendor, isoFromSeconds(one.installedAt)])
    .sort((a, b) => ((a[4] ?? '') < (b[4] ?? '') ? -1 : (a[4] ?? '') > (b[4] ?? '') ? 1 : 0))
  return csv([['host', 'product', 'version', 'vendor', 'installed_at'], ...rows])
}

/** RFC 4180; no cell of a drill needs quotes but for safety. */
function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`).join('')
}
