import type { AffectedProduct } from '../../advisories/advisory.ts'
import { plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Lake } from '../../lake/lake.ts'
import type { HuntedInstallation, HuntedProduct } from '../../model/hunt.ts'
import type { TrafficSpan } from '../coverage.ts'
import { namedIn } from '../sources.ts'
import { calledSoftware, type Installed, installationsOf } from './installed.ts'
import { sameProduct } from './name.ts'
import { affectedWords, judgeVersion } from './versions.ts'

/** Implants are known to sleep for four weeks; a week more for those that are switched off. In days. */
export const daysToWatch = 35

const leastConfidence = 0.3
const needsInventory = 'an inventory of software (osquery, winget, dpkg, CycloneDX, a CSV of installations)'

/** What is installed of the products that an advisory names, host by host. */
export async function huntProducts(
  lake: Lake,
  products: readonly AffectedProduct[],
  { inventoried, traffic, signal }: { readonly inventoried: boolean; readonly traffic: TrafficSpan; readonly signal: AbortSignal },
): Promise<readonly HuntedProduct[]> {
  if (products.length === 0) return []
  const called = inventoried ? await calledSoftware(lake, signal) : []
  const here = new Set(called.flatMap((one) => (products.some((product) => sameProduct({ ...one, os: '' }, product)) ? [one.product] : [])))
  const installed = here.size === 0 ? [] : await installationsOf(lake, [...here], signal)
  return products.map((product) => hunted(product, installed, inventoried, traffic))
}

function hunted(product: AffectedProduct, installed: readonly Installed[], inventoried: boolean, traffic: TrafficSpan): HuntedProduct {
  const installations = installed.flatMap((one) => installation(one, product, traffic) ?? [])
  const affected = installations.filter(({ state }) => state === 'affected')
  const unknown = installations.filter(({ state }) => state === 'unknown')
  const said = saidOf(product, installations, inventoried)
  return {
    product: product.product,
    vendor: product.vendor ?? '',
    platform: product.platform ?? '',
    affected: affectedWords(product),
    word: affected.length > 0 ? 'EXPOSED' : !inventoried || unknown.length > 0 ? 'CANNOT TELL' : 'NOT SEEN',
    says: said,
    installations,
    ...(inventoried ? {} : { needs: needsInventory }),
    sources: namedIn(product.sources),
  }
}

function installation(one: Installed, product: AffectedProduct, traffic: TrafficSpan): HuntedInstallation | undefined {
  const same = sameProduct(one, product)
  if (!same || same.confidence < leastConfidence) return undefined
  const judged = judgeVersion(product, one.version)
  if (same.loosely && !(judged.state === 'affected' && product.versions.length > 0 && product.ranges.length === 0)) return undefined
  const days =
    one.since === null || traffic.last === undefined ? undefined : Math.floor((traffic.last - Math.max(one.since, traffic.first ?? one.since)) / 86_400)
  const covered = one.since !== null && traffic.first !== undefined && traffic.first > one.since + 86_400 ? undefined : days
  return {
    host: one.host,
    product: one.product,
    vendor: one.vendor,
    version: one.version,
    ...judged,
    confidence: same.confidence,
    by: same.by,
    ...(one.since !== null && { since: isoFromSeconds(one.since) }),
    ...(one.until !== null && { until: isoFromSeconds(one.until) }),
    ...(covered !== undefined && covered >= 0 && { daysCovered: covered }),
    evidence: [{ table: 'installation', source: one.row[0], line: one.row[1] }],
  }
}

function saidOf(product: AffectedProduct, installations: readonly HuntedInstallation[], inventoried: boolean): string {
  const name = printable(product.product, 80)
  if (!inventoried) return `No inventory of software tells whether ${name} is installed.`
  if (installations.length === 0) return `${name} is in no inventory of this workspace.`
  const hostsOf = (state: HuntedInstallation['state']) => [...new Set(installations.filter((one) => one.state === state).map(({ host }) => host))]
  const [affected, unknown, others] = [hostsOf('affected'), hostsOf('unknown'), hostsOf('not affected')]
  const names = (hosts: readonly string[]) =>
    some(
      hosts.map((host) => printable(host, 60)),
      4,
    )
  return [
    affected.length > 0 && `An affected version is or was on ${plural(affected.length, 'host')}: ${names(affected)}.`,
    unknown.length > 0 && `On ${plural(unknown.length, 'host')} the version cannot be judged: ${names(unknown)}.`,
    affected.length === 0 && others.length > 0 && `${plural(others.length, 'host has', 'hosts have')} it in versions that are not affected.`,
  ]
    .filter((part) => part !== false)
    .join(' ')
}
