import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lakeFromFolder } from '../../test/support/lake.ts'
import { sql } from '../base/sql.ts'

const header = '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n'
const fields = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state'.split(' ')
const types = 'time string addr port addr port enum string interval count count string'.split(' ')
const columns = `#fields\t${fields.join('\t')}\n#types\t${types.join('\t')}\n`

const rows = 60_000

function record(index: number, service = 'dns'): string {
  return `${1_700_000_000 + index}.5\tC${index}\t10.0.0.${index % 250}\t${1024 + (index % 60_000)}\t192.0.2.${index % 250}\t53\tudp\t${service}\t0.25\t${index}\t-\tSF\n`
}

const records = Array.from({ length: rows }, (_, index) => record(index))

function log(change: (lines: string[]) => void = () => undefined): string {
  const lines = [...records]
  change(lines)
  return `${header}${columns}${lines.join('')}#close\t2023-11-14-22-13-20\n`
}

/** What a log left in the lake and in the state, read under this folder name. */
async function read(name: string, file: string, data: string | Buffer): Promise<unknown> {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-read-log-'))
  const folder = join(base, name)
  mkdirSync(folder)
  writeFileSync(join(folder, file), data)
  try {
    await using test = await lakeFromFolder(folder)
    const [stored] = await test.lake.rows(
      sql`SELECT count() AS rows, sum(cityHash64(time, uid, src_ip, src_port, dst_ip, service, bytes_out, bytes_in, line)) AS content, max(line) AS last FROM connection`,
    )
    const [source] = await test.sources.all()
    return { stored, lines: source?.lines, bytes: source?.bytes, hash: source?.hash, skipped: source?.skipped, outcome: source?.outcome, rows: source?.rows }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

/** A bracket in the path keeps the engine from reading the file itself: the same log the careful way. */
const careful = 'a [careful] way'

const odd: Readonly<Record<string, [file: string, data: string | Buffer]>> = {
  'a plain log': ['conn.log', log()],
  'a gzip log': ['conn.log.gz', gzipSync(log())],
  'a zstd log': ['conn.log.zst', zstdCompressSync(log())],
  'a compressed log named as if it were plain': ['conn.log', gzipSync(log())],
  'a log of two gzip members': ['conn.log.gz', Buffer.concat([gzipSync(log().slice(0, 3_000_000)), gzipSync(log().slice(3_000_000))])],
  'escaped values': ['conn.log', log((lines) => lines.splice(30_000, 2, record(30_000, '\\x2d'), record(30_001, 'a\\x09b')))],
  'lines in the middle that are no records': ['conn.log', log((lines) => lines.splice(30_000, 0, 'rubbish\n', '\n', 'more\trubbish\n'))],
  'a second header': ['conn.log', log((lines) => lines.splice(30_000, 0, header.replace('conn', 'conn'), columns))],
  'an unfinished last line': ['conn.log', log().slice(0, -60)],
  'a line beyond the limit': ['conn.log', log((lines) => lines.splice(30_000, 0, `${'x'.repeat(5_000_000)}\n`))],
  'a truncated gzip file': ['conn.log.gz', gzipSync(log()).subarray(0, 900_000)],
  'a byte order mark': ['conn.log', `\ufeff${log()}`],
  'line ends of Windows': ['conn.log', log().replaceAll('\n', '\r\n')],
}

describe('a log that the engine reads itself', () => {
  for (const [name, [file, data]] of Object.entries(odd)) {
    it(`holds what it holds when read piece by piece: ${name}`, { timeout: 60_000 }, async () => {
      const fast = await read('fast', file, data)
      expect(fast).toEqual(await read(careful, file, data))
      expect(fast).toMatchObject({ stored: { rows: expect.any(Number) } })
    })
  }

  it('keeps every record, and knows the lines of those around it', { timeout: 60_000 }, async () => {
    expect(await read('fast', 'conn.log.gz', gzipSync(log()))).toMatchObject({
      stored: { rows, last: rows + 7 },
      lines: rows + 8,
      skipped: 0,
      outcome: 'succeeded',
    })
  })
})
