import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { GatehouseError, isDiskFull, messageOf } from '../base/errors.ts'
import { accountFiles } from './accounts/files.ts'
import { dateOf } from './calendar.ts'
import { fileEventLines, osqueryLines } from './inventory/osquery.ts'
import { deploymentsTable, hostsTable } from './inventory/tables.ts'
import type { DrillInstallation, Organisation } from './organisation.ts'
import { dayLogs } from './zeek/day.ts'
import { logNames } from './zeek/log.ts'

const compress = promisify(gzip)

/**
 * Writes the evidence of an organisation, day by day, into a new or empty folder: `hosts.csv`, `zeek/DATE/*.log.gz`,
 * `inventory/…`, `endpoint/…` where a host tells of files, and `answer.json`. `onProgress` is told how many of the days are done.
 *
 * Throws USAGE for a folder that is not empty, OUTPUT_UNWRITABLE or DISK_FULL when it cannot be written, and the signal's
 * reason when it is aborted; what was written until then stays.
 */
export async function writeDrill(
  organisation: Organisation,
  folder: string,
  onProgress?: (done: number, days: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted()
  try {
    await mustBeEmpty(folder)
    await writeFiles(organisation, folder, onProgress, signal)
  } catch (cause) {
    if (cause instanceof GatehouseError || signal?.aborted) throw cause
    const code = isDiskFull(cause) ? 'DISK_FULL' : 'OUTPUT_UNWRITABLE'
    throw new GatehouseError(code, `the drill could not be written to ${folder}: ${messageOf(cause)}`, { hint: 'Give another folder, or make room.', cause })
  }
}

async function mustBeEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) {
    throw new GatehouseError('USAGE', `${folder} is not empty`, { hint: 'Give a new or empty folder: a drill is never mixed with other evidence.' })
  }
}

async function writeFiles(organisation: Organisation, folder: string, onProgress?: (done: number, days: number) => void, signal?: AbortSignal): Promise<void> {
  const { days } = organisation.options
  // An inventory without a date of its own is dated by its file: the drill's end, not today.
  const put = async (path: string, content: string | Uint8Array) => {
    const file = join(folder, path)
    await writeFile(file, content)
    await utimes(file, organisation.end, organisation.end)
  }
  const installed = byHost(organisation)
  await mkdir(join(folder, 'inventory', 'osquery'), { recursive: true })
  await put('answer.json', `${JSON.stringify(organisation.answer)}\n`)
  await put('hosts.csv', hostsTable(organisation))
  await put(join('inventory', 'deployments.csv'), deploymentsTable(organisation))
  const events = fileEventLines(organisation)
  if (events.length > 0) {
    await mkdir(join(folder, 'endpoint'))
    await put(join('endpoint', 'osqueryd.results.log.gz'), await zipped(`${events.join('\n')}\n`))
  }
  for (const [path, text] of organisation.accounts ? accountFiles(organisation.accounts) : []) {
    await mkdir(dirname(join(folder, 'accounts', path)), { recursive: true })
    await put(join('accounts', path), text)
  }
  for (let day = 0; day < days; day++) {
    signal?.throwIfAborted()
    const date = dateOf(day)
    const logs = dayLogs(organisation, day)
    await mkdir(join(folder, 'zeek', date), { recursive: true })
    await Promise.all(logNames.map(async (name) => put(join('zeek', date, `${name}.log.gz`), await zipped(logs[name]))))
    const lines = osqueryLines(organisation, installed, day)
    if (lines.length > 0) await put(join('inventory', 'osquery', `osqueryd.snapshots-${date}.log.gz`), await zipped(`${lines.join('\n')}\n`))
    onProgress?.(day + 1, days)
  }
}

function byHost(organisation: Organisation): readonly (readonly DrillInstallation[])[] {
  const lists: DrillInstallation[][] = organisation.hosts.map(() => [])
  for (const one of organisation.installations) lists[one.host]?.push(one)
  return lists
}

/** Gzip without a time in its header, and with the system of origin "unknown": the same bytes on every system. */
async function zipped(text: string): Promise<Uint8Array> {
  const bytes = await compress(text, { level: 6 })
  bytes[9] = 255
  return bytes
}
