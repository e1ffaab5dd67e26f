import { stableId } from '../base/hash.ts'
import type { HuntedProduct } from '../model/hunt.ts'
import type { TlpLevel } from './tlp.ts'
import { tlpHandling } from './tlp.ts'
import type { SharedWarning } from './warning.ts'

/** CSAF 2.0 knows the labels of TLP 1: the nearest that is not wider. */
const labels: Readonly<Record<TlpLevel, string>> = { CLEAR: 'WHITE', GREEN: 'GREEN', AMBER: 'AMBER', 'AMBER+STRICT': 'RED', RED: 'RED' }

interface Release {
  readonly vendor: string
  readonly product: string
  readonly version: string
  readonly id: string
}

/**
 * The warning as a CSAF 2.0 document: a security advisory (profile 4) where an advisory names both a CVE and releases that the inventory has,
 * undefined where it does not fit.
 */
export function csafDocument({ document, input }: SharedWarning): Readonly<Record<string, unknown>> | undefined {
  const hunts = input.hunts
    .map((hunt) => ({ hunt, releases: releasesOf(hunt.products) }))
    .filter(({ hunt, releases }) => releases.length > 0 && hunt.cves.some(isCve))
  if (hunts.length === 0) return undefined
  const all = [...new Map(hunts.flatMap(({ releases }) => releases).map((release) => [release.id, release])).values()]
  const at = new Date(input.at).toISOString()
  const vulnerabilities = [...new Set(hunts.flatMap(({ hunt }) => hunt.cves.filter(isCve)))].map((cve) => {
    const affected = [...new Set(hunts.filter(({ hunt }) => hunt.cves.includes(cve)).flatMap(({ releases }) => releases.map(({ id }) => id)))]
    return {
      cve,
      notes: [{ category: 'description', text: document.bottomLine }],
      product_status: { known_affected: affected },
      remediations: [
        {
          category: 'mitigation',
          details: 'Stop or remove the affected release until its maker names one that is safe, and look for signs of use.',
          product_ids: affected,
        },
      ],
    }
  })
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: document.title,
      lang: 'en-GB',
      distribution: { text: `TLP 2.0: TLP:${input.tlp}. ${tlpHandling[input.tlp]}`, tlp: { label: labels[input.tlp], url: 'https://www.first.org/tlp/v1/' } },
      publisher: { category: 'user', name: input.from || 'Unnamed organisation', namespace: 'https://organisation.invalid' },
      notes: [{ category: 'summary', text: document.bottomLine, title: 'Bottom line' }],
      references: [{ category: 'self', summary: 'This warning', url: `https://organisation.invalid/${document.id.toLowerCase()}.json` }],
      tracking: {
        id: document.id,
        status: 'final',
        version: '1',
        initial_release_date: at,
        current_release_date: at,
        generator: { engine: { name: 'Gatehouse', version: input.gatehouse }, date: at },
        revision_history: [{ number: '1', date: at, summary: 'First version' }],
      },
    },
    product_tree: { branches: branches(all) },
    vulnerabilities,
  }
}

function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(id)
}

function releasesOf(products: readonly HuntedProduct[]): readonly Release[] {
  // One inventory names the maker where another does not.
  const makers = new Map(products.flatMap(({ installations }) => installations.flatMap((one) => (one.vendor === '' ? [] : [[one.product, one.vendor]]))))
  return products.flatMap(({ vendor, installations }) =>
    installations.flatMap(({ product, version, vendor: told, state }) => {
      const maker = vendor || told || makers.get(product) || 'unknown vendor'
      // A release of unknown version cannot be named.
      return state === 'affected' && version !== '' ? [{ vendor: maker, product, version, id: `release-${stableId(maker, product, version)}` }] : []
    }),
  )
}

function branches(releases: readonly Release[]): readonly object[] {
  return [...Map.groupBy(releases, ({ vendor }) => vendor)].map(([vendor, ofVendor]) => ({
    category: 'vendor',
    name: vendor,
    branches: [...Map.groupBy(ofVendor, ({ product }) => product)].map(([product, ofProduct]) => ({
      category: 'product_name',
      name: product,
      branches: ofProduct.map(({ version, id }) => ({
        category: 'product_version',
        name: version,
        product: { name: `${product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`} ${version}`, product_id: id },
      })),
    })),
  }))
}
