// How fast a log is stored, beside a bare INSERT … SELECT of the same columns by the same engine in the same process.
import { join } from 'node:path'
import { defaultLimits } from '../src/base/limits.ts'
import { median } from '../src/base/robust.ts'
import { raw, sql } from '../src/base/sql.ts'
import { formats } from '../src/evidence/formats.ts'
import { takeIn } from '../src/evidence/intake.ts'
import type { Lake } from '../src/lake/lake.ts'
import { openState } from '../src/state/open.ts'
import { Sources } from '../src/state/sources.ts'
import { emptyLake } from '../test/support/lake.ts'
import { oneLog } from './evidence.ts'
import { markdownTable, peak, timed } from './table.ts'

const rows = 5_000_000
const rounds = 5
const folder = await oneLog(rows)

const names =
  'time uid src_ip src_port dst_ip dst_port protocol_name service duration bytes_out bytes_in conn_state packets_out ip_bytes_out packets_in ip_bytes_in'
const shape =
  'ts Float64, uid String, src_ip String, src_port UInt16, dst_ip String, dst_port UInt16, protocol_name String, service String, duration Nullable(Float64), bytes_out Nullable(UInt64), bytes_in Nullable(UInt64), conn_state String, local_orig String, local_resp String, missed UInt64, history String, packets_out UInt64, ip_bytes_out UInt64, packets_in UInt64, ip_bytes_in UInt64, parents String'

/** Columns that a row gets beside those of the log. */
const made = "conn_state IN ('REJ', 'RSTOS0', 'RSTRH'), 1, _row_number + 1"

/** What the engine does at best: it reads the gzip file itself, by columns fixed beforehand, without a look at what it skips. */
async function bareInsert(lake: Lake): Promise<void> {
  await lake.run(raw('CREATE TABLE bare AS connection'))
  const columns = names.split(' ').slice(1).join(', ')
  await lake.run(sql`INSERT INTO bare (time, ${raw(columns)}, denied, source, line) SELECT fromUnixTimestamp64Micro(toInt64(ts * 1e6), 'UTC'), ${raw(columns)}, ${raw(made)}
    FROM file(${join(folder, 'conn.log.gz')}, 'TSV', ${shape}) SETTINGS input_format_tsv_skip_first_lines = 8, input_format_allow_errors_num = 1`)
}

/** Parts that are still being merged would take from the run after it. */
async function drop(lake: Lake): Promise<void> {
  await lake.run(raw('DROP TABLE bare SYNC'))
}

const runs: { bare: number; stored: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  await using test = await emptyLake()
  const sources = new Sources(await openState(test.folder))
  const options = { lake: test.lake, sources, formats, limits: defaultLimits, signal: new AbortController().signal, workspace: test.folder }
  const bare = await timed(() => bareInsert(test.lake))
  await drop(test.lake)
  const stored = await timed(() => takeIn(folder, options))
  runs.push({ bare, stored })
}

const rate = (seconds: number) => Math.round(rows / seconds)
const table = runs.map(({ bare, stored }, round) => ({
  round: round + 1,
  rows: rows.toLocaleString('en-GB'),
  'bare INSERT, rows/s': rate(bare).toLocaleString('en-GB'),
  'gatehouse, rows/s': rate(stored).toLocaleString('en-GB'),
  ratio: (bare / stored).toFixed(2),
}))
console.log(markdownTable(table))
console.log(
  `\nMedian: ${rate(median(runs.map((run) => run.stored))).toLocaleString('en-GB')} rows/s, ${median(runs.map((run) => run.bare / run.stored)).toFixed(2)} of the bare rate. Peak memory ${peak()} GB.`,
)
