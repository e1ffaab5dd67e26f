import { sha256 } from '../base/hash.ts'
import { presenceOf } from './calendar.ts'
import { indexOf, nightlySync, ownDomain } from './habits.ts'
import type { DrillFile, DrillInstallation } from './organisation.ts'
import { type Product, productOn, systemOf, updateSite } from './products.ts'
import { hashOf, labelOf, stream } from './random.ts'
import { inside, traffics } from './site.ts'
import { type Appointment, dayOf, hostAt, type World } from './world.ts'

const suffixes = { Windows: ['exe', 'application/x-dosexec'], macOS: ['zip', 'application/zip'], Ubuntu: ['deb', 'application/x-archive'] } as const

/** A file whose hash is that of its description: the same release is the same file on every host. No such file exists. */
export function madeUpFile(name: string, mime: string, size: number, sent: boolean): DrillFile {
  return { name, mime, size, sha256: sha256(`gatehouse drill: ${name}, ${size} bytes`), sent }
}

/** The download before each installation in the drill: from the vendor, or from the organisation's own server. Separated hosts are served by hand. */
export function downloads(world: World, installations: readonly DrillInstallation[], products: readonly Product[]): readonly Appointment[] {
  const random = stream([world.options.seed, 801])
  const own = inside(`updates.${ownDomain}`, hostAt(world, 0).ip, traffics.plainDownload, 'Deployment Agent')
  const sites = new Map(
    products.flatMap((product) => ['Windows', 'Ubuntu'].map((os) => [productOn(product, os), product.channel === 'self' ? updateSite(product) : own] as const)),
  )
  return installations.flatMap((one) => {
    const host = hostAt(world, one.host)
    const site = sites.get(one.product)
    const presence = one.installedAt >= world.start ? presenceOf(host, one.host, dayOf(one.installedAt), world.options.seed) : undefined
    if (!site || !presence || host.role === 'separated') return []
    const [suffix, mime] = suffixes[systemOf(host.os)]
    const size = 4_000_000 + (hashOf(labelOf(one.product + one.version)) % 120_000_000)
    const name = `${one.product.replaceAll(' ', '')}-${one.version}.${suffix}`
    return [{ host: one.host, site, time: Math.max(presence.on + 10, one.installedAt - random.between(60, 900)), file: madeUpFile(name, mime, size, false) }]
  })
}

/** The nightly hand-over between the two sides of the separated network, a new file each time. */
export function dataSync(world: World): readonly Appointment[] {
  const outer = indexOf(world.hosts, 'srv-sync-outer')
  const inner = inside('sync', hostAt(world, indexOf(world.hosts, 'srv-sync-inner')).ip, { ...traffics.shares, contacts: 1 })
  return nightlySync(world, (time, day) => ({
    host: outer,
    site: inner,
    time,
    file: madeUpFile(`daily-${String(day + 1).padStart(3, '0')}.zip`, 'application/zip', 2_000_000 + (hashOf(world.options.seed, day, 802) % 9_000_000), true),
  }))
}
