import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { osquery } from './index.ts'

holdsTheContract(osquery)

describe('osquery', () => {
  it('reads differential, snapshot and batched results of four tables', async () => {
    const { rows, skipped, said } = await readSample(osquery, 'osqueryd.results.log')
    const bare = { product_code: '', signer: '', hashes: [], basis: 'inventory' }
    expect(rows.installation).toEqual([
      {
        line: 1,
        host: 'pc-0017.corp.example',
        product: 'Acme Desktop',
        vendor: 'Acme Ltd',
        version: '18.12.416.0',
        installed_at: Date.UTC(2023, 2, 22) * 1000,
        seen_at: 1_679_731_200e6,
        ...bare,
      },
      {
        line: 4,
        host: 'build-01',
        product: 'xz-utils',
        vendor: 'Example Packagers',
        version: '5.6.1-1',
        installed_at: null,
        seen_at: 1_679_731_500e6,
        ...bare,
      },
      {
        line: 5,
        host: 'db-01',
        product: 'openssl',
        vendor: 'Example Linux',
        version: '1:3.0.7-24.el9',
        installed_at: 1_678_872_600e6,
        seen_at: 1_679_731_600e6,
        ...bare,
      },
    ])
    expect(skipped).toEqual([])
    expect(said).toEqual([
      '1 row of what was removed since the run before gave no installation.',
      'Left out, since dpkg knows but does not have them: 1 package.',
      'Left out, since no table takes what these queries tell: 1 row (pack/inventory/listening_ports).',
    ])
  })

  it('takes no install date from the last time an app was opened', async () => {
    const { rows } = await readSample(osquery, 'mac-07.apps.json')
    expect(rows.installation).toMatchObject([
      { line: 1, host: 'mac-07', product: 'Acme Desktop', version: '18.12.402', installed_at: null, seen_at: modified },
      { line: 2, host: 'mac-07', product: 'Reader', version: '77', installed_at: null },
    ])
  })

  it('keeps product code, bundle id, signer and hashes, where a query gives them', async () => {
    const [md5, sha256] = ['A'.repeat(32), 'b'.repeat(64)]
    const program = {
      name: 'Desk',
      version: '1',
      publisher: 'Acme',
      identifying_number: '{AC3E0000-0000-4000-8000-000000000001}',
      subject_name: 'Acme Ltd',
      md5,
      sha256,
    }
    const app = {
      name: 'Desk.app',
      bundle_identifier: 'example.Acme.Desk',
      bundle_short_version: '1',
      authority: 'Developer ID Application: Acme Ltd (A1B2C3D4E5)',
    }
    const { rows } = await readAll(osquery, JSON.stringify([program, app]))
    expect(rows.installation).toMatchObject([
      { product_code: '{ac3e0000-0000-4000-8000-000000000001}', signer: 'Acme Ltd', hashes: ['a'.repeat(32), sha256] },
      { product_code: 'example.acme.desk', signer: 'Acme Ltd', hashes: [] },
    ])
  })

  it('takes the host from a joined column, and the date from text', async () => {
    const { rows } = await readAll(osquery, '[{"hostname":"PC-9","name":"Desk","version":"1","publisher":"Acme","install_date":"22.03.2023"}]')
    expect(rows.installation).toMatchObject([{ host: 'pc-9', installed_at: Date.UTC(2023, 2, 22) * 1000 }])
  })

  it("tells the table by the query's name where the columns do not", async () => {
    const record = (name: string) => `{"name":"${name}","hostIdentifier":"h","unixTime":1679731200,"columns":{"name":"Desk","version":"1"},"action":"added"}\n`
    const { rows, said } = await readAll(osquery, record('pack_it_programs') + record('pack/it/deb_packages') + record('listening_ports'))
    expect(rows.installation).toHaveLength(2)
    expect(said.join()).toContain('listening_ports')
  })

  it('reads processes, files, keys of the registry and mutexes', async () => {
    const record = (name: string, columns: object) => JSON.stringify({ name, hostIdentifier: 'pc-1', unixTime: 1_679_731_200, columns, action: 'added' })
    const lines = [
      record('pack/edr/process_events', { path: '/usr/bin/curl', cmdline: 'curl -s http://x.example', uid: '501', time: '1679731100', sha256: 'A'.repeat(64) }),
      record('file_events', { target_path: '/tmp/.hidden', action: 'CREATED', md5: 'b'.repeat(32), time: '1679731101' }),
      record('winbaseobj', { session_id: '1', object_name: '\\Sessions\\1\\BaseNamedObjects\\AppMutex', object_type: 'Mutant' }),
      record('winbaseobj', { session_id: '1', object_name: 'x', object_type: 'Section' }),
      record('registry', {
        key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
        path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\Y',
        name: 'Y',
        type: 'REG_SZ',
        data: '1',
        mtime: '1679731000',
      }),
    ]
    const { rows, skipped } = await readAll(osquery, `${lines.join('\n')}\n`)
    expect(skipped).toEqual([])
    expect(rows.process_event).toMatchObject([
      {
        line: 1,
        time: 1_679_731_100e6,
        host: 'pc-1',
        user: '501',
        process_path: '/usr/bin/curl',
        command_line: 'curl -s http://x.example',
        sha256: 'a'.repeat(64),
      },
    ])
    expect(rows.host_file_event).toMatchObject([{ line: 2, file_path: '/tmp/.hidden', md5: 'b'.repeat(32) }])
    expect(rows.kernel_event).toMatchObject([{ line: 3, time: 1_679_731_200e6, object_type: 'mutex', object_name: 'AppMutex' }])
    expect(rows.registry_event).toMatchObject([{ line: 5, time: 1_679_731_000e6, activity: 'present', key: 'HKLM\\SOFTWARE\\X', value_name: 'Y' }])
  })

  it('reads a list of records, and one record over many lines', async () => {
    const record = {
      name: 'programs',
      hostIdentifier: 'h',
      calendarTime: 'Sat Mar 25 08:00:00 2023 UTC',
      snapshot: [{ name: 'Desk', version: '1', publisher: '' }],
      action: 'snapshot',
    }
    for (const text of [JSON.stringify([record, record]), JSON.stringify(record, null, 2)]) {
      expect(osquery.recognise(headOfText(text))).toBeGreaterThan(0.5)
      expect((await readAll(osquery, text)).rows.installation?.[0]).toMatchObject({ host: 'h', product: 'Desk', seen_at: Date.UTC(2023, 2, 25, 8) * 1000 })
    }
  })

  it('skips a torn line and goes on', async () => {
    const line = '{"name":"programs","hostIdentifier":"h","unixTime":1679731200,"columns":{"name":"Desk","version":"1","publisher":"A"},"action":"added"}'
    const { rows, skipped } = await readAll(osquery, `${line}\n${line.slice(0, 70)}\n${line}\n`)
    expect(rows.installation).toHaveLength(2)
    expect(skipped).toEqual([{ line: 2, why: 'a line that is no whole JSON record' }])
  })

  it.each([
    ['other lists', '[{"name":"x","value":1}]'],
    ['PowerShell', '[{"DisplayName":"x","DisplayVersion":"1"}]'],
    ['Zeek', '{"ts":1,"uid":"C1","id.orig_h":"10.0.0.1","conn_state":"SF"}'],
    ['a named record', '{"name":"x","columns":["a","b"]}'],
  ])('does not take %s for its own', (_, content) => {
    expect(osquery.recognise(headOfText(content))).toBe(0)
  })

  it('recognises a snapshot too long for its name to be seen', () => {
    const snapshot = Array.from({ length: 2000 }, (_, index) => ({ name: `Program ${index}`, version: '1.0', publisher: 'Acme', install_date: '' }))
    expect(osquery.recognise(headOfText(JSON.stringify({ snapshot, action: 'snapshot', name: 'programs', hostIdentifier: 'h' })))).toBeGreaterThan(0.5)
  })
})
