// An OSV archive of 300,000 records taken in, then matched with 2,000 hosts of 400 products each.
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { analyses } from '../src/analysis/analyses.ts'
import { newestMoment } from '../src/analysis/run.ts'
import { postureOf } from '../src/assess/posture/index.ts'
import { defaultLimits } from '../src/base/limits.ts'
import { privateRanges } from '../src/base/net.ts'
import { raw } from '../src/base/sql.ts'
import { formats } from '../src/evidence/formats.ts'
import { takeIn } from '../src/evidence/intake.ts'
import { derive } from '../src/lake/derive/index.ts'
import { softwareStatement } from '../src/lake/derive/software.ts'
import { deriveWeaknesses } from '../src/lake/derive/weaknesses.ts'
import { openLake } from '../src/lake/open.ts'
import { openState } from '../src/state/open.ts'
import { Sources } from '../src/state/sources.ts'
import { markdownTable, peak } from './table.ts'

const records = Number(process.env.GATEHOUSE_BENCH_RECORDS ?? 300_000)
const [hosts, perHost, packages] = [2000, 400, 60_000]

/** Over the network, by what somebody opens, and on the host. */
const vectors = ['AV:N/AC:L/PR:N/UI:N', 'AV:N/AC:L/PR:N/UI:R', 'AV:L/AC:L/PR:L/UI:N'].map((way) => `CVSS:3.1/${way}/S:U/C:H/I:H/A:H`)

/** One record as OSV's are: some 2 kB, of them one in four with its versions one by one, like those of PyPI and of malware. */
function record(number: number): Buffer {
  const ecosystem = ['npm', 'PyPI', 'Maven', 'Go', 'crates.io'][number % 5] ?? 'npm'
  const name = ecosystem === 'Maven' ? `org.example:part-${number % packages}` : `part-${number % packages}`
  const fixed = `${1 + (number % 3)}.${number % 20}.${number % 7}`
  const versions = number % 4 === 0 ? Array.from({ length: 60 }, (_, index) => `0.${index}.0`) : []
  const prose = `A crafted request makes ${name} do what it should not. `.repeat(12)
  const references = Array.from({ length: 5 }, (_, index) => ({ type: 'WEB', url: `https://example.com/advisories/${number}/${index}` }))
  return Buffer.from(
    JSON.stringify({
      schema_version: '1.7.3',
      id: `GHSA-${number}`,
      modified: '2025-08-01T00:00:00Z',
      published: '2025-07-01T00:00:00Z',
      aliases: [`CVE-2099-${10_000 + number}`],
      summary: `Flaw ${number} in ${name}`,
      details: prose,
      severity: [{ type: 'CVSS_V3', score: vectors[Math.floor(number / packages) % vectors.length] }],
      affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }], versions }],
      references,
      database_specific: { severity: 'HIGH', cwe_ids: ['CWE-79'] },
    }),
  )
}

/** Written in parts: the whole does not have to fit into memory. */
async function writeArchive(path: string): Promise<void> {
  const out = createWriteStream(path)
  const write = (bytes: Buffer) => new Promise<void>((resolve) => void (out.write(bytes) ? resolve() : out.once('drain', resolve)))
  const directory: Buffer[] = []
  let offset = 0
  for (let number = 0; number < records; number++) {
    const content = record(number)
    const packed = deflateRawSync(content, { level: 1 })
    const name = Buffer.from(`GHSA-${number}.json`)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    await write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]))
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, name]))
    offset += 30 + name.length + packed.length
  }
  const central = Buffer.concat(directory)
  // More than 65,535 files need the records of zip64.
  const end64 = Buffer.alloc(56)
  end64.write('PK\x06\x06', 0, 'latin1')
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(45, 12)
  end64.writeUInt16LE(45, 14)
  end64.writeBigUInt64LE(BigInt(records), 24)
  end64.writeBigUInt64LE(BigInt(records), 32)
  end64.writeBigUInt64LE(BigInt(central.length), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(offset + central.length), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.fill(0xff, 8, 20)
  await write(Buffer.concat([central, end64, locator, end]))
  await new Promise((resolve) => out.end(resolve))
}

// Written in a process of its own: its memory is not that of Gatehouse.
const [written] = process.argv.slice(2)
if (written !== undefined) {
  await writeArchive(written)
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-updates-'))
try {
  const archive = join(folder, 'all.zip')
  execFileSync(process.execPath, [import.meta.filename, archive])
  const workspace = join(folder, 'ws')
  await using lake = await openLake(workspace, { memory: 1.2e9 })
  const sources = new Sources(await openState(workspace))
  const signal = new AbortController().signal
  const steps: Record<string, string | number>[] = []
  const step = async (name: string, of: string, action: () => Promise<string>) => {
    const before = process.cpuUsage()
    const began = performance.now()
    const result = await action()
    const used = process.cpuUsage(before)
    // Seconds of the clock mean little on a machine that does other work: those of the processors are told as well.
    steps.push({
      step: name,
      of,
      seconds: ((performance.now() - began) / 1000).toFixed(1),
      'of processors': ((used.user + used.system) / 1e6).toFixed(1),
      'peak memory so far, GB': peak(),
      result,
    })
  }
  const ask = async <R>(text: string) => (await lake.rows<R>(raw(text)))[0]
  await step('taken in', `${records} OSV records in one zip`, async () => {
    const intake = await takeIn([archive], { lake, sources, formats, limits: defaultLimits, signal, workspace })
    return `${intake.rows} rows`
  })
  // Every host has 400 of 60,000 packages, in one of 20 versions.
  const type = "['npm', 'pypi', 'maven', 'golang', 'cargo'][1 + part % 5]"
  const named = "concat(if(part % 5 = 2, 'org.example/', ''), 'part-', toString(part))"
  await lake.run(
    raw(`INSERT INTO installation (host, product, vendor, version, purl, seen_at, basis, source, line)
      SELECT concat('pc-', toString(intDiv(number, ${perHost}))) AS host, ${named} AS product, '', concat('1.', toString(number % 20), '.0') AS version,
        concat('pkg:', ${type}, '/', product, '@', version) AS purl, toDateTime64('2025-08-01 00:00:00', 6, 'UTC'), 'inventory', 99, number
      FROM (SELECT number, cityHash64(number) % ${packages} AS part FROM numbers(${hosts * perHost}))`),
  )
  // A thousandth of the weaknesses is known to be exploited, and every host goes out to the internet.
  await lake.run(
    raw(`INSERT INTO known_exploited (cve, date_added, due_date, source, line) SELECT concat('CVE-2099-', toString(10000 + 1000 * number)),
      toDateTime64('2025-07-01 00:00:00', 6, 'UTC'), toDateTime64('2025-07-20 00:00:00', 6, 'UTC'), 98, number FROM numbers(${Math.ceil(records / 1000)})`),
  )
  await lake.run(
    raw(
      `INSERT INTO host_address (ip, host, basis, source, line) SELECT IPv4NumToString(toUInt32(167772160 + number)), concat('pc-', toString(number)), 'inventory', 97, number FROM numbers(${hosts})`,
    ),
  )
  await lake.run(
    raw(`INSERT INTO connection (time, src_ip, dst_ip, dst_port, protocol_name, conn_state, bytes_out, bytes_in, source, line)
      SELECT toDateTime64('2025-08-01 00:00:00', 6, 'UTC'), IPv4NumToString(toUInt32(167772160 + number % ${hosts})),
        if(number < ${hosts}, '198.51.100.7', IPv4NumToString(toUInt32(167772160 + cityHash64(number) % ${hosts}))), 443, 'tcp', 'SF', 500, 500, 96, number FROM numbers(${10 * hosts})`),
  )
  await derive(lake, { internal: privateRanges })
  for (const table of ['software', 'software_key', 'weakness', 'exploitation']) await lake.run(raw(`TRUNCATE TABLE ${table}`))
  await step('matched', `${hosts} hosts × ${perHost} products`, async () => {
    await lake.run(softwareStatement)
    await deriveWeaknesses(lake, signal)
    const releases = await ask<{ releases: number }>('SELECT count() AS releases FROM software')
    const found = await ask<{ pairs: number }>('SELECT sum(length(versions)) AS pairs FROM weakness')
    return `${releases?.releases} releases, ${found?.pairs} pairs of release and weakness`
  })
  const now = await newestMoment(lake)
  const own = analyses.filter(({ needs }) => needs.includes('installation'))
  for (const analysis of own) {
    await step(analysis.name, 'analysis', async () => {
      let findings = 0
      for await (const _ of analysis.run({ lake, settings: analysis.settings, now, earlier: [], signal })) findings += 1
      return `${findings} findings`
    })
  }
  await step('posture', 'part of the report', async () => `${(await postureOf(lake)).length} parts`)
  process.stdout.write(`${markdownTable(steps)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
