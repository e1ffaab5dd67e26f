import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/cli.ts'
import { missing, run } from '../../../../test/support/tool.ts'
import { readMsi, textOf } from '../../compound/msi-tables.ts'
import { bytesSource } from '../../unpack/source.ts'
import { scheduling } from './custom-action.ts'
import { msi } from './index.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const path = join(folder.path, 't.msi')

function build(): Buffer {
  writeFileSync(join(folder.path, 'a.txt'), 'a')
  writeFileSync(
    join(folder.path, 't.wxs'),
    `<?xml version="1.0"?><Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="*" UpgradeCode="12345678-1234-1234-1234-111111111111" Name="Example Desktop" Version="1.2.3" Manufacturer="Example Ltd" Language="1033">
<Package InstallerVersion="200" Compressed="yes"/><Media Id="1" Cabinet="t.cab" EmbedCab="yes"/>
<Binary Id="helper" SourceFile="a.txt"/>
<CustomAction Id="RunHelper" FileKey="f1" ExeCommand="--setup" Execute="deferred" Impersonate="no" Return="check"/>
<CustomAction Id="SetFolder" Property="EXAMPLE" Value="[ProgramFilesFolder]x"/>
<InstallExecuteSequence><Custom Action="RunHelper" Before="InstallFinalize">NOT Installed</Custom></InstallExecuteSequence>
<Condition Message="Windows 10 or later">VersionNT &gt;= 603</Condition>
<Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="Home" Name="Example">
<Component Id="c1" Guid="12345678-1234-1234-1234-222222222222"><File Id="f1" Source="a.txt" Name="a long name.txt" KeyPath="yes"/>
<RegistryValue Root="HKLM" Key="Software\\Microsoft\\Windows\\CurrentVersion\\Run" Name="Example" Type="string" Value="[Home]x.exe"/>
<ServiceInstall Id="s" Name="ExampleService" Type="ownProcess" Start="auto" ErrorControl="normal" Arguments="-k"/></Component>
</Directory></Directory><Feature Id="f" Level="1"><ComponentRef Id="c1"/></Feature></Product></Wix>`,
  )
  run('wixl', ['-o', 't.msi', 't.wxs'], { cwd: folder.path })
  return readFileSync(path)
}

describe.skipIf(missing('wixl', 'msiinfo'))('an MSI built with wixl', () => {
  const bytes = missing('wixl', 'msiinfo') ? Buffer.alloc(0) : build()

  it('has the rows that msiinfo exports', () => {
    const database = readMsi(bytesSource(bytes))
    for (const table of ['Property', 'File', 'Component', 'Directory', 'CustomAction', 'InstallExecuteSequence', 'Registry', 'Media', 'ServiceInstall']) {
      const lines = run('msiinfo', ['export', path, table])
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
      const [header = '', , , ...rows] = lines
      const exported = rows.map((row) => Object.fromEntries(row.split('\t').map((value, index) => [header.split('\t')[index], value])))
      const own = database.rows(table).map((row) => Object.fromEntries([...row].map(([column, value]) => [column, value === null ? '' : String(value)])))
      expect(own, table).toEqual(exported)
    }
  })

  it('tells what it does while it installs', () => {
    const { units, traits, notes } = msi.read({ path: 't.msi', bytes })
    const said = (kind: string) => units.filter((unit) => unit.kind === kind).map(({ says }) => says)
    expect(notes).toEqual([])
    expect(said('custom-action')).toEqual(
      expect.arrayContaining([
        'RunHelper runs an installed program (deferred, with the rights of the system): f1 --setup',
        'SetFolder sets a property: EXAMPLE [ProgramFilesFolder]x',
      ]),
    )
    expect(said('install-sequence')).toEqual(['InstallExecuteSequence calls RunHelper if NOT Installed'])
    expect(said('registry')).toEqual(['writes HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run Example [Home]x.exe'])
    expect(said('service')).toEqual(['installs the service ExampleService -k'])
    expect(said('binary')).toEqual(['carries helper for its custom actions'])
    expect(units.find(({ kind }) => kind === 'registry')?.capabilities).toEqual(['persistence'])
    expect(Object.fromEntries(traits.map(({ name, value }) => [name, value]))).toMatchObject({
      'msi.upgrade-code': '{12345678-1234-1234-1234-111111111111}',
      'msi.product-name': 'Example Desktop',
      'msi.product-version': '1.2.3',
      'msi.manufacturer': 'Example Ltd',
      'msi.files': 1,
    })
  })

  it('two builds of the same have the same units, though every GUID is new', () => {
    const again = build()
    const ids = (content: Uint8Array) =>
      msi
        .read({ path: 't.msi', bytes: content })
        .units.map(({ id }) => id)
        .sort()
    expect(Buffer.compare(again, bytes)).not.toBe(0)
    expect(ids(again)).toEqual(ids(bytes))
  })

  it('cut off or overwritten anywhere it notes so and does not throw', () => {
    for (let length = 8; length < bytes.length; length += 509) {
      const reading = msi.read({ path: 't.msi', bytes: bytes.subarray(0, length) })
      expect(reading.notes.length + reading.units.length).toBeGreaterThan(0)
    }
    for (let at = 8; at < bytes.length - 8; at += 61) {
      const broken = Buffer.from(bytes)
      broken.fill(at % 2 ? 0xff : 0x01, at, at + 8)
      expect(() => msi.read({ path: 't.msi', bytes: broken })).not.toThrow()
    }
  })

  it('names of tables that are not there have no rows', () => {
    expect(readMsi(bytesSource(bytes)).rows('NoSuchTable')).toEqual([])
    expect(
      readMsi(bytesSource(bytes))
        .rows('Property')
        .map((row) => textOf(row, 'NoSuchColumn')),
    ).toContain('')
  })
})

describe('the bits of a custom action’s type', () => {
  // Windows Installer, "Custom Action In-Script Execution Options": 3090 = 18 + 1024 + 2048, 3137 = 1 + 64 + 1024 + 2048, 1281 = 1 + 256 + 1024.
  it.each([
    [3090, ['deferred', 'with the rights of the system']],
    [3137, ['deferred', 'with the rights of the system', 'its result is ignored']],
    [1281, ['on rollback']],
    [1537, ['on commit']],
    [194, ['its result is ignored', 'nobody waits for it']],
    [51, []],
  ])('%i', (type, words) => {
    expect(scheduling(type)).toEqual(words)
  })
})
