import { expect, it } from 'vitest'
import { systemOf } from './system-name.ts'

it.each([
  ['Windows 10 22H2', 'windows', '10 22H2', ''],
  ['Microsoft Windows 11 Enterprise 24H2', 'microsoftwindows', '11 24H2', 'e'],
  ['Windows 11 Pro 10.0.22631', 'windows', '10.0.22631', 'w'],
  ['Windows Server 2019 Standard', 'windowsserver', '2019', ''],
  ['Debian GNU/Linux 12 (bookworm)', 'debian', '12', ''],
  ['Ubuntu 22.04.3 LTS', 'ubuntu', '22.04.3', ''],
  ['macOS Ventura 13.2', 'macos', '13.2', ''],
  ['SUSE Linux Enterprise Server 15 SP4', 'suselinuxenterpriseserver', '15 SP4', ''],
  ['Alpine Linux v3.18', 'alpinelinux', 'v3.18', ''],
  ['Windows', 'windows', '', ''],
])('%s', (os, name, version, edition) => {
  const told = systemOf(os)
  expect(told).toMatchObject({ version, edition })
  expect(told.names).toContain(name)
})
