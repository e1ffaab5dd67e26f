import { registeredDomain } from '../../base/domain.ts'
import type { AdvisoryIndicatorType, IndicatorRole } from '../advisory.ts'
import { endsInKnown } from '../text/names.ts'
import { referenceSites, sharedServices, tenantServices } from './public-services.ts'
import { hostOfUrl, specialReason } from './special-values.ts'
import type { WarningLists } from './warning-lists.ts'

/** Who publishes, and whose product it is about. */
export interface Parties {
  /** Registered domains of the publisher. */
  readonly publisher: ReadonlySet<string>
  /** Names of products and vendors, small letters and digits only. */
  readonly vendors: ReadonlySet<string>
}

export const sharedHost = 'a service that many use: its pages may be indicators, its host is none'

export interface Demotion {
  readonly reason: string
  readonly role?: IndicatorRole | undefined
}

/** Why a value is no reason to alarm by itself, from the value alone and the parties to the affair. */
export function demotionOf(
  type: AdvisoryIndicatorType,
  value: string,
  parties: Parties,
  lists: WarningLists,
  role: IndicatorRole = 'unknown',
): Demotion | undefined {
  const special = specialReason(type, value)
  if (special) return { reason: special, role: special.includes('examples') ? 'example' : undefined }
  return byParties(type, value, parties, role) ?? byService(type, value) ?? listed(type, value, lists)
}

function listed(type: AdvisoryIndicatorType, value: string, lists: WarningLists): Demotion | undefined {
  const reason = lists(type, value)
  return reason === undefined ? undefined : { reason: `on the warning list “${reason}”` }
}

function nameOf(type: AdvisoryIndicatorType, value: string): string | undefined {
  if (type === 'domain' || type === 'host') return value
  if (type === 'url') return hostOfUrl(value)
  return type === 'email' ? value.split('@').at(-1) : undefined
}

function byParties(type: AdvisoryIndicatorType, value: string, { publisher, vendors }: Parties, role: IndicatorRole): Demotion | undefined {
  const name = nameOf(type, value)
  const domain = name === undefined ? '' : registeredDomain(name)
  if (domain === '' || sharedServices.has(domain)) return undefined
  if (publisher.has(domain)) return { reason: "the publisher's own site", role: 'publisher' }
  // Attackers borrow the product's name under another ending: what the text calls a server of theirs is none of the vendor's.
  if (role === 'command-and-control') return undefined
  const label = (domain.split('.')[0] ?? '').replaceAll('-', '')
  // A page of the vendor may be the very one that was tampered with: only its bare host is demoted.
  return vendors.has(label) && (type === 'domain' || type === 'host') ? { reason: "the product's own vendor, by its name", role: 'unknown' } : undefined
}

function byService(type: AdvisoryIndicatorType, value: string): Demotion | undefined {
  const name = nameOf(type, value)
  if (name === undefined || type === 'email') return undefined
  const bare = name.replace(/^www\./, '')
  if (referenceSites.has(bare) || referenceSites.has(registeredDomain(bare)))
    return { reason: 'a site that writes about attacks or analyses samples', role: 'reference' }
  const domain = registeredDomain(bare)
  // A suffix below which everybody may have a name is registered by nobody.
  const isSuffix = domain === '' && endsInKnown(bare)
  if (!isSuffix && !sharedServices.has(bare) && (tenantServices.has(domain) || !sharedServices.has(domain))) return undefined
  const isPage = type === 'url' && /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]+[/?#]./i.test(value)
  return isPage ? undefined : { reason: sharedHost }
}
