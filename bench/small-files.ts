// A folder of 1,000 small hourly logs: what a file costs when it holds little.
import { defaultLimits } from '../src/base/limits.ts'
import { formats } from '../src/evidence/formats.ts'
import { takeIn } from '../src/evidence/intake.ts'
import { openState } from '../src/state/open.ts'
import { Sources } from '../src/state/sources.ts'
import { emptyLake } from '../test/support/lake.ts'
import { hourlyLogs } from './evidence.ts'
import { markdownTable, timed } from './table.ts'

const [files, rowsEach] = [1000, 500]
const folder = await hourlyLogs(files, rowsEach)
await using test = await emptyLake()
const sources = new Sources(await openState(test.folder))
const options = { lake: test.lake, sources, formats, limits: defaultLimits, signal: new AbortController().signal, workspace: test.folder }
const first = await timed(() => takeIn(folder, options))
const second = await timed(() => takeIn(folder, options))
console.log(markdownTable([{ files, rows: files * rowsEach, 'first run, s': first.toFixed(1), 'second run, s': second.toFixed(1) }]))
