import type { AffectedProduct } from '../../advisories/advisory.ts'
import { matchedByPackage, type SameProduct, sameProduct } from '../../base/product-identity/same.ts'
import { formatPurl, parsePurl } from '../../base/purl.ts'
import { plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Lake } from '../../lake/lake.ts'
import type { HuntedInstallation, HuntedProduct } from '../../model/hunt.ts'
import type { TrafficSpan } from '../coverage.ts'
import { namedIn } from '../sources.ts'
import type { VettedArtifact } from '../vetted.ts'
import { type Called, calledSoftware, type Installed, installationsOf } from './installed.ts'
import { affectedWords, judgeVersion } from './versions.ts'

/** Implants are known to sleep for four weeks; a week more for those that are switched off. In days. */
export const daysToWatch = 35

const leastConfidence = 0.3
const needsInventory = 'an inventory of software (osquery, winget, dpkg, CycloneDX, a CSV of installations)'

interface ProductContext {
  readonly inventoried: boolean
  readonly traffic: TrafficSpan
  /** Releases that were vetted, by the SHA-256 of their artifact. */
  readonly artifacts: ReadonlyMap<string, VettedArtifact>
  readonly signal: AbortSignal
}

/** What is installed of the products that an advisory names, host by host. */
export async function huntProducts(lake: Lake, products: readonly AffectedProduct[], context: ProductContext): Promise<readonly HuntedProduct[]> {
  if (products.length === 0) return []
  const { inventoried, artifacts, signal } = context
  const called = inventoried ? await calledSoftware(lake, signal) : []
  const here = new Set(called.flatMap((one) => (products.some((product) => asVetted(one, product, artifacts)) ? [one.product] : [])))
  const installed = here.size === 0 ? [] : await installationsOf(lake, [...here], signal)
  return products.map((product) => hunted(product, installed, context))
}

function hunted(product: AffectedProduct, installed: readonly Installed[], { inventoried, traffic, artifacts }: ProductContext): HuntedProduct {
  const installations = installed.flatMap((one) => installation(one, product, traffic, artifacts) ?? [])
  const affected = installations.filter(({ state }) => state === 'affected')
  const unknown = installations.filter(({ state }) => state === 'unknown')
  const said = [saidOf(product, installations, inventoried), ...vettedWords(product, artifacts)].join(' ')
  return {
    product: product.product,
    vendor: product.vendor ?? '',
    platform: product.platform ?? '',
    affected: affectedWords(product),
    ...(product.fixed.length > 0 && { fixed: product.fixed }),
    word: affected.length > 0 ? 'EXPOSED' : !inventoried || unknown.length > 0 ? 'CANNOT TELL' : 'NOT SEEN',
    says: said,
    installations,
    ...(inventoried ? {} : { needs: needsInventory }),
    sources: namedIn(product.sources),
  }
}

function installation(one: Installed, product: AffectedProduct, traffic: TrafficSpan, artifacts: ProductContext['artifacts']): HuntedInstallation | undefined {
  const same = asVetted({ ...one }, product, artifacts)
  if (!same || same.confidence < leastConfidence) return undefined
  const version = one.version === '' ? (same.version ?? '') : one.version
  const judged = judgeVersion(product, version)
  if (!isSure(same, version, product, judged.state)) return undefined
  const days =
    one.since === null || traffic.last === undefined ? undefined : Math.floor((traffic.last - Math.max(one.since, traffic.first ?? one.since)) / 86_400)
  const purl = same.by === matchedByPackage ? packageOf(one.purls) : undefined
  const covered = one.since !== null && traffic.first !== undefined && traffic.first > one.since + 86_400 ? undefined : days
  return {
    host: one.host,
    product: one.product,
    vendor: one.vendor,
    version,
    ...judged,
    confidence: same.confidence,
    by: same.by,
    ...(purl !== undefined && { purl }),
    ...(one.since !== null && { since: isoFromSeconds(one.since) }),
    ...(one.until !== null && { until: isoFromSeconds(one.until) }),
    ...(covered !== undefined && covered >= 0 && { daysCovered: covered }),
    evidence: [{ table: 'installation', source: one.row[0], line: one.row[1] }],
  }
}

/** The one package that the inventory calls it; its own qualifiers and versions stay with it. */
function packageOf(purls: readonly string[]): string | undefined {
  const bare = new Set(purls.flatMap((text) => parsePurl(text) ?? []).map(({ type, name }) => formatPurl({ type, name })))
  return bare.size === 1 ? [...bare][0] : undefined
}

/** The hash of an artifact that was vetted tells name and version, whatever the inventory calls it. */
function asVetted(
  one: Called & { readonly os?: string },
  product: AffectedProduct,
  artifacts: ProductContext['artifacts'],
): (SameProduct & { readonly version?: string }) | undefined {
  const told = { os: '', ...one }
  const same = sameProduct(told, product)
  const vetted = one.hashes.flatMap((hash) => artifacts.get(hash) ?? [])[0]
  if (vetted === undefined || (same && same.loosely === undefined)) return same && { ...same, ...(vetted && { version: vetted.version }) }
  const known = sameProduct({ ...told, ...asTold(vetted) }, product)
  if (!known || known.loosely) return same
  return { confidence: Math.max(0.9, known.confidence), by: `hash of the release ${vetted.name} ${vetted.version} that was vetted`, version: vetted.version }
}

function asTold({ ecosystem, name }: VettedArtifact): Pick<Called, 'product' | 'purls'> {
  return { product: name, purls: ecosystem === 'npm' ? [formatPurl({ type: 'npm', name })] : [] }
}

/** Releases that were vetted and that the advisory names: they may have been rolled out where no inventory looks. */
function vettedWords(product: AffectedProduct, artifacts: ProductContext['artifacts']): readonly string[] {
  const affected = [...artifacts.values()].filter((one) => {
    const same = sameProduct({ vendor: '', code: '', cpe: '', signer: '', hashes: [], os: '', ...asTold(one) }, product)
    return same !== undefined && same.loosely === undefined && judgeVersion(product, one.version).state === 'affected'
  })
  const names = affected.map(({ name, version }) => printable(`${name} ${version}`, 80))
  return names.length === 0 ? [] : [`Vetted here, and affected: ${some(names, 3)}.`]
}

/** What is only called alike has to have a version that is named singly; a long one where not even the maker is known. */
function isSure({ loosely }: SameProduct, version: string, { versions, ranges }: AffectedProduct, state: HuntedInstallation['state']): boolean {
  if (loosely === undefined) return true
  if (state !== 'affected' || versions.length === 0 || ranges.length > 0) return false
  return loosely === 'version' || version.split('.').length > 2
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
