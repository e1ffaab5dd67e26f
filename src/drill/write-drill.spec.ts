import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registeredDomain } from '../base/domain.ts'
import { GatehouseError } from '../base/errors.ts'
import type { DrillOptions } from './options.ts'
import { simulate } from './simulate.ts'
import { writeDrill } from './write-drill.ts'

/** Headers of real logs: Zeek 5 and 6, as published in its documentation and by users of validate-certs and JA3. */
const real: Readonly<Record<string, string>> = {
  conn: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents',
  dns: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected',
  http: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types',
  ssl: 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher curve server_name resumed last_alert next_protocol established ssl_history cert_chain_fps client_cert_chain_fps sni_matches_cert validation_status ja3 ja3s',
  files:
    'ts fuid uid id.orig_h id.orig_p id.resp_h id.resp_p source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout parent_fuid md5 sha1 sha256 extracted extracted_cutoff extracted_size',
  software: 'ts host host_p software_type name version.major version.minor version.minor2 version.minor3 version.addl unparsed_version',
  dhcp: 'ts uids client_addr server_addr mac host_name client_fqdn domain requested_addr assigned_addr lease_time client_message server_message msg_types duration',
}

/** What a value of a Zeek type looks like. */
const looks: Readonly<Record<string, RegExp>> = {
  time: /^\d{10}\.\d{6}$/,
  interval: /^\d+\.\d{6}$/,
  addr: /^\d+\.\d+\.\d+\.\d+$/,
  port: /^\d{1,5}$/,
  count: /^\d+$/,
  bool: /^[TF]$/,
  string: /^[^\t]+$/,
  enum: /^[\w:]+$/,
  'set[string]': /^[^\t]+$/,
  'set[enum]': /^[^\t]+$/,
  'vector[string]': /^[^\t]+$/,
  'vector[interval]': /^\d+\.\d{6}(,\d+\.\d{6})*$/,
}

interface Log {
  readonly types: readonly string[]
  readonly fields: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

const options: DrillOptions = { case: '3cx', hosts: 24, days: 45, seed: 3, activation: 1 }
const folders: string[] = []
let folder = ''

async function emptyFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'gatehouse-drill-'))
  folders.push(made)
  return made
}

beforeAll(async () => {
  folder = await emptyFolder()
  await writeDrill(simulate(options), folder)
})

afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true, force: true })
})

async function files(of: string): Promise<readonly string[]> {
  const entries = await readdir(of, { recursive: true, withFileTypes: true })
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(of.length + 1)] : [])).sort()
}

async function textOf(path: string): Promise<string> {
  const bytes = await readFile(join(folder, path))
  return path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
}

async function logOf(path: string): Promise<Log> {
  const lines = (await textOf(path)).split('\n')
  const header = (name: string) =>
    lines
      .find((line) => line.startsWith(`#${name}\t`))
      ?.split('\t')
      .slice(1) ?? []
  const fields = header('fields')
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'))
  expect(new Set(rows.map((cells) => cells.length))).toEqual(new Set(rows.length > 0 ? [fields.length] : []))
  return { fields, types: header('types'), rows: rows.map((cells) => Object.fromEntries(fields.map((field, at) => [field, cells[at] ?? '']))) }
}

describe('writeDrill', () => {
  it('writes the same bytes for the same seed', async () => {
    const again = await emptyFolder()
    await writeDrill(simulate(options), again)
    const hash = async (of: string) => {
      const hashes = (await files(of)).map(async (file) => [
        file,
        createHash('sha256')
          .update(await readFile(join(of, file)))
          .digest('hex'),
      ])
      return Object.fromEntries(await Promise.all(hashes))
    }
    const first = await hash(folder)
    expect(Object.keys(first).length).toBeGreaterThan(45 * 7)
    expect(await hash(again)).toEqual(first)
  })

  it('has the header of genuine Zeek logs', async () => {
    for (const [name, fields] of Object.entries(real)) {
      const path = `zeek/2023-03-15/${name}.log.gz`
      const lines = (await textOf(path)).split('\n')
      expect(lines.slice(0, 6)).toEqual([
        '#separator \\x09',
        '#set_separator\t,',
        '#empty_field\t(empty)',
        '#unset_field\t-',
        `#path\t${name}`,
        '#open\t2023-03-15-00-00-00',
      ])
      expect(lines.slice(-2)).toEqual(['#close\t2023-03-16-00-00-00', ''])
      expect(lines[6]).toBe(`#fields\t${fields.replaceAll(' ', '\t')}`)
      expect(lines[7]?.split('\t').length).toBe(fields.split(' ').length + 1)
    }
  })

  it('lets a sensor on the host tell of the file that the intruders put there, while the backdoor that it brought speaks', async () => {
    const { answer } = simulate(options)
    const [dropped] = answer.dropped
    const [line = '{}'] = (await textOf('endpoint/osqueryd.results.log.gz')).trim().split('\n')
    expect(JSON.parse(line)).toMatchObject({ hostIdentifier: dropped?.host, columns: { target_path: dropped?.path, md5: dropped?.md5 } })
    const told = answer.destinations.find(({ purpose }) => purpose === 'server of the backdoor')
    expect(told?.hosts).toEqual([dropped?.host])
    expect(Date.parse(told?.first ?? '')).toBeGreaterThan((dropped?.time ?? Number.POSITIVE_INFINITY) * 1000)
  })

  it('has values of the types it names, in order of time', async () => {
    for (const path of (await files(folder)).filter((file) => file.startsWith('zeek'))) {
      const { fields, types, rows } = await logOf(path)
      const odd = fields.flatMap((field, at) => {
        const form = looks[types[at] ?? ''] ?? /^$/
        return rows.flatMap(({ [field]: value = '' }) => (value === '-' || value === '(empty)' || form.test(value) ? [] : [`${path} ${field}: ${value}`]))
      })
      expect(odd).toEqual([])
      const times = rows.map(({ ts }) => Number(ts))
      expect(times).toEqual([...times].sort((a, b) => a - b))
    }
  })

  it.each(['2023-02-06', '2023-03-20'])('joins its logs by uid, and looks a name up before it is contacted, %s', async (date) => {
    const rows = async (name: string) => (await logOf(`zeek/${date}/${name}.log.gz`)).rows
    const conn = await rows('conn')
    const connections = new Map(conn.map((row) => [row.uid, row]))
    expect(connections.size).toBe(conn.length)
    const dns = await rows('dns')
    const ssl = await rows('ssl')
    expect(new Set(dns.map(({ uid }) => connections.get(uid)?.service))).toEqual(new Set(['dns']))
    expect(new Set(ssl.map(({ uid }) => connections.get(uid)?.service))).toEqual(new Set(['ssl']))
    expect(new Set((await rows('http')).map(({ uid }) => connections.get(uid)?.service))).toEqual(new Set(['http']))
    expect((await rows('files')).filter(({ uid }) => !connections.has(uid))).toEqual([])
    const outward = ssl.filter(({ uid }) => connections.get(uid)?.local_resp === 'F')
    expect(outward.length).toBeGreaterThan(100)
    const unasked = outward.filter(
      (session) =>
        !dns.some(
          (row) =>
            row.query === session.server_name &&
            row['id.orig_h'] === session['id.orig_h'] &&
            Number(row.ts) < Number(session.ts) &&
            row.answers?.split(',').includes(session['id.resp_h'] ?? ''),
        ),
    )
    expect(unasked).toEqual([])
  })

  it('shows in its files what visits() says: who was where, on which day', async () => {
    const organisation = simulate(options)
    const said = new Set<string>()
    for (const { host, destination, day, direction } of organisation.visits())
      if (direction === 'outward') said.add(`${organisation.hosts[host]?.name} ${destination} ${day}`)
    const shown = new Set<string>()
    const fixed = new Map(organisation.hosts.filter(({ leased }) => !leased).map(({ name, ip }) => [ip, name]))
    const dates = [...new Set((await files(folder)).filter((file) => file.startsWith('zeek')).map((file) => file.split('/')[1] ?? ''))]
    expect(dates.length).toBe(options.days)
    for (const [day, date] of dates.entries()) {
      const leases = (await logOf(`zeek/${date}/dhcp.log.gz`)).rows
      for (const { query = '', ts, 'id.orig_h': source = '' } of (await logOf(`zeek/${date}/dns.log.gz`)).rows) {
        const lease = leases.find((row) => row.assigned_addr === source && Number(row.ts) <= Number(ts) && Number(ts) < Number(row.ts) + Number(row.lease_time))
        shown.add(`${fixed.get(source) ?? lease?.host_name} ${registeredDomain(query)} ${day}`)
      }
    }
    expect(shown).toEqual(said)
  })

  it('lists its software in two kinds of inventory, which together say what installations says', async () => {
    const organisation = simulate(options)
    const table = (await textOf('inventory/deployments.csv'))
      .trim()
      .split('\r\n')
      .map((line) => line.split(','))
    expect(table[0]).toEqual(['host', 'product', 'version', 'vendor', 'installed_at'])
    const told = new Map<string, string>(table.slice(1).map(([host, product, version, , at]) => [`${host} ${product} ${version}`, at ?? '']))
    const asked = new Set<string>()
    for (const path of (await files(folder)).filter((file) => file.includes('osqueryd.snapshots'))) {
      for (const line of (await textOf(path)).trim().split('\n')) {
        const { action, name, hostIdentifier, snapshot } = JSON.parse(line) as {
          action: string
          name: string
          hostIdentifier: string
          snapshot: Record<string, string>[]
        }
        expect(action).toBe('snapshot')
        expect(name).toMatch(/^pack_inventory_(programs|apps|deb_packages)$/)
        for (const row of snapshot) asked.add(`${hostIdentifier} ${row.name?.replace(/\.app$/, '')} ${row.version ?? row.bundle_short_version}`)
      }
    }
    const installed = new Set(organisation.installations.map(({ host, product, version }) => `${organisation.hosts[host]?.name} ${product} ${version}`))
    for (const one of [...told.keys(), ...asked]) expect(installed).toContain(one)
    // Snapshots may miss a version that was there between two of them only; the last one shows all that is there now.
    const current = organisation.installations.filter(({ until }) => until === undefined)
    const listed = current.filter(({ host, product, version }) => {
      const key = `${organisation.hosts[host]?.name} ${product} ${version}`
      return told.has(key) || asked.has(key)
    })
    expect(listed.length / current.length).toBeGreaterThan(0.97)
    for (const { host, product, version, installedAt } of current) {
      const at = told.get(`${organisation.hosts[host]?.name} ${product} ${version}`)
      if (at !== undefined) expect(Date.parse(at) / 1000).toBe(installedAt)
    }
  })

  it('begins its answer so that assess leaves it alone, and dates its files at the end of the drill', async () => {
    const answer = await textOf('answer.json')
    expect(answer.startsWith('{"gatehouse":"drill-answer"')).toBe(true)
    const organisation = simulate(options)
    expect(JSON.parse(answer)).toEqual(JSON.parse(JSON.stringify(organisation.answer)))
    for (const path of await files(folder)) expect((await stat(join(folder, path))).mtimeMs).toBe(organisation.end * 1000)
    expect((await textOf('hosts.csv')).split('\r\n')[0]).toBe('host,addresses,role,os')
  })

  it('tells how far it is, and stops when it is told to', async () => {
    const made = await emptyFolder()
    const stop = new AbortController()
    const steps: number[] = []
    const writing = writeDrill(
      simulate(options),
      made,
      (done, days) => {
        expect(days).toBe(options.days)
        steps.push(done)
        if (done === 3) stop.abort()
      },
      stop.signal,
    )
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
    expect(steps).toEqual([1, 2, 3])
  })

  it('never mixes with other evidence, and says when a folder cannot be written', async () => {
    await expect(writeDrill(simulate(options), folder)).rejects.toMatchObject({ code: 'USAGE', hint: expect.stringContaining('empty folder') })
    const made = await emptyFolder()
    await writeFile(join(made, 'file'), '')
    const refused = await writeDrill(simulate(options), join(made, 'file', 'below')).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(GatehouseError)
    expect(refused).toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })
})
