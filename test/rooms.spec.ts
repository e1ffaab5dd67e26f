import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/cli.ts'

const root = join(import.meta.dirname, '..')
const biome = join(root, 'node_modules', '.bin', 'biome')

const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { vcs: unknown; overrides: readonly { readonly includes: readonly string[] }[] }

/**
 * Imports that the linter refuses, as `path imported`. One run over all of them: each file of a path holds the imports that are tried
 * there, one a line, and a rule names the line that it refuses.
 */
function refused(tried: readonly (readonly [path: string, imported: string])[]): ReadonlySet<string> {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'biome.json'), JSON.stringify({ ...settings, $schema: undefined, vcs: undefined }))
  const byPath = Map.groupBy(tried, ([path]) => path)
  for (const [path, imports] of byPath) {
    mkdirSync(join(folder.path, dirname(path)), { recursive: true })
    writeFileSync(join(folder.path, path), imports.map(([, imported], index) => `import { thing${index} } from '${imported}'\n`).join(''))
  }
  const { stdout, stderr } = spawnSync(biome, ['lint', '--max-diagnostics=none', '--only=style/noRestrictedImports', '.'], {
    cwd: folder.path,
    encoding: 'utf8',
    timeout: 60_000,
  })
  const told = [...(stdout + stderr).matchAll(/^(\S+\.tsx?):(\d+):\d+ lint\/style\/noRestrictedImports/gm)]
  return new Set(told.map(([, path = '', line]) => `${path} ${byPath.get(path.replace(/^\.\//, ''))?.[Number(line) - 1]?.[1]}`))
}

const forbidden: readonly (readonly [path: string, imported: string])[] = [
  ['src/model/tables.ts', '../base/text.ts'],
  ['src/model/tables.ts', 'node:fs'],
  ['src/base/text.ts', '../lake/lake.ts'],
  ['src/lake/load.ts', '../evidence/format.ts'],
  ['src/lake/coverage.ts', './embedded.ts'],
  ['src/state/findings.ts', '../lake/lake.ts'],
  ['src/state/findings.ts', './sqlite.ts'],
  ['src/state/vetted.ts', '../releases/vet.ts'],
  ['src/knowledge/brands.ts', '../analysis/analysis.ts'],
  ['src/knowledge/npm/client.ts', '../../state/vetted.ts'],
  ['src/releases/vet.ts', '../knowledge/npm/client.ts'],
  ['src/releases/vet.ts', 'node:https'],
  ['src/releases/diff/compare.ts', '../../state/vetted.ts'],
  ['src/releases/inspect/pe/index.ts', '../elf/index.ts'],
  ['src/releases/inspect/pe/index.ts', 'node:fs'],
  ['src/releases/hosts.ts', 'node:net'],
  ['src/releases/verify/npm/index.ts', 'node:tls'],
  ['src/vet/vet.ts', '../commands/vet.ts'],
  ['src/vet/vet.ts', '../lake/lake.ts'],
  ['src/evidence/intake.ts', '../analysis/analysis.ts'],
  ['src/evidence/zeek/index.ts', '../suricata/index.ts'],
  ['src/evidence/zeek/index.ts', '../../lake/lake.ts'],
  ['src/analysis/run.ts', '../lake/lake.ts'],
  ['src/analysis/beacon/index.ts', '../strobe/index.ts'],
  ['src/analysis/beacon/index.ts', '../../evidence/format.ts'],
  ['src/analysis/beacon/index.ts', 'node:fs'],
  ['src/analysis/beacon/index.ts', 'node:http'],
  ['src/incidents/correlate.ts', '../analysis/analysis.ts'],
  ['src/figures/draw.ts', '../report/assessment.ts'],
  ['src/report/json.ts', '../lake/lake.ts'],
  ['src/report/vetting/html.ts', '../../releases/vet.ts'],
  ['src/sharing/share.ts', '../report/warning/html.ts'],
  ['src/sharing/share.ts', 'node:https'],
  ['src/sharing/stix/bundle.ts', '../../state/advisories.ts'],
  ['src/drill/index.ts', '../evidence/format.ts'],
  ['src/advisories/read-advisory.ts', '../evidence/xml.ts'],
  ['src/advisories/read-advisory.ts', 'node:https'],
  ['src/advisories/read-advisory.ts', '../lake/lake.ts'],
  ['src/advisories/formats/pdf/index.ts', 'node:https'],
  ['src/advisories/apart/read-apart.ts', 'node:child_process'],
  ['src/patterns/parse.ts', '../advisories/advisory.ts'],
  ['src/patterns/evaluate.ts', '../lake/lake.ts'],
  ['src/hunt/hunt.ts', '../report/hunt/terminal.ts'],
  ['src/hunt/hunt.ts', '../commands/hunt.ts'],
  ['src/hunt/hunt.ts', '../lake/open.ts'],
  ['src/hunt/probes.ts', '../analysis/indicator-match/columns.ts'],
  ['src/report/hunt/html.ts', '../../hunt/hunt.ts'],
  ['src/state/advisories.ts', '../advisories/read-advisory.ts'],
  ['src/assess/assess.ts', '../commands/assess.ts'],
  ['src/assess/assess.ts', '../service/serve.ts'],
  ['src/state/findings.ts', '../contract/finding.ts'],
  ['src/contract/page.ts', '../base/text.ts'],
  ['src/contract/page.ts', '../service/route.ts'],
  ['src/contract/page.ts', 'node:fs'],
  ['src/service/serve.ts', '../commands/serve.ts'],
  ['src/service/serve.ts', '../lake/embedded.ts'],
  ['src/collect/collect.ts', '../evidence/format.ts'],
  ['src/collect/entra/index.ts', '../okta/index.ts'],
  ['src/evidence/intake.ts', '../collect/collect.ts'],
  ['console/src/api/call.ts', '../../../src/service/serve.ts'],
  ['console/src/parts/time.tsx', '../../../src/base/hash.ts'],
  ['console/src/parts/time.tsx', 'node:fs'],
]

const allowed: readonly (readonly [path: string, imported: string])[] = [
  ['src/sharing/warning.ts', '../report/warning/document.ts'],
  ['src/base/text.ts', '../model/finding.ts'],
  ['src/evidence/zeek/index.ts', '../fields.ts'],
  ['src/evidence/zeek/index.ts', '../../base/sql.ts'],
  ['src/evidence/intake.ts', '../lake/lake.ts'],
  ['src/analysis/culprit/index.ts', '../statistics/hypergeometric.ts'],
  ['src/analysis/chain/index.ts', '../updates/weaknesses.ts'],
  ['src/analysis/culprit/index.ts', '../analysis.ts'],
  ['src/lake/open.ts', './embedded.ts'],
  ['src/contract/finding.ts', '../model/finding.ts'],
  ['src/contract/software.ts', '../releases/capability.ts'],
  ['src/contract/operations.ts', './operations/hunts.ts'],
  ['src/service/serve.ts', '../state/open.ts'],
  ['src/commands/serve.ts', '../service/serve.ts'],
  ['src/state/open.ts', './sqlite.ts'],
  ['src/report/html.ts', '../figures/draw.ts'],
  ['src/advisories/read-advisory.ts', '../base/hash.ts'],
  ['src/report/vetting/html.ts', '../../releases/vetting.ts'],
  ['src/state/vetted.ts', '../releases/vetting.ts'],
  ['src/knowledge/npm/publication.ts', '../../releases/release.ts'],
  ['src/releases/inspect/pe/index.ts', '../../reading.ts'],
  ['src/base/apart/confine.ts', 'node:net'],
  ['src/vet/vet.ts', '../releases/vet.ts'],
  ['src/state/advisories.ts', '../advisories/advisory.ts'],
  ['src/hunt/hunt.ts', '../lake/lake.ts'],
  ['src/hunt/patterns/look.ts', '../../patterns/evaluate.ts'],
  ['src/report/hunt/html.ts', '../html/document.ts'],
  ['src/collect/okta/index.ts', '../token.ts'],
  ['src/collect/okta/index.ts', '../../base/errors.ts'],
  ['console/src/api/call.ts', '../../../src/contract/operations.ts'],
  ['console/src/parts/figure/data-figure.tsx', '../../../../src/figures/draw.ts'],
  ['console/src/parts/time.tsx', '../../../src/base/time.ts'],
]

describe('the rooms and who may enter them', () => {
  const told = refused([...forbidden, ...allowed])

  it.each(forbidden)('%s must not import %s', (path, imported) => {
    expect(told).toContain(`${path} ${imported}`)
  })

  it.each(allowed)('%s may import %s', (path, imported) => {
    expect(told).not.toContain(`${path} ${imported}`)
  })

  it('tries every rule that the linter is given', () => {
    const rooms = new Set(settings.overrides.flatMap(({ includes }) => includes.filter((path) => path.includes('/src/')).map((path) => path.split('/')[2])))
    expect([...rooms].filter((room) => !forbidden.some(([path]) => path.startsWith(`src/${room}/`)))).toEqual([])
  })
})
