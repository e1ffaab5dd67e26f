import type { Role } from './organisation.ts'
import { outside, regular, type Site, traffics } from './site.ts'

type System = 'Windows' | 'macOS' | 'Ubuntu'

/** A piece of software that an organisation uses. The vendors are made up, but for the two of the cases. */
export interface Product {
  readonly product: string
  readonly vendor: string
  /** The vendor's registered domain. */
  readonly domain: string
  /** Name of the Debian package, where it is another product name on Linux. */
  readonly package?: string
  readonly systems: readonly System[]
  /** Share of the hosts of each role; `others` for the rest. */
  readonly share: Partial<Record<Role | 'others', number>>
  /** The one that was there before the drill. */
  readonly version: string
  /** Mean days between releases. */
  readonly every: number
  /** `rings`: rolled out by administrators, ring after ring. `self`: the program updates itself. */
  readonly channel: 'rings' | 'self'
  readonly update: 'tls' | 'http'
  /** Hours between two reports home; absent where it sends none. */
  readonly telemetry?: number
}

const desktops = ['Windows', 'macOS'] as const
const everywhere = ['Windows', 'macOS', 'Ubuntu'] as const
const people = (share: number) => ({ server: 0, separated: 0, others: share })

function made(product: string, more: Omit<Product, 'product' | 'vendor' | 'domain'>): Product {
  const vendor = product.split(' ', 1)[0] ?? product
  return { product, vendor, domain: `${vendor.toLowerCase()}.example`, ...more }
}

export const products: readonly Product[] = [
  made('Alder Office', { systems: desktops, share: { server: 0, others: 0.95 }, version: '16.4.10', every: 28, channel: 'rings', update: 'tls', telemetry: 6 }),
  made('Birch Browser', {
    package: 'birch-browser',
    systems: everywhere,
    share: { server: 0, others: 0.92 },
    version: '108.0.5',
    every: 16,
    channel: 'self',
    update: 'http',
    telemetry: 5,
  }),
  made('Cedar Meet', {
    systems: everywhere,
    package: 'cedar-meet',
    share: people(0.75),
    version: '5.13.1',
    every: 24,
    channel: 'self',
    update: 'tls',
    telemetry: 8,
  }),
  made('Dogwood Endpoint Agent', {
    package: 'dogwood-agent',
    systems: everywhere,
    share: { others: 0.98 },
    version: '7.2.140',
    every: 30,
    channel: 'rings',
    update: 'tls',
    telemetry: 2,
  }),
  made('Elm Reader', { systems: desktops, share: { server: 0.1, others: 0.7 }, version: '22.3.2', every: 34, channel: 'rings', update: 'http', telemetry: 11 }),
  made('Fir Secure Access', {
    systems: desktops,
    share: { ...people(0.45), engineering: 0.9, management: 1 },
    version: '4.10.6',
    every: 45,
    channel: 'rings',
    update: 'tls',
  }),
  made('Ginkgo Ledger', {
    systems: ['Windows'],
    share: { ...people(0.03), finance: 0.9 },
    version: '9.1.0',
    every: 30,
    channel: 'rings',
    update: 'tls',
    telemetry: 7,
  }),
  made('Hazel Treasury', {
    systems: ['Windows'],
    share: { ...people(0), finance: 0.5, management: 0.2 },
    version: '3.8.2',
    every: 40,
    channel: 'self',
    update: 'tls',
  }),
  made('Ironwood Studio', {
    package: 'ironwood-studio',
    systems: everywhere,
    share: { ...people(0.02), engineering: 0.85 },
    version: '1.74.2',
    every: 15,
    channel: 'self',
    update: 'tls',
    telemetry: 4,
  }),
  made('Jarrah Containers', {
    package: 'jarrah-containers',
    systems: everywhere,
    share: { ...people(0), engineering: 0.55, server: 0.2 },
    version: '4.16.1',
    every: 24,
    channel: 'self',
    update: 'tls',
  }),
  made('Katsura Draw', { systems: desktops, share: { ...people(0.12), engineering: 0.35 }, version: '20.7.4', every: 32, channel: 'self', update: 'http' }),
  made('Larch Archive', { systems: ['Windows'], share: { others: 0.6 }, version: '22.0.1', every: 80, channel: 'rings', update: 'http' }),
  made('Maple Notes', { systems: desktops, share: people(0.35), version: '2.41.0', every: 20, channel: 'self', update: 'tls', telemetry: 9 }),
  made('Nutmeg Drive', { systems: desktops, share: people(0.6), version: '164.4.7', every: 18, channel: 'self', update: 'tls', telemetry: 3 }),
  made('Olive Print', { systems: ['Windows'], share: { server: 0.05, others: 0.75 }, version: '6.1.3', every: 90, channel: 'rings', update: 'http' }),
  made('Poplar Helpdesk', {
    systems: ['Windows'],
    share: { ...people(0.05), 'call-centre': 0.95 },
    version: '11.0.8',
    every: 22,
    channel: 'rings',
    update: 'tls',
    telemetry: 4,
  }),
  made('Quince Queue', { systems: ['Windows'], share: { ...people(0), 'call-centre': 0.6 }, version: '2.6.4', every: 36, channel: 'rings', update: 'tls' }),
  made('Rowan Backup', {
    package: 'rowan-backup',
    systems: everywhere,
    share: { ...people(0.1), server: 0.95 },
    version: '12.0.2',
    every: 50,
    channel: 'rings',
    update: 'tls',
  }),
  made('Sorrel Player', { systems: desktops, share: people(0.25), version: '3.0.17', every: 55, channel: 'self', update: 'http' }),
  made('Tamarind Server', {
    package: 'tamarind',
    systems: ['Ubuntu'],
    share: { ...people(0), server: 0.6 },
    version: '1.22.1',
    every: 35,
    channel: 'rings',
    update: 'http',
  }),
  made('Viburnum Monitor', {
    package: 'viburnum-monitor',
    systems: ['Windows', 'Ubuntu'],
    share: { ...people(0), server: 0.9 },
    version: '6.2.6',
    every: 38,
    channel: 'rings',
    update: 'tls',
    telemetry: 1,
  }),
  made('Willow Chat', {
    systems: everywhere,
    package: 'willow-chat',
    share: people(0.85),
    version: '4.29.144',
    every: 17,
    channel: 'self',
    update: 'tls',
    telemetry: 6,
  }),
]

/** The telephone client of the 3CX case. Its releases are set by the case; without it, it stays at the one before. */
export const softphone: Product = {
  product: '3CX Desktop App',
  vendor: '3CX',
  domain: 'softphone.example',
  systems: desktops,
  share: { ...people(0.2), 'call-centre': 0.9, management: 0.4, finance: 0.15, engineering: 0.1 },
  version: '18.11.1197',
  every: Number.POSITIVE_INFINITY,
  channel: 'self',
  update: 'tls',
  telemetry: 12,
}

/** The sign-in add-on of the MagicLine case, which has long been there. */
export const magicLine: Product = {
  product: 'MagicLine4NX',
  vendor: 'Dream Security',
  domain: 'sign-in.example',
  systems: ['Windows'],
  share: { others: 0.25, server: 0, finance: 0.8, separated: 0.9, engineering: 0.1, 'call-centre': 0.05 },
  version: '1.0.0.26',
  every: Number.POSITIVE_INFINITY,
  channel: 'self',
  update: 'tls',
}

export function systemOf(os: string): System {
  return os.startsWith('Windows') ? 'Windows' : os.startsWith('macOS') ? 'macOS' : 'Ubuntu'
}

/** What the product is called on a system: on Linux by its package. */
export function productOn(product: Product, os: string): string {
  return systemOf(os) === 'Ubuntu' ? (product.package ?? product.product) : product.product
}

/** Where a program that updates itself gets its releases; the others come from the organisation's own server. */
export function updateSite(product: Product): Site {
  return outside(`download.${product.domain}`, product.update === 'http' ? traffics.plainDownload : traffics.download, { client: product.product })
}

/** The same place, when there is nothing new. */
export function updateCheck(product: Product): Site {
  return outside(`download.${product.domain}`, traffics.check, { client: product.product })
}

/** Where it reports to, or undefined. */
export function telemetrySite(product: Product): Site | undefined {
  if (product.telemetry === undefined) return undefined
  const traffic = { ...regular(product.telemetry * 3600, 0.2, 1400), protocol: product.update }
  return outside(`telemetry.${product.domain}`, traffic, { client: product.product })
}
