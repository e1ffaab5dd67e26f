import type { DrillOptions } from './options.ts'
import type { Host, Role } from './organisation.ts'
import { hashOf, type Random, stream } from './random.ts'

/** Shares of the roles; the rest works in the office. `separated` computers have no way to the internet. */
const shares: readonly (readonly [role: Role, prefix: string, share: number, least: number])[] = [
  ['server', 'srv', 0.12, 3],
  ['separated', 'sep', 0.08, 1],
  ['call-centre', 'cc', 0.15, 1],
  ['finance', 'fin', 0.15, 1],
  ['engineering', 'eng', 0.18, 1],
  ['management', 'mgt', 0.05, 1],
]

const laptops: Readonly<Record<Role, number>> = {
  office: 0.5,
  finance: 0.4,
  engineering: 0.7,
  'call-centre': 0.1,
  management: 1,
  server: 0,
  separated: 0,
}

/** First octets of each role's own network. */
const networks: Readonly<Record<Role, string>> = {
  office: '10.20',
  finance: '10.21',
  engineering: '10.22',
  'call-centre': '10.23',
  management: '10.24',
  server: '10.10',
  separated: '10.30',
}
const leaseNetwork = '10.40'
const dialInNetwork = '10.50'

/** The computers, servers first. The first server carries the common services; the last two pass data to the separated network. */
export function makeHosts(options: DrillOptions): readonly Host[] {
  const counts = shares.map(([role, prefix, share, least]) => ({ role, prefix, count: Math.max(least, Math.round(share * options.hosts)) }))
  const office = options.hosts - counts.reduce((sum, { count }) => sum + count, 0)
  const hosts: Host[] = []
  const random = stream([options.seed, 201])
  for (const { role, prefix, count } of [...counts, { role: 'office' as const, prefix: 'off', count: office }]) {
    for (let number = 0; number < count; number++) hosts.push(makeHost(role, prefix, number, count, hosts.length, random, options))
  }
  return hosts
}

function makeHost(role: Role, prefix: string, number: number, count: number, index: number, random: Random, options: DrillOptions): Host {
  const leased = random.chance(laptops[role])
  const os = operatingSystem(role, random)
  const name = role === 'server' ? serverName(number, count) : `${prefix}-${leased ? 'l' : 'd'}${String(number + 1).padStart(3, '0')}`
  const mac = `02:${[0, 8, 16, 24].map((shift) => hex(hashOf(options.seed, index, 202) >>> shift)).join(':')}:${hex(index)}`
  return { name, ip: leased ? address(dialInNetwork, index) : address(networks[role], number), mac, role, os, leased }
}

function serverName(number: number, count: number): string {
  if (number === count - 2) return 'srv-sync-outer'
  if (number === count - 1) return 'srv-sync-inner'
  return number === 0 ? 'srv-core01' : `srv-app${String(number).padStart(2, '0')}`
}

function operatingSystem(role: Role, random: Random): string {
  const dice = random.unit()
  if (role === 'server') return dice < 0.45 ? 'Windows Server 2022' : 'Ubuntu 22.04'
  if (role === 'engineering') return dice < 0.35 ? 'Ubuntu 22.04' : dice < 0.65 ? 'macOS 13' : 'Windows 11'
  if (role === 'management') return dice < 0.35 ? 'macOS 13' : 'Windows 11'
  return dice < 0.06 && role === 'office' ? 'macOS 13' : dice < 0.4 ? 'Windows 10' : 'Windows 11'
}

/** The address that a laptop leases on a day: every laptop another one, and each day anew. */
export function leasedAddress(index: number, day: number, options: DrillOptions): string {
  const pool = options.hosts * 4
  return address(leaseNetwork, (index * 3 + (hashOf(options.seed, day, 203) % pool)) % pool)
}

function address(network: string, number: number): string {
  return `${network}.${Math.floor(number / 250)}.${1 + (number % 250)}`
}

function hex(value: number): string {
  return (value & 255).toString(16).padStart(2, '0')
}
