// Reading one advisory, each in the process of its own that reads it: a page of text, a report of 60 pages with tables, and 50,000 indicators as STIX and as CSV.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { readApart } from '../src/advisories/apart/read-apart.ts'
import { sha256 } from '../src/base/hash.ts'
import { markdownTable } from './table.ts'
import { watchChildren } from './vetting/child-memory.ts'

const run = promisify(execFile)

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-advisory-'))
try {
  const values = Array.from({ length: 50_000 }, (_, index) => sha256(String(index)))
  const advisories: Readonly<Record<string, string | Uint8Array>> = {
    'report-1-page.txt': 'The implant reports to update[.]invalid and to 203.0.113[.]7.\n',
    'report-60-pages.pdf': await report(60),
    'indicators.stix.json': JSON.stringify(bundle(values)),
    'indicators.csv': ['type,value,description', ...values.map((value) => `sha256,${value},payload`)].join('\n'),
  }
  const rows: Record<string, string | number>[] = []
  for (const [name, content] of Object.entries(advisories)) {
    const path = join(folder, name)
    writeFileSync(path, content)
    rows.push(await measured(path))
  }
  console.log(markdownTable(rows))
  console.log(`\nThe engine alone, with nothing in it (SELECT 1): ${await engineAlone()} MB, most of it pages of its program file.`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measured(path: string): Promise<Record<string, string | number>> {
  // The first time makes what starts are spared from then on.
  await readApart(path)
  const started = performance.now()
  const { indicators, notes } = await readApart(path)
  const seconds = (performance.now() - started) / 1000
  return {
    advisory: basename(path),
    'size (MB)': (statSync(path).size / 1e6).toFixed(1),
    indicators: indicators.length,
    notes: notes.length,
    'reading, with its process (s)': seconds.toFixed(1),
    'peak memory of that process (MB)': await peakWhile(() => readApart(path)),
    'of gatehouse hunt, engine and all (MB)': await huntAlone(path),
  }
}

/** Peak memory of the largest process that is started meanwhile, MB. */
async function peakWhile(work: () => Promise<unknown>): Promise<string | number> {
  using children = watchChildren()
  await work()
  const peak = children.peak()
  return peak === undefined ? '–' : Math.round(peak / 1e6)
}

/** The process of the command in an empty workspace, where the answer is CANNOT TELL (3); those that it starts are not counted. */
function huntAlone(path: string): Promise<string | number> {
  const program = join(import.meta.dirname, '..', 'bin', 'gatehouse.js')
  const given = [program, '--workspace', join(folder, 'workspace'), 'hunt', '--no-store', path]
  return peakWhile(() =>
    run(process.execPath, given, { cwd: folder, maxBuffer: 2 ** 28 }).catch((error: { readonly code?: unknown }) => {
      if (error.code !== 3) throw error
    }),
  )
}

function engineAlone(): Promise<string | number> {
  const program = `const { Session } = require(process.argv[1]); new Session(process.argv[2]).queryAsync('SELECT 1')`
  const engine = createRequire(import.meta.url).resolve('chdb')
  return peakWhile(() => run(process.execPath, ['-e', program, engine, join(folder, 'engine')]))
}

/** Pages of prose, and tables whose narrow cells wrap the hashes. */
async function report(pages: number): Promise<Uint8Array> {
  const { default: pdfmake } = await import('pdfmake')
  const fonts = { Helvetica: { normal: 'Helvetica', bold: 'Helvetica-Bold', italics: 'Helvetica-Oblique', bolditalics: 'Helvetica-BoldOblique' } }
  pdfmake.setFonts(fonts)
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => path.startsWith('Helvetica'))
  const prose = (page: number) =>
    `The implant of stage ${page} reports to update${page}[.]invalid and to 203.0.113[.]${page % 250}; it was built on 2023-03-${(page % 28) + 1}. `.repeat(6)
  const rows = (page: number) =>
    Array.from({ length: 12 }, (_, row) => [`payload-${page}-${row}.dll`, sha256(`${page} ${row}`), `c${row}.stage${page}[.]invalid`])
  return pdfmake
    .createPdf({
      defaultStyle: { font: 'Helvetica', fontSize: 9 },
      content: Array.from({ length: pages }, (_, page) => [
        { text: `${page + 1}. Findings`, fontSize: 14, ...(page > 0 && { pageBreak: 'before' as const }) },
        { text: prose(page) },
        { table: { headerRows: 1, widths: [90, 150, 140], body: [['File', 'SHA-256', 'Server'], ...rows(page)] } },
      ]),
    })
    .getBuffer()
}

function bundle(values: readonly string[]): object {
  const id = (index: number) => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
  const at = '2023-03-30T00:00:00Z'
  const objects = values.map((value, index) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${id(index)}`,
    created: at,
    modified: at,
    pattern: `[file:hashes.'SHA-256' = '${value}']`,
    pattern_type: 'stix',
    valid_from: at,
  }))
  return { type: 'bundle', id: `bundle--${id(0)}`, objects }
}
