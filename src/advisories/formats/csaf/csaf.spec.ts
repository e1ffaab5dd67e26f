import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const sha256 = 'A'.repeat(64)

/** Field by field after CSAF 2.0, sections 3.2.1 to 3.2.3. */
const document = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: 'Trojanised softphone',
    publisher: { category: 'vendor', name: 'Softphone Ltd', namespace: 'https://softphone.example' },
    distribution: { tlp: { label: 'WHITE' } },
    references: [{ category: 'self', summary: 'This document', url: 'https://softphone.example/2023-01.json' }],
    notes: [{ category: 'summary', title: 'Summary', text: 'The installer reports to update-softphone[.]invalid.' }],
    tracking: { id: 'S-2023-01', initial_release_date: '2023-03-30T10:00:00Z', current_release_date: '2023-04-02T10:00:00Z' },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Softphone',
        branches: [
          {
            category: 'product_name',
            name: 'Desk App',
            branches: [
              {
                category: 'product_version',
                name: '18.12.407',
                product: {
                  product_id: 'P1',
                  name: 'Softphone Desk App 18.12.407',
                  product_identification_helper: {
                    cpe: 'cpe:2.3:a:softphone:desk_app:18.12.407:*:*:*:*:*:*:*',
                    purl: 'pkg:generic/desk-app@18.12.407',
                    hashes: [{ filename: 'desk.msi', file_hashes: [{ algorithm: 'sha256', value: sha256 }] }],
                    skus: ['{AC3E0000-0000-4000-8000-000000000001}', 'desk-*'],
                    x_generic_uris: [{ namespace: 'https://softphone.example/ids', uri: 'com.softphone.desk' }],
                  },
                },
              },
              { category: 'product_version', name: '18.12.425', product: { product_id: 'P2', name: 'fixed' } },
              { category: 'product_version_range', name: 'vers:generic/>=17.0|<17.9', product: { product_id: 'P3', name: 'old branch' } },
              { category: 'product_version', name: '16.0', product: { product_id: 'P4', name: 'never' } },
            ],
          },
        ],
      },
    ],
    full_product_names: [{ product_id: 'OS', name: 'Windows' }],
    relationships: [
      {
        category: 'installed_on',
        product_reference: 'P1',
        relates_to_product_reference: 'OS',
        full_product_name: { product_id: 'P1W', name: 'Desk App on Windows' },
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2023-29059',
      title: 'Malicious code',
      product_status: { known_affected: ['P1', 'P3', 'P1W'], fixed: ['P2'], known_not_affected: ['P4'] },
      remediations: [{ category: 'vendor_fix', details: 'Install 18.12.425.', product_ids: ['P1'], url: 'https://softphone.example/fix' }],
      references: [{ summary: 'Analysis', url: 'https://analysis.example/a' }],
    },
    { cve: 'CVE-2023-0001', product_status: { first_affected: ['P4'], last_affected: ['P1'] } },
  ],
}
const read = (value: unknown = document) => readAdvisory(Buffer.from(JSON.stringify(value)))

describe('csaf', () => {
  it('reads the document: title, publisher, dates, mark, references, notes', async () => {
    const advisory = await read()
    expect(advisory).toMatchObject({
      format: 'csaf',
      title: 'Trojanised softphone',
      publisher: 'Softphone Ltd',
      published: '2023-03-30T10:00:00Z',
      modified: '2023-04-02T10:00:00Z',
      tlp: 'CLEAR',
    })
    expect(advisory.references.map(({ url }) => url)).toEqual(['https://softphone.example/2023-01.json', 'https://analysis.example/a'])
    expect(advisory.indicators).toMatchObject([{ type: 'domain', value: 'update-softphone.invalid' }])
    expect(advisory.cves.map(({ id }) => id)).toEqual(['CVE-2023-29059', 'CVE-2023-0001'])
  })

  it('reads products: vendor, name, versions by their status, ranges, handles, remedies', async () => {
    const [anywhere, onWindows, ...others] = (await read()).products
    expect(others).toEqual([])
    expect(anywhere).toMatchObject({
      vendor: 'Softphone',
      product: 'Desk App',
      cpe: 'cpe:2.3:a:softphone:desk_app:18.12.407:*:*:*:*:*:*:*',
      purl: 'pkg:generic/desk-app',
      codes: ['{ac3e0000-0000-4000-8000-000000000001}', 'com.softphone.desk'],
      hashes: [sha256.toLowerCase()],
      versions: ['18.12.407'],
      ranges: [{ from: '17.0', before: '17.9' }, { from: '16.0' }, { through: '18.12.407' }],
      fixed: ['18.12.425'],
      unaffected: ['16.0'],
      cves: ['CVE-2023-29059', 'CVE-2023-0001'],
      remediation: 'vendor fix: Install 18.12.425.: https://softphone.example/fix',
    })
    expect(onWindows).toMatchObject({ product: 'Desk App', platform: 'Windows', versions: ['18.12.407'], cves: ['CVE-2023-29059'] })
  })

  it.each([
    ['<1.2', { before: '1.2' }],
    ['vers:npm/>=1.0|<=2.0', { from: '1.0', through: '2.0' }],
    ['vers:generic/*', {}],
    ['>1.0', { after: '1.0' }],
  ])('reads the range %s', async (name, range) => {
    const product = { product_id: 'P', name: 'x' }
    const tree = { branches: [{ category: 'product_name', name: 'x', branches: [{ category: 'product_version_range', name, product }] }] }
    const advisory = await read({ document: { csaf_version: '2.1' }, product_tree: tree, vulnerabilities: [{ product_status: { known_affected: ['P'] } }] })
    expect(advisory.products[0]?.ranges).toEqual([range])
  })

  it('knows what belongs to a component of a distribution', async () => {
    const component = (id: string, name: string, purl?: string) => ({
      category: 'product_version',
      name,
      product: { product_id: id, name, ...(purl && { product_identification_helper: { purl } }) },
    })
    const tree = {
      branches: [
        {
          category: 'vendor',
          name: 'Red Hat',
          branches: [
            { category: 'product_name', name: 'Enterprise Linux 9', product: { product_id: 'EL9', name: 'Enterprise Linux 9' } },
            {
              category: 'architecture',
              name: 'x86_64',
              branches: [
                component('old', 'relay-1:7.76.1-19.el9.x86_64', 'pkg:rpm/redhat/relay@7.76.1-19.el9?arch=x86_64&epoch=1'),
                component('new', 'relay-1:7.76.1-26.el9.x86_64', 'pkg:rpm/redhat/relay@7.76.1-26.el9?arch=x86_64&epoch=1'),
                component('bare', 'relay-tools-0:1.2-3.el9.x86_64'),
              ],
            },
          ],
        },
      ],
      relationships: ['old', 'new', 'bare'].map((id) => ({
        category: 'default_component_of',
        product_reference: id,
        relates_to_product_reference: 'EL9',
        full_product_name: { product_id: `EL9:${id}`, name: `${id} as a component of Enterprise Linux 9` },
      })),
    }
    const { products } = await read({
      document: { csaf_version: '2.0' },
      product_tree: tree,
      vulnerabilities: [{ cve: 'CVE-2026-0001', product_status: { known_affected: ['EL9:old', 'EL9:bare'], fixed: ['EL9:new'] } }],
    })
    expect(products).toMatchObject([
      {
        vendor: 'Red Hat',
        product: 'relay',
        ecosystem: 'Red Hat',
        purl: 'pkg:rpm/redhat/relay',
        platform: 'Enterprise Linux 9',
        versions: ['1:7.76.1-19.el9'],
        fixed: ['1:7.76.1-26.el9'],
      },
      { product: 'relay-tools', ecosystem: 'rpm', versions: ['0:1.2-3.el9'] },
    ])
  })

  const ofRelay = (category: string, name: string, status: object, more: object = {}) =>
    read({
      document: { csaf_version: '2.1', ...more },
      product_tree: { branches: [{ category: 'product_name', name: 'Relay', branches: [{ category, name, product: { product_id: 'P', name } }] }] },
      vulnerabilities: [{ cve: 'CVE-2026-0001', product_status: status }],
    })

  it('claims no range where none can be read, and says so', async () => {
    const { products, notes } = await ofRelay('product_version_range', 'those of last year', { known_affected: ['P'] })
    expect(products).toMatchObject([{ versions: [], ranges: [], unclear: true }])
    expect(notes[0]?.what).toContain('could not be read in full')
  })

  it('does not take what is under investigation for affected', async () => {
    const { products, notes } = await ofRelay('product_version', '4.1', { under_investigation: ['P'] })
    expect(products).toMatchObject([{ product: 'Relay', versions: [], ranges: [], unclear: true }])
    expect(notes[0]?.what).toContain('not known to the publisher yet')
  })

  it('looks for nothing that is only said not to be affected', async () => {
    const { products, notes } = await ofRelay('product_version', '4.1', { known_not_affected: ['P'] })
    expect(products).toEqual([])
    expect(notes[0]?.what).toContain('only said not to be affected')
  })

  it('notes products that the tree does not describe and statuses that are not known', async () => {
    const { products, notes } = await ofRelay('product_version', '4.1', { known_affected: ['Q'], maybe: ['P'] })
    expect(products).toEqual([])
    expect(notes.map(({ what }) => what)).toEqual([expect.stringContaining('on Q'), expect.stringContaining('“maybe”')])
  })

  it('takes no product from a withdrawn document', async () => {
    const { products, notes } = await ofRelay('product_version', '4.1', { known_affected: ['P'] }, { category: 'csaf_withdrawn' })
    expect(products).toEqual([])
    expect(notes[0]?.what).toContain('withdrawn')
  })

  it('takes a tree without end for none', async () => {
    const deep = 3000
    const open = '{"category":"product_family","name":"x","branches":['.repeat(deep)
    const text = `{"document":{"csaf_version":"2.0","title":"Deep"},"product_tree":{"branches":[${open}{}${']}'.repeat(deep)}]}}`
    const advisory = await readAdvisory(Buffer.from(text))
    expect(advisory.notes[0]?.what).toContain('deeper')
  })
})
