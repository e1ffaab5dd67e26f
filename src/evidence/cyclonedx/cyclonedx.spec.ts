import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { cyclonedx } from './index.ts'

holdsTheContract(cyclonedx)

const march = (day: number, hour = 0) => Date.UTC(2023, 2, day, hour) * 1000

function bom(parts: object): string {
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', ...parts })
}

const desk = { type: 'application', name: 'Desk', version: '1' }

describe('cyclonedx', () => {
  it('reads nested components of a device, with the install date of a property', async () => {
    const { rows, skipped, said } = await readSample(cyclonedx, 'pc-0017.cdx.json')
    expect(rows.installation).toMatchObject([
      {
        line: 1,
        host: 'pc-0017.corp.example',
        product: 'Acme Desktop',
        vendor: 'Acme Ltd',
        version: '18.12.416.0',
        installed_at: march(22),
        seen_at: march(25, 8),
        basis: 'inventory',
      },
      { line: 2, product: '@acme/updater', vendor: 'Acme Web Team', purl: 'pkg:npm/%40acme/updater@2.1.0', installed_at: null },
      { line: 3, product: 'org.example:log-core', vendor: 'Example Foundation' },
    ])
    expect(skipped).toEqual([])
    expect(said).toEqual(['Components left out, since they are no installed software: 1 of type file, 1 excluded from the product.'])
  })

  it('reads XML, where each device is a host of its own', async () => {
    const { rows, skipped } = await readSample(cyclonedx, 'fleet.xml')
    expect(rows.installation).toMatchObject([
      { line: 2, host: 'pc-0018', product: 'Acme Desktop', vendor: 'Acme Ltd', version: '18.12.407', installed_at: march(14, 10), seen_at: march(25, 7) },
      { line: 3, host: 'pc-0018', product: 'codec', vendor: 'Example & Sons', purl: 'pkg:generic/codec@1.0', installed_at: null },
      { line: 5, host: 'pc-0019', product: 'Reader <Pro>', version: '5' },
    ])
    expect(skipped).toEqual([])
  })

  it('reads the same from both writings', async () => {
    const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><metadata><timestamp>2023-03-25T08:00:00Z</timestamp>
      <component type="device"><name>PC</name></component><properties><property name="x:hostname">Other</property></properties></metadata>
      <components><component type="application"><name>Desk</name><version>1</version><components><component type="library"><author>Ann</author><name>Lib</name></component></components></component></components></bom>`
    const json = bom({
      metadata: { timestamp: '2023-03-25T08:00:00Z', component: { type: 'device', name: 'PC' }, properties: [{ name: 'x:hostname', value: 'Other' }] },
      components: [{ ...desk, components: [{ type: 'library', author: 'Ann', name: 'Lib' }] }],
    })
    const [fromXml, fromJson] = await Promise.all([readAll(cyclonedx, xml), readAll(cyclonedx, json)])
    expect(fromXml).toEqual(fromJson)
    expect(fromJson.rows.installation?.map(({ host }) => host)).toEqual(['other', 'other'])
  })

  it.each([
    ['a device', { component: { type: 'device', name: 'PC-1' } }, 'pc-1'],
    ['an operating system named like a host', { component: { type: 'operating-system', name: 'web-01.corp.example' } }, 'web-01.corp.example'],
    ['a distribution', { component: { type: 'operating-system', name: 'Ubuntu', version: '22.04' } }, 'srv-9'],
    ['an image', { component: { type: 'container', name: 'registry.example/app' } }, 'srv-9'],
    ['nothing', {}, 'srv-9'],
  ])('finds the host when the document is about %s', async (_, metadata, host) => {
    const { rows } = await readAll(cyclonedx, bom({ metadata, components: [desk] }), '/evidence/SRV-9.cdx.json')
    expect(rows.installation?.at(-1)?.host).toBe(host)
  })

  it('counts the application that it is about as installed, and says that it is no host', async () => {
    const { rows, said } = await readAll(
      cyclonedx,
      bom({ metadata: { component: { type: 'application', name: 'Portal', version: '2' } }, components: [desk] }),
      '/x/web.json',
    )
    expect(rows.installation?.map(({ line, product, host }) => [line, product, host])).toEqual([
      [0, 'Portal', 'web'],
      [1, 'Desk', 'web'],
    ])
    expect(said.join(' ')).toContain('application “Portal”')
  })

  it('keeps hashes and CPE, from both writings', async () => {
    const [sha256, cpe] = ['c'.repeat(64), 'cpe:2.3:a:acme:desk:1:*:*:*:*:*:*:*']
    const component = {
      type: 'application',
      name: 'Desk',
      version: '1',
      cpe,
      hashes: [
        { alg: 'SHA-256', content: sha256.toUpperCase() },
        { alg: 'BLAKE3', content: 'x' },
      ],
    }
    const json = JSON.stringify({ bomFormat: 'CycloneDX', components: [component] })
    const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="application"><name>Desk</name><version>1</version><hashes><hash alg="SHA-256">${sha256}</hash></hashes><cpe>${cpe}</cpe></component></components></bom>`
    for (const text of [json, xml]) expect((await readAll(cyclonedx, text)).rows.installation).toMatchObject([{ product: 'Desk', cpe, hashes: [sha256] }])
  })

  it('reads what was analysed of weaknesses, of the application where it is about one', async () => {
    const library = { type: 'library', name: 'left-lib', version: '1.2.0', purl: 'pkg:npm/left-lib@1.2.0', 'bom-ref': 'lib' }
    const analysis = { state: 'not_affected', justification: 'code_not_reachable', detail: 'never called', lastUpdated: '2023-03-20T00:00:00Z' }
    const said = (ref: string, over: object = {}) => ({ id: 'cve-2023-0001', analysis: { ...analysis, ...over }, affects: [{ ref }] })
    const [own, whole] = await Promise.all([
      readAll(cyclonedx, bom({ components: [library], vulnerabilities: [said('lib'), { id: 'CVE-2023-0002', affects: [{ ref: 'lib' }] }] })),
      readAll(
        cyclonedx,
        bom({
          metadata: { component: { ...desk, 'bom-ref': 'app' } },
          components: [library],
          vulnerabilities: [said('lib'), said('app', { state: 'exploitable', response: ['will_not_fix'] }), said('urn:cdx:1-2/1#pkg:npm%2Fother@1')],
        }),
      ),
    ])
    const statement = { vulnerability: 'CVE-2023-0001', status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', made_at: march(20) }
    expect(own.rows.vex_statement).toMatchObject([{ ...statement, purl: 'pkg:npm/left-lib@1.2.0', version: '1.2.0', component: '', no_fix: null }])
    expect(own.rows.feed).toMatchObject([{ feed: 'vex', dated: march(20), records: 1 }])
    expect(whole.rows.vex_statement).toMatchObject([
      { ...statement, product: 'Desk', version: '1', component: 'pkg:npm/left-lib@1.2.0' },
      { product: 'Desk', status: 'affected', no_fix: true, component: '' },
      { product: '', purl: 'pkg:npm/other@1' },
    ])
  })

  it('reads the same of a document of its own in XML', async () => {
    const vulnerability = (id: string, analysis: string, target: string) =>
      `<vulnerability bom-ref="v"><id>${id}</id><references><reference><id>GHSA-x</id></reference></references>${analysis}<affects><target>${target}</target></affects></vulnerability>`
    const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:1-2">
      <metadata><timestamp>2023-03-21T00:00:00Z</timestamp><component type="application" bom-ref="app"><supplier><name>Maker</name></supplier><name>Desk</name><version>1</version></component><supplier><name>Vendor</name></supplier></metadata>
      <vulnerabilities>
        ${vulnerability('cve-2023-0001', '<analysis><state>not_affected</state><justification>code_not_reachable</justification><detail>never &lt;called&gt;</detail><lastUpdated>2023-03-20T00:00:00Z</lastUpdated></analysis>', '<ref>app</ref>')}
        ${vulnerability('CVE-2023-0002', '', '<ref>app</ref>')}
        ${vulnerability('CVE-2023-0003', '<analysis><state>exploitable</state><responses><response>will_not_fix</response></responses></analysis>', '<ref>urn:cdx:1-2/1#pkg:npm%2Fother@1</ref><versions><version><version>1</version><status>unaffected</status></version><version><range>vers:npm/2</range></version></versions>')}
      </vulnerabilities></bom>`
    const { rows, skipped } = await readAll(cyclonedx, xml)
    expect(skipped).toEqual([])
    expect(rows.installation).toBeUndefined()
    expect(rows.vex_statement).toMatchObject([
      {
        vulnerability: 'CVE-2023-0001',
        aliases: ['GHSA-x'],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        statement: 'never <called>',
        product: 'Desk',
        vendor: 'Maker',
        version: '1',
        author: 'Vendor',
        made_at: march(20),
        document: 'urn:uuid:1-2',
      },
      { vulnerability: 'CVE-2023-0003', status: 'not_affected', purl: 'pkg:npm/other@1', version: '1', no_fix: true, made_at: march(21) },
      { vulnerability: 'CVE-2023-0003', status: 'affected', version: 'vers:npm/2' },
    ])
  })

  it('uses the day of the file where there is no timestamp, and says so', async () => {
    const { rows, said } = await readAll(cyclonedx, bom({ components: [desk] }))
    expect(rows.installation?.[0]?.seen_at).toBe(modified)
    expect(said[0]).toContain('does not say when')
  })

  it('gives what came before a break, with a note', async () => {
    const whole = bom({ components: [desk, { ...desk, name: 'Next' }, { ...desk, name: 'Last' }] })
    const { rows, skipped } = await readAll(cyclonedx, whole.slice(0, whole.indexOf('Last')))
    expect(rows.installation?.map(({ product }) => product)).toEqual(['Desk', 'Next'])
    expect(skipped.map(({ why }) => why)).toEqual(['the JSON breaks off or is damaged: only what came before was read', 'a component without a name'])
    const xml = '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>Desk</name></component><component><na'
    const second = await readAll(cyclonedx, xml)
    expect(second.rows.installation).toHaveLength(1)
    expect(second.skipped).toHaveLength(2)
  })

  it('expands no entity and follows no nesting without end', async () => {
    const laughs = `<!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>&b;</name></component></components></bom>`
    expect(cyclonedx.recognise(headOfText(laughs))).toBe(0)
    expect((await readAll(cyclonedx, laughs)).rows).toEqual({})
    const deep = `{"bomFormat":"CycloneDX","components":[${'{"type":"library","name":"n","components":['.repeat(300)}${']}'.repeat(300)}]}`
    const { rows, skipped } = await readAll(cyclonedx, deep)
    expect(rows.installation).toHaveLength(50)
    expect(skipped).toHaveLength(1)
    const towers = `<bom xmlns="http://cyclonedx.org/schema/bom/1.4">${'<components><component type="library"><name>n</name>'.repeat(20_000)}`
    expect((await readAll(cyclonedx, towers)).skipped[0]?.why).toContain('deep')
  })

  it.each([
    ['another XML', '<project xmlns="http://maven.apache.org/POM/4.0.0"><name>bom</name></project>'],
    ['a bom of another kind', '<bom><item/></bom>'],
    ['another JSON', '{"components":[{"name":"x"}]}'],
    ['text that mentions it', 'bomFormat CycloneDX'],
  ])('does not take %s for its own', (_, content) => {
    expect(cyclonedx.recognise(headOfText(content))).toBe(0)
  })
})
