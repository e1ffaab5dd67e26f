import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
// @ts-expect-error The package brings no types for this part.
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import type { Ajv2020 as Validator } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { noSharedData, sharedFile } from '../../test/support/shared-data.ts'
import { huntedIndicator, sampleHunt, sampleInput, sampleInternal } from '../../test/support/warning.ts'
import { canonicalJson } from '../base/canonical-json.ts'
import { csafDocument } from './csaf.ts'
import { share } from './share.ts'
import { stixBundle } from './stix/bundle.ts'
import { observable, observableOf } from './stix/observable.ts'
import { patternOf } from './stix/pattern.ts'
import { uuidFrom } from './uuid.ts'
import type { WarningInput } from './warning-input.ts'

const hostile = 'x\'"\\]; DROP <script>\u0000\u202e\n - a: b'
const hunted = sampleHunt()

/** One of each type that an advisory can give, and the same with hostile values. */
const everything = [
  ['domain', 'attack.invalid'],
  ['host', 'c2.attack.invalid'],
  ['url', 'https://attack.invalid/a?b=c'],
  ['url', 'attack.invalid/without/scheme'],
  ['ipv4', '203.0.113.9'],
  ['ipv6', '2001:db8::9'],
  ['cidr', '203.0.113.0/24'],
  ['email', 'mallory@attack.invalid'],
  ['md5', 'a'.repeat(32)],
  ['sha1', 'b'.repeat(40)],
  ['sha256', 'c'.repeat(64)],
  ['sha512', 'd'.repeat(128)],
  ['imphash', 'e'.repeat(32)],
  ['file-name', 'd3dcompiler_47.dll'],
  ['registry-key', 'HKEY_LOCAL_MACHINE\\Software\\X'],
  ['user-agent', 'Agent/1.0'],
  ['mutex', 'Global\\x'],
  ['certificate-serial', '01:02'],
  ['certificate-thumbprint', 'f'.repeat(40)],
  ['ja3', 'a'.repeat(32)],
  ['file-name', hostile],
  ['mutex', hostile],
  ['user-agent', hostile],
] as const
const words = ['HIT', 'SEEN', 'NOT SEEN', 'CANNOT TELL'] as const
const met = { rows: 3, hosts: ['ws-anna-17'], first: '2026-03-20T06:00:00Z', last: '2026-03-21T06:00:00Z' }
const hunts = [
  sampleHunt({
    title: hostile,
    indicators: words.flatMap((word) =>
      everything.map(([type, value]) =>
        huntedIndicator(type, word === 'HIT' ? value : `${value}${word.length}`, { word, ...(word === 'HIT' || word === 'SEEN' ? met : {}) }),
      ),
    ),
  }),
]

function bundleOf(more: Partial<WarningInput>) {
  return stixBundle(share(sampleInput(more), sampleInternal, { includeInternal: false }).warning)
}

describe('STIX', () => {
  test('observables have the ids of the specification', () => {
    // Computed with Python's uuid.uuid5 over the canonical JSON.
    expect(observableOf('domain', 'example.com')?.id).toBe('domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7')
    expect(observableOf('ipv4', '198.51.100.3')?.id).toBe('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4')
  })

  test('of several hashes the first of MD5, SHA-1, SHA-256, SHA-512 makes the id', () => {
    const both = observable('file', { hashes: { 'SHA-256': 'b', MD5: 'a' } }, ['hashes'])
    expect(both.id).toBe(observable('file', { hashes: { MD5: 'a' } }, ['hashes']).id)
    expect(both.id).not.toBe(observable('file', { hashes: { 'SHA-256': 'b' } }, ['hashes']).id)
  })

  test('names make UUIDs of version 5, JSON is canonical', () => {
    // RFC 9562, appendix A.4.
    expect(uuidFrom('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
    expect(canonicalJson({ b: [1, 'é'], a: { d: null, c: true } })).toBe('{"a":{"c":true,"d":null},"b":[1,"é"]}')
  })

  test('quotes and backslashes of a value do not end its pattern', () => {
    expect(patternOf('file-name', "a'] OR [x:y = '\\")).toBe("[file:name = 'a\\'] OR [x:y = \\'\\\\']")
  })

  test('a sighting says 0 for what was not seen, and there is none for what could not be tested', () => {
    const { objects } = bundleOf({ hunts: [hunted] })
    const sightingOf = (value: string) => {
      const indicator = objects.find(({ type, pattern }) => type === 'indicator' && String(pattern).includes(value))
      return objects.find(({ type, sighting_of_ref: of }) => type === 'sighting' && of === indicator?.id)
    }
    expect(sightingOf('c2.attack.invalid')).toMatchObject({ count: 12 })
    expect(sightingOf('files.attack.invalid')).toMatchObject({ count: 0 })
    expect(sightingOf('files.attack.invalid')).not.toHaveProperty('first_seen')
    expect(sightingOf('203.0.113.9')).toBeUndefined()
  })

  test('an indicator holds from when its advisory was published, or was met if that was before; without a date from the hunt on', () => {
    const validFrom = (hunt: Parameters<typeof sampleHunt>[0]) =>
      bundleOf({ hunts: [sampleHunt(hunt)] }).objects.flatMap(({ type, pattern, valid_from: from }) =>
        type === 'indicator' && /c2\.attack|files\.attack/.test(String(pattern)) ? [from] : [],
      )
    expect(validFrom({})).toEqual(['2026-03-20T06:00:00.000Z', '2026-03-29T00:00:00.000Z'])
    for (const published of ['', '0001-01-01T00:00:00Z', '2099-01-01', 'soon']) {
      const undated = hunted.advisories.map((one) => ({ ...one, published }))
      expect(validFrom({ advisories: undated }), published).toEqual(['2026-03-20T06:00:00.000Z', '2026-04-01T10:00:00.000Z'])
    }
  })

  test('every object bears the mark, every reference is in the bundle, no id is there twice', () => {
    const { objects } = bundleOf({ hunts, tlp: 'AMBER+STRICT' })
    const ids = objects.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const one of objects) {
      if (one.type !== 'marking-definition') expect(one.object_marking_refs).toEqual(['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003'])
      for (const [name, value] of Object.entries(one))
        for (const id of name.endsWith('_ref') || name.endsWith('_refs') ? [value].flat() : []) expect(ids).toContain(id)
    }
  })

  test.skipIf(noSharedData('the OASIS schemas of STIX 2.1'))('every object is valid by the OASIS schemas', () => {
    const validator: Validator = new Ajv2020({ strict: false, logger: false, unicodeRegExp: false })
    formats.default(validator)
    const root = sharedFile('reference', 'stix-2.1-schemas')
    const known = new Map<string, string>()
    for (const folder of readdirSync(root)) {
      for (const file of readdirSync(join(root, folder))) {
        const schema = JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as { $id: string }
        validator.addSchema(schema)
        known.set(file.replace('.json', ''), schema.$id)
      }
    }
    for (const tlp of ['GREEN', 'AMBER+STRICT', 'RED'] as const) {
      const bundle = bundleOf({ hunts, tlp })
      for (const one of [bundle, ...bundle.objects]) {
        const isValid = validator.getSchema(known.get(String(one.type)) ?? '')
        expect(isValid?.(one), `${JSON.stringify(one).slice(0, 400)}\n${JSON.stringify(isValid?.errors)}`).toBe(true)
      }
    }
  })
})

describe('CSAF', () => {
  const document = csafDocument(share(sampleInput(), sampleInternal, { includeInternal: false }).warning)

  const failures = (one: unknown) =>
    Object.entries(mandatory as Record<string, (document: unknown) => { isValid?: boolean; errors?: readonly unknown[] }>).flatMap(([name, check]) => {
      const result = check(structuredClone(one))
      return result.isValid === false || (result.errors?.length ?? 0) > 0 ? [{ name, ...result }] : []
    })

  test('passes the mandatory tests of the standard, which can fail', () => {
    expect(document).toBeDefined()
    expect(failures(document)).toEqual([])
    const [vulnerability] = (document as { vulnerabilities: readonly object[] }).vulnerabilities
    const dangling = { ...document, vulnerabilities: [{ ...vulnerability, product_status: { known_affected: ['no-such-product'] } }] }
    expect(failures(dangling).map(({ name }) => name)).toContain('mandatoryTest_6_1_1')
  })

  test.skipIf(noSharedData('the schema of CSAF 2.0'))('is valid by the schema', () => {
    const validator: Validator = new Ajv2020({ strict: false, logger: false })
    formats.default(validator)
    const schema = JSON.parse(
      readFileSync(sharedFile('reference', 'csaf-2.0.schema.json'), 'utf8').replace(/\{\s*"\$ref":\s*"https:\/\/www\.first\.org[^"]+"\s*\}/g, '{}'),
    ) as object
    const isValid = validator.compile(schema)
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true)
  })

  const [product] = sampleHunt().products
  const made = (more: Partial<NonNullable<typeof product>>) => {
    const hunt = sampleHunt({ products: product ? [{ ...product, ...more }] : [] })
    return csafDocument(share(sampleInput({ hunts: [hunt] }), sampleInternal, { includeInternal: false }).warning) as {
      readonly product_tree: { readonly branches: readonly { readonly category: string; readonly name: string }[] }
      readonly vulnerabilities: readonly {
        readonly product_status: Readonly<Record<string, readonly string[]>>
        readonly remediations: readonly { readonly category: string; readonly details: string }[]
      }[]
    }
  }

  test('names the releases that the advisory calls repaired, and the package', () => {
    const installations = (product?.installations ?? []).map((one) => ({ ...one, purl: 'pkg:npm/%40example/phone' }))
    const repaired = made({ fixed: ['1.2.4', '2.0.1'], installations })
    expect(failures(repaired)).toEqual([])
    const [vulnerability] = repaired.vulnerabilities
    expect(vulnerability?.product_status.fixed).toHaveLength(2)
    expect(vulnerability?.remediations).toEqual([expect.objectContaining({ category: 'vendor_fix', details: expect.stringContaining('1.2.4 and 2.0.1') })])
    const tree = JSON.stringify(repaired.product_tree)
    for (const version of ['1.2.3', '1.2.4', '2.0.1']) expect(tree).toContain(`{"purl":"pkg:npm/%40example/phone@${version}"}`)
  })

  test('without a repaired release says so, and promises none', () => {
    const [vulnerability] = made({}).vulnerabilities
    expect(vulnerability?.product_status).not.toHaveProperty('fixed')
    expect(vulnerability?.remediations).toEqual([expect.objectContaining({ category: 'mitigation', details: expect.stringContaining('no repaired release') })])
  })

  test('a maker that nobody names is not made up', () => {
    const installations = (product?.installations ?? []).map((one) => ({ ...one, vendor: '' }))
    const { product_tree: tree, ...rest } = made({ vendor: '', installations })
    expect(failures({ product_tree: tree, ...rest })).toEqual([])
    expect(tree.branches).toMatchObject([{ category: 'product_name', name: 'Example Phone' }])
  })

  test('is not made where no CVE or no affected release is known', () => {
    expect(csafDocument(share(sampleInput({ hunts: [sampleHunt({ cves: [] })] }), sampleInternal, { includeInternal: false }).warning)).toBeUndefined()
    expect(csafDocument(share(sampleInput({ hunts: [sampleHunt({ products: [] })] }), sampleInternal, { includeInternal: false }).warning)).toBeUndefined()
  })
})
