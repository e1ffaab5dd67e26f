import type { Hunt } from '../../model/hunt.ts'
import { documentText } from '../document-text.ts'

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const jsonFormatVersion = 1

/**
 * The answer of a hunt as one JSON document:
 *
 * - `format` "gatehouse-hunt", `formatVersion`, `gatehouse.version`
 * - `word` HIT | EXPOSED | NOT SEEN | CANNOT TELL, `sentence`, `next`, `advisories`, `disagreements`
 * - `indicators`, `products`, `patterns`, `hosts`: each with its own word, and what was met where and when (model/hunt.ts); an
 *   indicator that was met but proves nothing by itself is SEEN, and `demoted` says why
 * - `unread` files that were given and could not be read, with why; absent where there are none
 * - `coverage` what the evidence can show, and `untested` what it cannot, with the evidence that is needed
 *
 * Times are ISO 8601, UTC. Characters that act on terminals are escaped.
 */
export function renderHuntJson(hunt: Hunt, version: string): string {
  return documentText(documentOf(hunt, version))
}

/** The answers of several hunts: an array of such documents. */
export function renderHuntsJson(hunts: readonly Hunt[], version: string): string {
  return documentText(hunts.map((hunt) => documentOf(hunt, version)))
}

function documentOf(hunt: Hunt, version: string): object {
  return { format: 'gatehouse-hunt', formatVersion: jsonFormatVersion, gatehouse: { version }, ...hunt }
}
