import { stripVTControlCharacters } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, describe as group, it } from 'vitest'
import { hostileVetting } from '../../../test/support/hostile.ts'
import { sarifSchema } from '../../../test/support/sarif-schema.ts'
import { allowedVetting, loneVetting, sampleVetting } from '../../../test/support/vetting.ts'
import { treeRows } from '../../figures/release-tree-rows.ts'
import type { ChangedFile, Vetting } from '../../releases/vetting.ts'
import { columns } from '../terminal/layout.ts'
import { renderVettingHtml } from './html.ts'
import { renderVettingJson } from './json.ts'
import { renderVettingSarif } from './sarif.ts'
import { renderVettingTerminal, vettingLine } from './terminal.ts'

const validator = new Ajv2020({ strict: false, allErrors: true })
formats.default(validator)
const plain = (vetting: Vetting, width = 100) => renderVettingTerminal(vetting, { width, colour: false })

const all = [
  ['blocked', sampleVetting()],
  ['allowed', allowedVetting()],
  ['alone', loneVetting()],
  ['hostile', hostileVetting()],
] as const

group('a verdict on the terminal', () => {
  it('says the conclusion first and the next step last', () => {
    const lines = plain(sampleVetting()).trim().split('\n')
    expect(lines[0]).toBe('BLOCK')
    expect(lines[1]).toMatch(/^Softphone Desktop 18\.12\.416 carries encrypted data/)
    expect(lines.slice(-4).join(' ')).toMatch(/Next {4}Do not roll it out\./)
  })

  it('ranks the reasons, each with class, points, technique, place, both sides and what would make it innocent', () => {
    const text = plain(sampleVetting())
    expect(text).toMatch(
      /class A, alone enough · 100 points · T1553\.002\n +where +softphone-desktop-18\.12\.416\.msi!\/d3dcompiler_47\.dll at offset 4,490,248\n +now +4,101 bytes/,
    )
    expect(text).toContain('before      6 zero bytes')
    expect(text).toMatch(/innocent if the vendor documents/)
    expect(text).toContain('main.js:1182')
    expect(text.indexOf('100 points')).toBeLessThan(text.indexOf('40 points'))
  })

  it('shows both releases side by side, what its code gained, what changed, and what was not opened', () => {
    const text = plain(sampleVetting())
    expect(text).toMatch(/signature +authenticode valid +authenticode valid/)
    expect(text).toMatch(/gained +decodes or decrypts data; runs text as code/)
    expect(text).toContain('3 changed, 1 moved, 12 added, 1 removed, 40 unchanged')
    expect(text).toContain('40 files unchanged, in locales/')
    expect(text).toContain('logs.zip: the archive needs a password')
    expect(text).toContain('weights 1.0.0, yara 2026.11')
    expect(plain(allowedVetting())).toMatch(/provenance +attested +attested/)
  })

  it('marks a signer that changed', () => {
    const vetting = sampleVetting()
    const [signature] = vetting.release.signatures
    if (!signature) throw new Error('the sample has a signature')
    const changed = { ...vetting, release: { ...vetting.release, signatures: [{ ...signature, signer: { subject: 'CN=Somebody Else' } }] } }
    expect(plain(changed)).toMatch(/! signer +CN=Somebody Else +Softphone Ltd/)
  })

  it('says that ALLOW does not speak for what could not be read', () => {
    const text = plain({ ...allowedVetting(), missed: ['thing-1.1.0.tgz!/package/big.bin'] }, 120).replace(/\n(?=\S)/g, ' ')
    expect(text).toContain('It does not speak for 1 part that could not be read.')
    expect(text).toMatch(/Next +Look at what could not be read, such as thing-1\.1\.0\.tgz!\/package\/big\.bin/)
  })

  it('does not take what is missing for a comparison', () => {
    const text = plain(loneVetting())
    expect(text).toContain('compared with nothing')
    expect(text).not.toContain('gained')
    expect(text).not.toContain('the one before')
  })

  it.each(all.flatMap(([name, vetting]) => [40, 60, 80, 120].map((width) => [name, width, vetting] as const)))(
    '%s fits into %i columns',
    (_, width, vetting) => {
      for (const line of plain(vetting, width).split('\n')) expect(columns(line)).toBeLessThanOrEqual(width)
      expect(columns(vettingLine(vetting, width))).toBeLessThanOrEqual(width)
    },
  )

  it('colours only where it was told to, and lets nothing of the release act on the terminal', () => {
    expect(stripVTControlCharacters(renderVettingTerminal(sampleVetting(), { width: 80, colour: true })).replace(' BLOCK ', 'BLOCK')).toBe(
      plain(sampleVetting(), 80),
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
    expect(plain(hostileVetting())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/)
  })
})

group('the tree of what changed', () => {
  it('puts what weighs most first and folds what did not change', () => {
    const rows = treeRows(sampleVetting().tree, 30)
    expect(rows[0]).toMatchObject({ depth: 0, name: 'softphone-desktop-18.12.416.msi!/' })
    expect(rows[1]).toMatchObject({ depth: 1, name: 'd3dcompiler_47.dll' })
    expect(rows.filter((row) => row.folded).map((row) => row.name)).toEqual(['icons/ 12 files added', '40 files unchanged, in locales/'])
  })

  it('never hides a file that has a reason behind lighter ones, and says how many it leaves out', () => {
    const tree = Array.from(
      { length: 500 },
      (_, index): ChangedFile => ({ path: `a/${index}.js`, change: 'changed', size: 1e6, sizeBefore: 1, points: index === 499 ? 50 : 0 }),
    )
    const rows = treeRows(tree, 10)
    expect(rows).toHaveLength(10)
    expect(rows.some((row) => row.name === '499.js')).toBe(true)
    expect(rows.at(-1)).toMatchObject({ folded: true })
  })

  it('survives paths of any depth', () => {
    const tree: ChangedFile[] = [{ path: 'd/'.repeat(20_000), change: 'added', points: 0 }]
    expect(treeRows(tree, 30).length).toBeLessThanOrEqual(30)
    expect(treeRows([], 30)).toEqual([])
  })
})

group('a verdict for machines', () => {
  it('is JSON with its format and version', () => {
    const document = JSON.parse(renderVettingJson(sampleVetting(), '1.2.3')) as Record<string, unknown>
    expect(document).toMatchObject({ format: 'gatehouse-vetting', formatVersion: 1, gatehouse: { version: '1.2.3' }, ...sampleVetting() })
  })

  it.each(all)('is SARIF whose results point to rules and places: %s', (_, vetting) => {
    const log = JSON.parse(renderVettingSarif(vetting, '1.2.3')) as SarifLog
    const [run] = log.runs
    expect(log.version).toBe('2.1.0')
    expect(run?.results).toHaveLength(vetting.facts.length)
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId)
      expect(['error', 'warning', 'note']).toContain(result.level)
      const { uri } = result.locations[0]?.physicalLocation.artifactLocation ?? {}
      // A relative reference: it stays below whatever it is resolved against.
      expect(URL.parse(uri ?? '', 'https://host.invalid/base/')?.href).toMatch(/^https:\/\/host\.invalid\/base\//)
    }
    expect(run?.invocations[0]?.toolExecutionNotifications).toHaveLength(vetting.unopened.length + vetting.notes.length)
  })

  it.each(all)('is SARIF as its schema has it: %s', (_, vetting) => {
    const validate = validator.compile(sarifSchema)
    expect(validate(JSON.parse(renderVettingSarif(vetting, '1.2.3'))), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false)
  })

  it('gives lines and offsets as SARIF has them', () => {
    const [run] = (JSON.parse(renderVettingSarif(sampleVetting(), '1')) as SarifLog).runs
    expect(run?.results.map((result) => result.locations[0]?.physicalLocation.region)).toEqual([
      { byteOffset: 4_490_248, byteLength: 0 },
      { byteOffset: 305_664, byteLength: 0 },
      { startLine: 1182 },
      undefined,
    ])
    expect(run?.results.map((result) => result.level)).toEqual(['error', 'error', 'warning', 'note'])
  })
})

interface SarifLog {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: object } }[]
    }[]
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly object[] }[]
  }[]
}

group('a verdict as a page', () => {
  it.each(all)('is one file without script or request: %s', (_, vetting) => {
    const html = renderVettingHtml(vetting, '1.2.3')
    expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/)
    expect(html.match(/<(?:script|img|link|iframe|object|form|base)\b|<[^>]*\s(?:on[a-z]+|src)=/i)?.[0]).toBeUndefined()
    expect(html).toContain('default-src &#39;none&#39;')
  })

  it('has the picture with its conclusion as title, a description and the same as a table', () => {
    const html = renderVettingHtml(sampleVetting(), '1')
    expect(html).toContain('<title>The reasons lie in 3 files, most of all in d3dcompiler_47.dll</title>')
    expect(html).toContain('<desc>3 changed, 1 moved, 12 added, 1 removed, 40 unchanged.</desc>')
    expect(html).toMatch(/The same as a table[\s\S]*<th scope="row">· d3dcompiler_47\.dll<\/th><td>changed<\/td>/)
  })
})
