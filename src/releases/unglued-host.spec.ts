import { describe, expect, it } from 'vitest'
import { stringUnits } from './strings.ts'
import { ungluedHost } from './unglued-host.ts'

describe('a host in the strings of a program', () => {
  it.each([
    ['incoming.telemetry.vendor.orgcrashping.pidhash', 'incoming.telemetry.vendor.org'],
    ['telemetry.vendor.orginvalid', 'telemetry.vendor.org'],
    ['telemetry.vendor.orgglean1.0.0failed', 'telemetry.vendor.org'],
    ['sub.community.vendor.netname', 'sub.community.vendor.net'],
  ])('ends where another string is glued to it: %s', (glued, host) => {
    expect(ungluedHost(glued)).toBe(host)
  })

  it.each([
    'vendor.community',
    'vendor.company.ru',
    'github.comevil.com',
    'evil.comnetwork.xyz',
    'github.company.bit',
    'vendor.network.onion',
    'build.company.corp',
    'printer.company.local',
    'comhost.nowhere',
    '203.0.113.7',
    '2001:db8::1',
  ])('that can be reached, or belongs to a network of its own, stays as it is: %s', (host) => {
    expect(ungluedHost(host)).toBe(host)
  })

  it('is shown with what is glued to it', () => {
    const [unit] = stringUnits(Buffer.from('\0https://telemetry.vendor.orgcrashping.pidHash table\0')).units
    expect(unit).toMatchObject({ hosts: ['telemetry.vendor.org'], says: 'https://telemetry.vendor.orgcrashping.pidhash', capabilities: ['network'] })
  })
})
