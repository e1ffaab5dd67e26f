import type { Vetting } from '../../releases/vetting.ts'
import { documentText } from '../document-text.ts'

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const jsonFormatVersion = 1

/**
 * The verdict as one JSON document:
 *
 * - `format` "gatehouse-vetting", `formatVersion`, `gatehouse.version`
 * - `word` ALLOW | HOLD | BLOCK, `conclusion`, `points`, `basis` given | workspace | registry | none
 * - `release` and `previous`: identity, artifact, signatures, publication, capabilities (releases/vetting.ts)
 * - `facts`, the heaviest first: class, name, points, says, now, before, path, place, technique, innocentIf
 * - `tree` every file and what became of it, `gained`, `lost`, `unopened`, `notes`, `rules`, `at`, `seconds`
 *
 * Times are ISO 8601, UTC; sizes are bytes. Characters that act on terminals are escaped.
 */
export function renderVettingJson(vetting: Vetting, version: string): string {
  return documentText({ format: 'gatehouse-vetting', formatVersion: jsonFormatVersion, gatehouse: { version }, ...vetting })
}
