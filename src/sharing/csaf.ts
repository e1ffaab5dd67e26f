import { some } from '../base/text.ts'
import { branchesOf, type Releases, releasesOf } from './csaf-releases.ts'
import type { TlpLevel } from './tlp.ts'
import { tlpHandling } from './tlp.ts'
import type { SharedWarning } from './warning.ts'

/** CSAF 2.0 knows the labels of TLP 1: the nearest that is not wider. */
const labels: Readonly<Record<TlpLevel, string>> = { CLEAR: 'WHITE', GREEN: 'GREEN', AMBER: 'AMBER', 'AMBER+STRICT': 'RED', RED: 'RED' }

/**
 * The warning as a CSAF 2.0 document: a security advisory (profile 4) where an advisory names both a CVE and releases that the inventory has,
 * undefined where it does not fit.
 */
export function csafDocument({ document, input }: SharedWarning): Readonly<Record<string, unknown>> | undefined {
  const hunts = input.hunts
    .map((hunt) => ({ hunt, releases: releasesOf(hunt.products) }))
    .filter(({ hunt, releases }) => releases.affected.length > 0 && hunt.cves.some(isCve))
  if (hunts.length === 0) return undefined
  const at = new Date(input.at).toISOString()
  const vulnerabilities = [...new Set(hunts.flatMap(({ hunt }) => hunt.cves.filter(isCve)))].map((cve) => {
    const told = hunts.filter(({ hunt }) => hunt.cves.includes(cve)).map(({ releases }) => releases)
    const affected = ids(told.flatMap((releases) => releases.affected))
    // What one advisory calls repaired and another affected is affected.
    const fixed = ids(told.flatMap((releases) => releases.fixed)).filter((id) => !affected.includes(id))
    return {
      cve,
      notes: [{ category: 'description', text: document.bottomLine }],
      product_status: { known_affected: affected, ...(fixed.length > 0 && { fixed }) },
      remediations: told.flatMap(remediationsOf),
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
    product_tree: { branches: branchesOf(hunts.flatMap(({ releases }) => [...releases.affected, ...releases.fixed])) },
    vulnerabilities,
  }
}

function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(id)
}

function ids(releases: Releases['affected']): readonly string[] {
  return [...new Set(releases.map(({ id }) => id))]
}

/** What to do, product by product: where the advisory names a repaired release, that one. */
function remediationsOf({ affected, fixed }: Releases): readonly object[] {
  return [...Map.groupBy(affected, ({ vendor, product }) => JSON.stringify([vendor, product]))].map(([name, same]) => {
    const repaired = fixed.filter(({ vendor, product }) => JSON.stringify([vendor, product]) === name).map(({ version }) => version)
    return repaired.length > 0
      ? { category: 'vendor_fix', details: `Update to a repaired release: the advisory names ${some(repaired, 12)}.`, product_ids: ids(same) }
      : {
          category: 'mitigation',
          details: 'Stop or remove the affected release, and look for signs of use. The advisory names no repaired release that could be read from it.',
          product_ids: ids(same),
        }
  })
}
