import type { Notes, Source } from '../format.ts'
import { elements, members, parseJson, textOf } from '../json-text.ts'
import { recordTime, textsOf } from '../knowledge.ts'

/** One entry as it is written. */
export interface Entry {
  readonly line: number
  readonly cve: string
  readonly vendor: string
  readonly product: string
  readonly name: string
  readonly added: string
  readonly due: string
  readonly ransomware: string
  readonly action: string
  readonly cwes: readonly string[]
}

export interface Catalogue {
  readonly version: string
  /** Microseconds; null where it does not say. */
  readonly released: number | null
  /** How many entries it says it has. */
  readonly promised?: number
  readonly whole: boolean
  readonly entries: readonly Entry[]
}

/** https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json */
export async function kevOfJson(source: Source, notes: Notes): Promise<Catalogue> {
  const { value, problem } = parseJson(await source.text())
  if (problem) notes.skip(problem.line, problem.why)
  const catalogue = members(value) ?? {}
  return {
    version: textOf(catalogue.catalogVersion),
    released: recordTime(catalogue.dateReleased),
    ...(Number.isSafeInteger(catalogue.count) && { promised: Number(catalogue.count) }),
    whole: !problem,
    entries: (problem?.complete === false ? elements(catalogue.vulnerabilities).slice(0, -1) : elements(catalogue.vulnerabilities)).map((entry, index) =>
      entryOf(members(entry) ?? {}, index + 1),
    ),
  }
}

function entryOf(entry: Readonly<Record<string, unknown>>, line: number): Entry {
  return {
    line,
    cve: textOf(entry.cveID),
    vendor: textOf(entry.vendorProject),
    product: textOf(entry.product),
    name: textOf(entry.vulnerabilityName),
    added: textOf(entry.dateAdded),
    due: textOf(entry.dueDate),
    ransomware: textOf(entry.knownRansomwareCampaignUse),
    action: textOf(entry.requiredAction),
    cwes: textsOf(entry.cwes),
  }
}
