// Runs every benchmark, or those that are named, each in a process of its own, prints the tables and keeps them in docs/benchmarks.md.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const parts = [
  {
    file: 'load.ts',
    title: 'Storing a log',
    says: '5 million connections of one conn.log.gz, against a bare `INSERT … SELECT` of the same columns in the same process.',
  },
  {
    file: 'assess.ts',
    title: 'A whole assessment, and how it grows',
    says: 'One conn.log.gz: read, joined and looked at by every analysis that needs no other evidence. Each size in a fresh process.',
  },
  { file: 'small-files.ts', title: 'Many small files', says: 'A folder of hourly logs, read for the first time and again.' },
  { file: 'culprit.ts', title: 'Naming the culprit', says: 'The statistics alone, on one core.' },
  {
    file: 'hunt.ts',
    title: 'Hunting for an advisory',
    says: '100,000 indicators (and the hosts of their URLs) against connections and DNS queries in a lake that was joined before. GATEHOUSE_BENCH_ROWS sets the rows of each.',
  },
  {
    file: 'advisory.ts',
    title: 'Reading an advisory',
    says: 'Each in the process of its own that reads it: a page of text, a PDF of 60 pages whose tables wrap hashes, and lists of 50,000 indicators. Beside it, the whole command.',
  },
  {
    file: 'sign-ins.ts',
    title: 'Analysing sign-ins',
    says: 'Every analysis of accounts over a million sign-ins that are in the lake already. GATEHOUSE_BENCH_ROWS sets how many.',
  },
  {
    file: 'updates.ts',
    title: 'Reading OSV and matching it',
    says: 'An archive of 300,000 records read into the lake, then 2,000 hosts with 400 products each, and every analysis of updates over them. GATEHOUSE_BENCH_RECORDS sets how many.',
  },
  {
    file: 'service.ts',
    title: 'The service under load',
    says: '200 requests a second for lists, at a fixed rate, on the default drill: while nothing else is done, while a log is read, and while it is looked at.',
  },
  {
    file: 'console.ts',
    title: 'The console',
    says: 'Its first page on the default drill, from an empty store of the browser, and a list of 100,000 findings. GATEHOUSE_BENCH_FINDINGS sets how many.',
  },
  { file: 'vetting/speed.ts', title: 'Vetting a release', says: 'Whole pairs of releases in the real processes, and the parts of it on one core.' },
]
const only = process.argv.slice(2)
const path = join(import.meta.dirname, '..', 'docs', 'benchmarks.md')
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.version}`
const sections = new Map(
  (existsSync(path) ? readFileSync(path, 'utf8') : '')
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [/^## (.*)/.exec(section)?.[1] ?? '', section.trimEnd()]),
)
for (const { file, title, says } of parts.filter(({ file }) => only.length === 0 || only.includes(file.replace('.ts', '')))) {
  process.stderr.write(`${title} …\n`)
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) {
    // What was measured before stays; the other parts are not kept waiting.
    process.stderr.write(`${file} failed: ${stderr}\n`)
    process.exitCode = 1
    continue
  }
  console.log(`\n${title}\n${stdout}`)
  sections.set(title, `## ${title}\n\n${says}\nMeasured on ${machine}.\n\n${stdout.trim()}`)
}
const head = `# Benchmarks\n\nWritten by \`npm run bench\`, each part on the machine that it names. Machines that share their processors are noisy: ratios and medians say more than seconds.`
writeFileSync(path, `${[head, ...parts.flatMap(({ title }) => sections.get(title) ?? [])].join('\n\n')}\n`)
