import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { spdx } from './index.ts'

holdsTheContract(spdx)

describe('spdx', () => {
  it('reads packages, suppliers and package URLs; NOASSERTION is unknown', async () => {
    const { rows, said } = await readSample(spdx, 'build-01.spdx.json')
    const common = { host: 'build-01', installed_at: null, seen_at: Date.UTC(2023, 2, 25, 8) * 1000, basis: 'inventory' }
    expect(rows.installation).toEqual([
      {
        line: 1,
        product: 'xz-utils',
        vendor: 'Example Distribution',
        version: '5.6.1-1',
        purl: 'pkg:deb/debian/xz-utils@5.6.1-1?arch=amd64',
        cpe: 'cpe:2.3:a:example:xz:5.6.1:*:*:*:*:*:*:*',
        hashes: ['b'.repeat(64)],
        ...common,
      },
      { line: 2, product: 'internal-tool', vendor: 'A. Builder', version: '', purl: '', cpe: '', hashes: [], ...common },
    ])
    expect(said).toEqual(['No host is named inside: “build-01” is taken from the file name.', 'Left out, since they are single files or sources: 1 package.'])
  })

  it("reads GitHub's wrapping, and the day of the file where none is given", async () => {
    const { rows } = await readAll(spdx, '{"sbom":{"spdxVersion":"SPDX-2.3","packages":[{"name":"npm:left-pad","versionInfo":"1.3.0"}]}}', 'app.json')
    expect(rows.installation).toMatchObject([{ host: 'app', product: 'npm:left-pad', version: '1.3.0', seen_at: modified }])
  })

  it('recognises a document whose version comes after a long list', () => {
    const files = Array.from({ length: 2000 }, (_, index) => ({ fileName: `./file-${index}`, SPDXID: `SPDXRef-File-${index}`, checksums: [] }))
    expect(spdx.recognise(headOfText(JSON.stringify({ files, spdxVersion: 'SPDX-2.2' })))).toBeGreaterThan(0.5)
    expect(spdx.recognise(headOfText('{"files":[{"fileName":"x"}]}'))).toBe(0)
    expect(spdx.recognise(headOfText('{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}'))).toBe(0)
  })

  it('gives what came before a break, with a note', async () => {
    const { rows, skipped } = await readAll(spdx, '{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","versionInfo":"1"},\n{"name":"b","ver')
    expect(rows.installation?.map(({ product, version }) => [product, version])).toEqual([
      ['a', '1'],
      ['b', ''],
    ])
    expect(skipped).toEqual([{ line: 2, why: 'the JSON breaks off or is damaged: only what came before was read' }])
  })
})
