import type { Outfit } from './contacts.ts'
import type { DrillInstallation } from './organisation.ts'
import { productOn, products, systemOf } from './products.ts'
import { hostAt, type World } from './world.ts'

const platforms = { Windows: 'Windows NT 10.0; Win64; x64', macOS: 'Macintosh; Intel Mac OS X 10_15_7', Ubuntu: 'X11; Linux x86_64' } as const

/** User agents that tell the version which the host had at that moment, as real ones do: passive evidence of what is installed. */
export function agents(world: World, installations: readonly DrillInstallation[]): Outfit['agentOf'] {
  const versions = new Map<string, DrillInstallation[]>()
  for (const one of installations) {
    const key = `${one.host} ${one.product}`
    const known = versions.get(key)
    if (known) known.push(one)
    else versions.set(key, [one])
  }
  return (visit, time) => {
    const { os } = hostAt(world, visit.host)
    const client = visit.site.client ?? 'Birch Browser'
    const product = products.find((one) => one.product === client)
    const held = (product && versions.get(`${visit.host} ${productOn(product, os)}`)) ?? []
    const version = held.findLast((one) => one.installedAt <= time)?.version
    if (visit.site.client === undefined)
      return version === undefined ? `Updater (${systemOf(os)})` : `Mozilla/5.0 (${platforms[systemOf(os)]}) BirchBrowser/${version}`
    return version === undefined ? `${client} (${systemOf(os)})` : `${client.replaceAll(' ', '')}/${version} (${systemOf(os)})`
  }
}
