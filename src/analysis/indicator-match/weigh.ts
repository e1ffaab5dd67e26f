import type { Severity } from '../../model/finding.ts'
import type { Hit, Matched } from './hit.ts'

/** How far the contact went. `unknown`: looked up, and there is no evidence of connections that could tell more. */
export type Reach = 'contacted' | 'blocked' | 'looked up' | 'unknown'

export function reachOf(hit: Hit, connections: boolean): Reach {
  if (hit.contacts === 0) return connections ? 'looked up' : 'unknown'
  return hit.denied >= hit.contacts ? 'blocked' : 'contacted'
}

/**
 * How grave a match is by its kind. A hash or full URL names one thing; an address is handed on to others; a client fingerprint is
 * shared by all programs with the same library.
 */
const severityOfKind: Record<Matched, Severity> = {
  sha256: 4,
  sha1: 4,
  md5: 4,
  url: 4,
  domain: 4,
  'url host': 3,
  ip: 3,
  cidr: 2,
  user_agent: 2,
  ja3: 2,
}

const confidenceOfKind: Record<Matched, number> = {
  sha256: 0.98,
  sha1: 0.97,
  md5: 0.95,
  url: 0.95,
  domain: 0.9,
  'url host': 0.6,
  ip: 0.5,
  cidr: 0.3,
  user_agent: 0.4,
  ja3: 0.3,
}

/** A look-up alone may be a mail scanner's or an analyst's; a value on a list of everyday ones is no sign on its own. */
export function severityOf(hit: Hit, reach: Reach, list: string | undefined): Severity {
  if (list !== undefined) return 1
  return reach === 'looked up' ? 3 : severityOfKind[hit.type]
}

export function confidenceOf(hit: Hit, reach: Reach, list: string | undefined): number {
  if (list !== undefined) return 0.1
  return reach === 'looked up' ? Math.min(confidenceOfKind[hit.type], 0.6) : confidenceOfKind[hit.type]
}
