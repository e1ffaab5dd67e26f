// Writes manifest.json: the newest stable releases of the packages named in it, with their hashes, as the registry lists them today.
//   node bench/vetting/pin.ts            all packages of the manifest again
//   node bench/vetting/pin.ts NAME …     these only, others as they are
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { choose, type Listed } from './choose.ts'
import { type CorpusPackage, corpus, manifestPath } from './manifest.ts'

const says =
  '150 widely used npm packages: what common tools and servers depend on. Written by pin.ts; the half of a package follows from its name (manifest.ts).'

/** What the npm client says of a package: with the user's registry, proxy and credentials. */
function view<Answer>(...wanted: readonly string[]): Answer {
  const { stdout, status, stderr } = spawnSync('npm', ['view', ...wanted, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm view ${wanted.join(' ')}: ${stderr.trim()}`)
  return JSON.parse(stdout) as Answer
}

function pinned(name: string): CorpusPackage {
  const times = view<Record<string, string>>(name, 'time')
  const latest = view<string>(name, 'version')
  const rows = view<{ version: string; 'dist.integrity'?: string }[] | { version: string; 'dist.integrity'?: string }>(
    `${name}@>=0.0.0`,
    'version',
    'dist.integrity',
  )
  const listed = [rows].flat().map(
    (row): Listed => ({
      version: row.version,
      ...(row['dist.integrity'] && { integrity: row['dist.integrity'] }),
      ...(times[row.version] && { published: new Date(times[row.version] ?? 0).toISOString() }),
    }),
  )
  const { releases, pairs } = choose(listed, latest)
  return {
    name,
    releases: releases.flatMap(({ version, integrity, published }) =>
      integrity === undefined ? [] : [{ version, integrity, ...(published && { published }) }],
    ),
    pairs,
  }
}

const wanted = process.argv.slice(2)
const packages = new Map(corpus().map((package_) => [package_.name, package_]))
for (const name of wanted.length === 0 ? packages.keys() : wanted) packages.set(name, pinned(name))
const sorted = [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
writeFileSync(manifestPath, `${JSON.stringify({ says, packages: sorted }, undefined, 2)}\n`)
