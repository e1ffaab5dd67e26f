// An OSV archive of 300,000 records taken in, then matched with 2,000 hosts of 400 products each.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { defaultLimits } from '../src/base/limits.ts'
import { privateRanges } from '../src/base/net.ts'
import { vulnerableNow } from '../src/base/questions/vulnerable.ts'
import { raw, sql } from '../src/base/sql.ts'
import { formats } from '../src/evidence/formats.ts'
import { takeIn } from '../src/evidence/intake.ts'
import { derive } from '../src/lake/derive/index.ts'
import { openLake } from '../src/lake/open.ts'
import { openState } from '../src/state/open.ts'
import { Sources } from '../src/state/sources.ts'
import { markdownTable, peak } from './table.ts'

const records = Number(process.env.GATEHOUSE_BENCH_RECORDS ?? 300_000)
const [hosts, perHost, packages] = [2000, 400, 60_000]

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
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H' }],
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

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-updates-'))
try {
  const archive = join(folder, 'all.zip')
  await writeArchive(archive)
  const workspace = join(folder, 'ws')
  await using lake = await openLake(workspace, { memory: 1.2e9 })
  const sources = new Sources(await openState(workspace))
  const signal = new AbortController().signal
  const began = performance.now()
  const intake = await takeIn([archive], { lake, sources, formats, limits: defaultLimits, signal, workspace })
  const reading = (performance.now() - began) / 1000
  // Every host has 400 of 60,000 packages, in one of 20 versions.
  const type = "['npm', 'pypi', 'maven', 'golang', 'cargo'][1 + part % 5]"
  const named = "concat(if(part % 5 = 2, 'org.example/', ''), 'part-', toString(part))"
  await lake.run(
    raw(`INSERT INTO installation (host, product, vendor, version, purl, seen_at, basis, source, line)
      SELECT concat('pc-', toString(intDiv(number, ${perHost}))) AS host, ${named} AS product, '', concat('1.', toString(number % 20), '.0') AS version,
        concat('pkg:', ${type}, '/', product, '@', version) AS purl, toDateTime64('2025-08-01 00:00:00', 6, 'UTC'), 'inventory', 99, number
      FROM (SELECT number, cityHash64(number) % ${packages} AS part FROM numbers(${hosts * perHost}))`),
  )
  await derive(lake, { internal: privateRanges })
  const started = performance.now()
  const answer = await vulnerableNow(lake, signal)
  const matching = (performance.now() - started) / 1000
  const [kept] = await lake.rows<{ affects: number }>(sql`SELECT count() AS affects FROM vulnerability_affects`)
  process.stdout.write(
    `${markdownTable([
      { step: 'taken in', of: `${records} OSV records in one zip`, seconds: reading.toFixed(1), result: `${intake.rows} rows, ${kept?.affects} statements` },
      {
        step: 'matched',
        of: `${hosts} hosts × ${perHost} products`,
        seconds: matching.toFixed(1),
        result: `${answer.asked} releases; ${answer.found.length} affected or not to be told, ${answer.spared} not affected`,
      },
      { step: 'peak memory, GB', of: '', seconds: '', result: peak() },
    ])}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
