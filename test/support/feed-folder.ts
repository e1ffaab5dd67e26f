import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder with a catalogue of known exploited vulnerabilities that is as large as it has to be: the sample's entries, and made-up ones. */
export function feedFolder(path: string, entries = 1200): string {
  const catalogue = JSON.parse(readFileSync(new URL('../../src/evidence/kev/samples/catalogue.json', import.meta.url), 'utf8'))
  const [first] = catalogue.vulnerabilities
  const more = Array.from({ length: entries - catalogue.vulnerabilities.length }, (_, index) => ({ ...first, cveID: `CVE-2098-${10_000 + index}` }))
  const vulnerabilities = [...catalogue.vulnerabilities, ...more]
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'known_exploited_vulnerabilities.json'), JSON.stringify({ ...catalogue, count: vulnerabilities.length, vulnerabilities }))
  return path
}
