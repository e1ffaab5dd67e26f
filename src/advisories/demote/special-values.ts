import { privateRanges, rangeTest } from '../../base/net.ts'
import type { AdvisoryIndicatorType } from '../advisory.ts'

const isLocal = rangeTest([...privateRanges, '0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', 'fe80::/10', 'ff00::/8', '::/128'])
const resolvers = new Set([
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
  '149.112.112.112',
  '208.67.222.222',
  '208.67.220.220',
  '114.114.114.114',
  '4.2.2.1',
  '4.2.2.2',
  '223.5.5.5',
])
/** RFC 2606 sets these aside for examples. */
const exampleNames = /(?:^|\.)example\.(?:com|net|org)$/
/** Hashes of nothing. */
const ofNothing = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
])
/** Files of Windows itself that attacks use or imitate: their names say nothing without a path. */
const windowsFiles = new Set(
  (
    'svchost.exe explorer.exe rundll32.exe regsvr32.exe cmd.exe powershell.exe pwsh.exe wscript.exe cscript.exe mshta.exe msiexec.exe certutil.exe bitsadmin.exe schtasks.exe services.exe lsass.exe winlogon.exe csrss.exe smss.exe ' +
    'wininit.exe spoolsv.exe taskhost.exe taskhostw.exe conhost.exe dllhost.exe wmic.exe wmiprvse.exe net.exe net1.exe netsh.exe reg.exe regedit.exe sc.exe ipconfig.exe whoami.exe tasklist.exe taskkill.exe nltest.exe ping.exe nslookup.exe systeminfo.exe ' +
    'msbuild.exe installutil.exe regasm.exe regsvcs.exe iexplore.exe msedge.exe chrome.exe firefox.exe winword.exe excel.exe outlook.exe notepad.exe calc.exe userinit.exe vssadmin.exe wevtutil.exe werfault.exe searchindexer.exe ntoskrnl.exe attrib.exe ' +
    'kernel32.dll kernelbase.dll ntdll.dll user32.dll advapi32.dll ws2_32.dll wininet.dll winhttp.dll shell32.dll ole32.dll oleaut32.dll crypt32.dll bcrypt.dll gdi32.dll msvcrt.dll shlwapi.dll combase.dll amsi.dll urlmon.dll desktop.ini autorun.inf hosts.txt readme.md readme.txt'
  ).split(' '),
)

const systemPath = /^(?:\/proc\/(?!\d)[\w./-]+|\/dev\/(?:null|tcp|udp|shm)|\/bin\/(?:ba)?sh|\/etc\/(?:passwd|hosts|shadow)|c:\\windows(?:\\system32)?)$/i

/** Why a value can be no indicator by itself, whoever names it. */
export function specialReason(type: AdvisoryIndicatorType, value: string): string | undefined {
  if (type === 'ipv4' || type === 'ipv6' || type === 'cidr') return addressReason(value)
  if (type === 'domain' || type === 'host') return exampleNames.test(value) ? 'a name set aside for examples (RFC 2606)' : undefined
  if (type === 'url' && exampleNames.test(hostOfUrl(value))) return 'on a name set aside for examples (RFC 2606)'
  if (type === 'file-path' && systemPath.test(value)) return 'a path that every system of its kind has'
  if (ofNothing.has(value)) return 'the hash of an empty file'
  return type === 'file-name' && windowsFiles.has(value.toLowerCase()) ? 'a file that is on every Windows or in every project' : undefined
}

function addressReason(value: string): string | undefined {
  if (isLocal(value.split('/')[0] ?? ''))
    return value.includes('/') ? 'a range of private, local or special use' : 'an address of private, local or special use'
  if (value === '1.2.3.4') return 'an address that stands for any'
  return resolvers.has(value) ? 'a public DNS resolver' : undefined
}

/** Host of a URL with or without scheme, without port. */
export function hostOfUrl(value: string): string {
  const authority = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/?#]/)[0] ?? ''
  return (authority.startsWith('[') ? authority.slice(1).split(']')[0] : authority.split('@').at(-1)?.split(':')[0])?.toLowerCase() ?? ''
}
