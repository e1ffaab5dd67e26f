import { daySeconds, presenceOf } from '../calendar.ts'
import type { DrillInstallation, Organisation } from '../organisation.ts'
import { systemOf } from '../products.ts'
import { hashOf, labelOf, unitOf } from '../random.ts'
import { isAsked, tellsOsquery } from './sources.ts'

type Columns = Readonly<Record<string, string>>

/** One query for each system, as a pack would schedule it; the table's own columns. */
const queries = {
  Windows: { name: 'pack_inventory_programs', columns: programs },
  macOS: { name: 'pack_inventory_apps', columns: apps },
  Ubuntu: { name: 'pack_inventory_deb_packages', columns: packages },
} as const

/**
 * A day's lines of `osqueryd.snapshots.log`: results of scheduled snapshot queries, one JSON object a line
 * (https://osquery.readthedocs.io/en/stable/deployment/logging/#snapshot-format). A computer that is off does not answer.
 */
export function osqueryLines(organisation: Organisation, installed: readonly (readonly DrillInstallation[])[], day: number): readonly string[] {
  return organisation.hosts.flatMap((host, index) => {
    const presence =
      tellsOsquery(organisation, index) && isAsked(organisation, index, day) ? presenceOf(host, index, day, organisation.options.seed) : undefined
    if (!presence) return []
    const { name, columns } = queries[systemOf(host.os)]
    const time = Math.floor(presence.workFrom + (presence.workUntil - presence.workFrom) * unitOf(organisation.options.seed, 1402, index, day))
    const there = (installed[index] ?? []).filter((one) => one.installedAt <= time && (one.until ?? Number.POSITIVE_INFINITY) > time)
    const line = {
      snapshot: there.map(columns),
      action: 'snapshot',
      name,
      hostIdentifier: host.name,
      calendarTime: calendarTime(time),
      unixTime: time,
      epoch: 0,
      counter: Math.floor((time - organisation.start) / daySeconds),
      numerics: false,
    }
    return [JSON.stringify(line)]
  })
}

/** Lines of `osqueryd.results.log`: files that appeared, by a query that joins `ntfs_journal_events` with `hash`. */
export function fileEventLines({ answer }: Organisation): readonly string[] {
  return answer.dropped.map(({ host, time, path, md5 }) => {
    const unixTime = Math.floor(time)
    const columns = { action: 'FileCreate', target_path: path, md5, time: String(unixTime) }
    return JSON.stringify({ name: 'pack_endpoint_file_events', hostIdentifier: host, calendarTime: calendarTime(time), unixTime, columns, action: 'added' })
  })
}

/** `Mon Feb  6 09:12:44 2023 UTC`, as C's asctime writes it. */
function calendarTime(time: number): string {
  const [weekday = '', date = '', month = '', year = '', clock = ''] = new Date(time * 1000).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${String(Number(date)).padStart(2, ' ')} ${clock} ${year} UTC`
}

/** https://osquery.io/schema/current/#programs: the date is a day, as Windows Installer keeps it. */
function programs(one: DrillInstallation): Columns {
  const id = hashOf(labelOf(one.product), labelOf(one.version)).toString(16).toUpperCase().padStart(8, '0')
  return {
    name: one.product,
    version: one.version,
    install_location: `C:\\Program Files\\${one.product}\\`,
    install_source: '',
    language: '1033',
    publisher: one.vendor,
    uninstall_string: `MsiExec.exe /X{${id}-0000-4000-8000-000000000000}`,
    install_date: new Date(one.installedAt * 1000).toISOString().slice(0, 10).replaceAll('-', ''),
    identifying_number: `{${id}-0000-4000-8000-000000000000}`,
  }
}

/** https://osquery.io/schema/current/#apps */
function apps(one: DrillInstallation): Columns {
  const compact = one.product.replaceAll(' ', '')
  return {
    name: `${one.product}.app`,
    path: `/Applications/${one.product}.app`,
    bundle_executable: one.product,
    bundle_identifier: `example.${one.vendor.toLowerCase()}.${compact.toLowerCase()}`,
    bundle_name: one.product,
    bundle_short_version: one.version,
    bundle_version: one.version,
    display_name: one.product,
  }
}

/** https://osquery.io/schema/current/#deb_packages */
function packages(one: DrillInstallation): Columns {
  return {
    name: one.product,
    version: one.version,
    source: '',
    size: String(2000 + (labelOf(one.product) % 90_000)),
    arch: 'amd64',
    revision: '',
    status: 'install ok installed',
    maintainer: `${one.vendor} <packages@${one.vendor.toLowerCase()}.example>`,
    section: 'misc',
    priority: 'optional',
    admindir: '/var/lib/dpkg',
  }
}
