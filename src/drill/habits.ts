import { daySeconds } from './calendar.ts'
import type { DrillInstallation, Host } from './organisation.ts'
import { type Product, productOn, systemOf, telemetrySite, updateCheck } from './products.ts'
import { stream } from './random.ts'
import { inside, outside, regular, type Site, traffics } from './site.ts'
import { type Appointment, type Habit, hostAt, type World } from './world.ts'

/** The organisation's own domain. */
export const ownDomain = 'meridian.example'

/** Where programmers' code lies, and where anybody may put a file. */
export const codeHost = { app: 'git.codehost.example', raw: 'raw.codehost.example' } as const

/** What each computer does on ordinary days, whoever sits at it. */
export function ordinaryHabits(world: World, installations: readonly DrillInstallation[], products: readonly Product[]): readonly Habit[] {
  const always = (host: number, site: Site, daily = 1): Habit => ({ host, site, daily, from: world.start, until: world.end })
  const core = world.hosts[0]?.ip ?? ''
  const inner = world.hosts.find((host) => host.name === 'srv-sync-inner')?.ip ?? ''
  const places = {
    shares: inside('shares', core, traffics.shares),
    innerShares: inside('shares', inner, traffics.shares),
    intranet: inside(`intranet.${ownDomain}`, core, { ...traffics.pages, contacts: 2 }),
    mail: outside('mail.linden.example', { ...traffics.service, contacts: 4 }),
    documents: outside('docs.alder.example', traffics.service),
    code: outside(codeHost.app, traffics.service),
    rawCode: outside(codeHost.raw, traffics.pages),
    desk: outside('crm.ticket-desk.example', traffics.service),
    bank: outside('portal.first-clearing.example', { ...traffics.service, contacts: 3 }),
    vault: outside('vault.rowan.example', { ...traffics.backup, ticks: { period: daySeconds, jitter: 0.02, missed: 0.02, within: [5400, 12_600] } }),
    blocked: outside('telemetry.dogwood.example', { ...regular(14_400, 0.2, 0), received: [0, 0] }, { denied: true }),
  }
  const habits = world.hosts.flatMap((host, index) => {
    if (host.role === 'separated') return [always(index, places.innerShares, 0.8), always(index, places.blocked)]
    const system = systemSites[systemOf(host.os)].map(([site, daily]) => always(index, site, daily))
    if (host.role === 'server') return [...system, always(index, places.vault)]
    return [
      ...system,
      always(index, places.shares, 0.6),
      always(index, places.intranet, 0.5),
      always(index, places.mail, 0.95),
      always(index, places.documents, 0.8),
      ...(host.role === 'engineering' ? [always(index, places.code, 0.9), always(index, places.rawCode, 0.25)] : []),
      ...(host.role === 'call-centre' ? [always(index, places.desk, 0.97)] : []),
      ...(host.role === 'finance' ? [always(index, places.bank, 0.6)] : []),
    ]
  })
  return [...habits, ...ofPrograms(world, installations, products)]
}

/** The systems' own services: updates and, where there is one, the check for a way to the internet. */
const systemSites: Readonly<Record<'Windows' | 'macOS' | 'Ubuntu', readonly (readonly [Site, number])[]>> = {
  Windows: [
    [outside('update.harbour-os.example', { ...regular(79_200, 0.5, 2600), received: [180_000, 1] }), 1],
    [outside('connect.harbour-os.example', { ...traffics.plainPages, contacts: 1, sent: [120, 0.1], received: [240, 0.1] }), 0.95],
  ],
  macOS: [[outside('updates.orchard-os.example', { ...regular(86_400, 0.6, 2400), received: [90_000, 1] }), 1]],
  Ubuntu: [[outside('packages.lighthouse-linux.example', { ...regular(86_400, 0.5, 700), protocol: 'http', received: [240_000, 0.8] }), 1]],
}

/** What programs do by themselves where they are installed: report home, and ask for updates about once a week. */
function ofPrograms(world: World, installations: readonly DrillInstallation[], products: readonly Product[]): readonly Habit[] {
  const sites = new Map<string, readonly (readonly [Site, daily: number])[]>()
  for (const product of products) {
    const report = telemetrySite(product)
    const list = [...(report ? [[report, 1] as const] : []), ...(product.channel === 'self' ? [[updateCheck(product), 0.15] as const] : [])]
    for (const os of ['Windows', 'Ubuntu']) sites.set(productOn(product, os), list)
  }
  const habits: Habit[] = []
  const known = new Set<string>()
  for (const one of installations) {
    const key = `${one.host} ${one.product}`
    if (known.has(key) || hostAt(world, one.host).role === 'separated') continue
    known.add(key)
    for (const [site, daily] of sites.get(one.product) ?? []) {
      habits.push({ host: one.host, site, daily, from: Math.max(world.start, one.installedAt + 120), until: world.end })
    }
  }
  return habits
}

/** Each night the outer side hands the day's files to the inner side of the separated network. */
export function nightlySync(world: World, handOver: (time: number, number: number) => Appointment): readonly Appointment[] {
  const random = stream([world.options.seed, 701])
  return Array.from({ length: world.options.days }, (_, day) => handOver(world.start + day * daySeconds + 7200 + random.between(0, 1500), day))
}

export function indexOf(hosts: readonly Host[], name: string): number {
  return hosts.findIndex((host) => host.name === name)
}
