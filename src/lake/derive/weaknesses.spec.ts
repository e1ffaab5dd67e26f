import { describe, expect, it } from 'vitest'
import { lakeWith } from '../../../test/support/lake.ts'
import { inventory, knowledge, type SampleWeakness } from '../../analysis/updates/samples.ts'
import { type Exploitation, likelihoodOf, tierOf } from '../../base/exploitation.ts'
import { raw } from '../../base/sql.ts'
import type { Batch, Row } from '../../model/tables.ts'
import type { Lake } from '../lake.ts'

interface Weak {
  readonly product: string
  readonly versions: readonly string[]
  readonly vulnerability: string
  readonly state: string
  readonly spared: boolean
}

const weaknesses = (lake: Lake) =>
  lake.rows<Weak>(
    raw(
      'SELECT toString(product) AS product, versions, vulnerability, toString(state) AS state, spared FROM weakness ORDER BY product, vulnerability, versions',
    ),
  )

describe('weaknesses of what is installed', () => {
  it('are one row for all versions of a software of which the same holds, whoever has it', async () => {
    const rows = ['1.0', '1.5', '2.0', 'next'].flatMap((version, index) =>
      ['a', 'b'].map((host) => ({ host: `${host}-${index}`, product: 'Cedar Mail', vendor: 'Cedar', version })),
    )
    await using test = await lakeWith([inventory(rows), ...knowledge([{ id: 'CVE-2024-1', product: 'Cedar Mail', vendor: 'Cedar', fixed: '2.0' }])])
    expect(await weaknesses(test.lake)).toMatchObject([
      { product: 'Cedar Mail', versions: ['1.0', '1.5'], state: 'affected' },
      { product: 'Cedar Mail', versions: ['next'], state: 'cannot tell' },
    ])
    const [software] = await test.lake.rows<{ rows: number; families: number; hosts: number }>(
      raw('SELECT count() AS rows, uniqExact(family) AS families, sum(length(hosts)) AS hosts FROM software'),
    )
    expect(software).toEqual({ rows: 4, families: 1, hosts: 8 })
  })

  it('are told apart by package, system and signer, and not by the version in a package URL', async () => {
    const purls = [
      'pkg:npm/left-lib@1.0.0',
      'pkg:npm/left-lib@1.1.0',
      'pkg:pypi/left-lib@1.0.0',
      'pkg:deb/debian/left-lib@1.0?upstream=left@1',
      'pkg:deb/debian/left-lib@1.0?upstream=left@2',
    ]
    const rows = purls.map((purl, index) => ({ host: `pc-${index}`, product: 'left-lib', purl, version: /@([\d.]+)/.exec(purl)?.[1] ?? '' }))
    await using test = await lakeWith([inventory(rows)])
    const families = await test.lake.rows<{ own: readonly string[] }>(
      raw('SELECT arraySort(groupArrayArray(purls)) AS own FROM software GROUP BY family ORDER BY own'),
    )
    expect(families.map(({ own }) => own)).toEqual([[purls[3]], [purls[4]], [purls[0], purls[1]], [purls[2]]])
  })

  it('are spared where VEX says so of each of the files that are called the same', async () => {
    const hashes = ['a'.repeat(64), 'b'.repeat(64)]
    const rows = hashes.flatMap((hash, index) => [
      { host: `pc-${index}`, product: 'Cedar Mail', vendor: 'Cedar', version: '1.0', hashes: [hash] },
      ...(index === 0 ? [{ host: 'pc-9', product: 'Cedar Reader', vendor: 'Cedar', version: '1.0', hashes: [hash] }] : []),
    ])
    const weak: SampleWeakness[] = ['Cedar Mail', 'Cedar Reader'].map((product, index) => ({ id: `CVE-2024-${index}`, product, vendor: 'Cedar', fixed: '2.0' }))
    const vex = weak.map(({ id }) => ({ vulnerability: id, hashes: hashes.slice(0, 1), status: 'not_affected', author: 'Cedar' }))
    await using test = await lakeWith([inventory(rows), ...knowledge(weak, vex)])
    expect(await weaknesses(test.lake)).toMatchObject([
      { product: 'Cedar Mail', spared: false },
      { product: 'Cedar Reader', spared: true },
    ])
  })
})

describe('the evidence of exploitation', () => {
  it('is weighed in SQL as it is elsewhere', async () => {
    const cases = [true, false].flatMap((known) =>
      [null, 0.001, 0.0999, 0.1, 0.6].flatMap((probability) => ['', 'none', 'poc', 'active'].map((exploitation) => ({ known, probability, exploitation }))),
    )
    const weak = cases.map(
      ({ known, probability }, index): SampleWeakness => ({
        id: `CVE-2024-${10_000 + index}`,
        product: 'Cedar Mail',
        vendor: 'Cedar',
        fixed: '2.0',
        ...(probability !== null && { probability }),
        ...(known && { known: { added: '2024-01-10', due: '2024-01-31' } }),
      }),
    )
    const decisions: Row<'decision_point'>[] = cases.flatMap(({ exploitation }, index) =>
      exploitation === '' ? [] : [{ cve: weak[index]?.id ?? '', exploitation, line: index + 1 }],
    )
    await using test = await lakeWith([
      inventory([{ host: 'a', product: 'Cedar Mail', vendor: 'Cedar', version: '1.0' }]),
      ...knowledge(weak),
      { table: 'decision_point', rows: decisions } as Batch,
    ])
    const rows = await test.lake.rows<{ id: string; tier: string; likelihood: number; place: number }>(
      raw('SELECT id, toString(tier) AS tier, likelihood, place FROM exploitation ORDER BY id'),
    )
    const expected = cases.map(
      ({ known, ...rest }): Exploitation => ({
        ...rest,
        known: known ? { cve: '', added: null, due: null, dueBeforeAdded: false, ransomware: null, action: '' } : null,
        automatable: null,
      }),
    )
    expect(rows.map(({ tier }) => tier)).toEqual(expected.map(tierOf))
    expect(rows.map(({ likelihood }) => likelihood)).toEqual(expected.map(likelihoodOf))
    const byPlace = rows.toSorted((a, b) => a.place - b.place).map(({ tier }) => tier)
    expect(byPlace).toEqual(byPlace.toSorted((a, b) => ['used', 'likely', 'shown', 'none'].indexOf(a) - ['used', 'likely', 'shown', 'none'].indexOf(b)))
  })
})
