import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/cli.ts'
import { missing, run } from '../../../../test/support/tool.ts'
import { findFirstHeader, unpackHeader } from '../../nsis/header.ts'
import { nsis } from './index.ts'

function header(unicode: boolean, compressor: string): Buffer {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'a.txt'), 'a')
  const script = `Unicode ${unicode}
SetCompressor ${compressor}
Name T
OutFile t.exe
InstallDir "$PROGRAMFILES\\Example"
Section "the main part"
  SetOutPath "$INSTDIR"
  File a.txt
  ExecWait '"$INSTDIR\\helper.exe" --quiet'
  Exec '"$SYSDIR\\cmd.exe" /c echo'
  ExecShell open "https://example.invalid/page"
  WriteRegStr HKCU "Software\\Microsoft\\Windows\\CurrentVersion\\Run" Example "$INSTDIR\\helper.exe"
  WriteRegDWORD HKLM "Software\\Example" Number 7
  CreateShortcut "$SMSTARTUP\\Example.lnk" "$INSTDIR\\helper.exe" "--start"
  System::Call 'kernel32::GetTickCount() i .r0'
  nsExec::Exec 'cmd /c ver'
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section Uninstall
SectionEnd
`
  writeFileSync(join(folder.path, 't.nsi'), script)
  run('makensis', ['-V1', 't.nsi'], { cwd: folder.path })
  const bytes = readFileSync(join(folder.path, 't.exe'))
  return Buffer.from(unpackHeader(bytes.subarray(findFirstHeader(bytes))))
}

const variants = [true, false].flatMap((unicode) =>
  ['lzma', '/SOLID lzma', 'zlib', '/SOLID zlib', 'bzip2', '/SOLID bzip2'].map((compressor) => [unicode, compressor] as const),
)

describe.skipIf(missing('makensis'))('the script of an NSIS installer', () => {
  it.each(variants)('Unicode %s, %s: says what was written', (unicode, compressor) => {
    const bytes = header(unicode, compressor)
    expect(nsis.recognise({ path: 'x', size: bytes.length, bytes: bytes.subarray(0, 4096) })).toBe(1)
    const { units, traits, notes } = nsis.read({ path: 'x', bytes })
    const said = (kind: string) => units.filter((unit) => unit.kind === kind).map(({ says }) => says)
    expect(notes).toEqual([])
    expect(said('section')).toEqual(['the main part'])
    expect(said('custom-action')).toEqual([
      'runs and waits for "$INSTDIR\\helper.exe" --quiet',
      'runs "$SYSDIR\\cmd.exe" /c echo',
      'opens through the shell open https://example.invalid/page',
      'calls the plug-in $PLUGINSDIR\\System.dll Call kernel32::GetTickCount() i .r0',
      'calls the plug-in $PLUGINSDIR\\nsExec.dll Exec cmd /c ver',
    ])
    expect(said('registry')).toEqual([
      'writes HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run Example $INSTDIR\\helper.exe',
      'writes HKLM\\Software\\Example Number 7',
    ])
    expect(said('shortcut')).toEqual(['makes the shortcut $SMSTARTUP\\Example.lnk → $INSTDIR\\helper.exe --start'])
    expect(said('extract')).toContain('puts a.txt')
    expect(said('file-operation')).toContain('writes the uninstaller $INSTDIR\\uninstall.exe')
    expect(units.find(({ says }) => says.includes('CurrentVersion'))?.capabilities).toContain('persistence')
    expect(units.find(({ kind }) => kind === 'shortcut')?.capabilities).toContain('persistence')
    expect(units.find(({ says }) => says.includes('cmd.exe'))?.capabilities).toEqual(expect.arrayContaining(['execute', 'shell']))
    expect(units.flatMap(({ hosts }) => hosts ?? [])).toEqual(['example.invalid'])
    expect(traits.find(({ name }) => name === 'nsis.unicode')?.value).toBe(unicode)
  })

  it('cut off or overwritten anywhere it notes so and does not throw', () => {
    const bytes = header(true, 'zlib')
    for (let length = 28; length < bytes.length; length += 37) expect(() => nsis.read({ path: 'x', bytes: bytes.subarray(0, length) })).not.toThrow()
    for (let at = 28; at < bytes.length - 4; at += 5) {
      const broken = Buffer.from(bytes)
      broken.fill(0xff, at, at + 4)
      expect(() => nsis.read({ path: 'x', bytes: broken })).not.toThrow()
    }
  })
})
