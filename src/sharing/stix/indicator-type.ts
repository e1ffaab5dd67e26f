import { isDetectable, type SharedIndicator } from '../indicators.ts'

type IndicatorType = 'malicious-activity' | 'anomalous-activity' | 'benign' | 'unknown'

const attackerRoles = new Set(['command-and-control', 'delivery', 'payload'])
const harmlessRoles = new Set(['benign', 'publisher', 'reference'])
/** Reasons that say what a value is, in place of why a sighting of it proves nothing. */
const knownGood =
  /^(?:on the warning list |the publisher's own site|the product's own vendor|the publisher calls it benign|given as a reference|a site that writes about attacks|a public DNS resolver|the hash of an empty file)/

/** A type of STIX 2.1 (section 10.7). Recipients may allow what is called benign: only what is known to be good, and was never the attacker's, is called so. */
export function indicatorType(indicator: SharedIndicator): IndicatorType {
  const { role, demoted = '', word } = indicator
  if (isDetectable(indicator)) return 'malicious-activity'
  const wasAttackers = attackerRoles.has(role)
  if (!wasAttackers && (harmlessRoles.has(role) || knownGood.test(demoted))) return 'benign'
  return wasAttackers || word === 'HIT' || word === 'SEEN' ? 'anomalous-activity' : 'unknown'
}
