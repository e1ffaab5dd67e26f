// Reading one advisory in a process of its own: a report of 60 pages with tables, and 50,000 indicators as STIX and as CSV.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readAdvisory } from '../src/advisories/read-advisory.ts'
import { sha256 } from '../src/base/hash.ts'
import { markdownTable } from './table.ts'

const [, script = '', given] = process.argv
if (given === undefined) await all()
else await one(given)

async function one(path: string): Promise<void> {
  const started = performance.now()
  const { indicators, notes } = await readAdvisory(path)
  const seconds = (performance.now() - started) / 1000
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const row = {
    advisory: basename(path),
    'size (MB)': (statSync(path).size / 1e6).toFixed(1),
    indicators: indicators.length,
    notes: notes.length,
    'reading (s)': seconds.toFixed(1),
    'processor, process and all (s)': ((userCPUTime + systemCPUTime) / 1e6).toFixed(1),
    'peak memory (MB)': Math.round(maxRSS / 1000),
  }
  console.log(JSON.stringify(row))
}

async function all(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-advisory-'))
  try {
    const values = Array.from({ length: 50_000 }, (_, index) => sha256(String(index)))
    writeFileSync(join(folder, 'report-60-pages.pdf'), await report(60))
    writeFileSync(join(folder, 'indicators.stix.json'), JSON.stringify(bundle(values)))
    writeFileSync(join(folder, 'indicators.csv'), ['type,value,description', ...values.map((value) => `sha256,${value},payload`)].join('\n'))
    const rows = ['report-60-pages.pdf', 'indicators.stix.json', 'indicators.csv'].map((name) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [script, join(folder, name)], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      return JSON.parse(stdout) as Record<string, string | number>
    })
    console.log(markdownTable(rows))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Pages of prose, and tables whose narrow cells wrap the hashes. */
async function report(pages: number): Promise<Uint8Array> {
  // Here, not above: it would count as memory of those that read.
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
