import { type Cvss, parseCvss } from '../../base/cvss.ts'

/** What an attacker must have before a weakness is of use, and has after it. */
export interface Step {
  /**
   * Where from: `network` – whoever can open a connection to the host; `lure` – the host itself goes out and fetches what is prepared for it;
   * `host` – somebody who already runs programs on it.
   */
  readonly from: 'network' | 'lure' | 'host'
  /** Whether an account is needed first. On the host itself one is always there. */
  readonly account: boolean
  /** What is gained on the host: programs with the rights of a user, or with all rights. */
  readonly gains: 'user' | 'all'
}

/**
 * Reads precondition and effect off a CVSS vector of version 2, 3 or 4; undefined where it gives no foothold (only parts can be read, or only the
 * service stops), needs hands on the machine, or the vector cannot be read. Attack vector, privileges required, user interaction and impact are the
 * metrics of https://www.first.org/cvss/v3.1/specification-document#2-1-Exploitability-Metrics. CVSS does not say with which rights the attacker's
 * code runs: a weakness that is used over the network gives those of a user, unless its scope changes or it needs high privileges (they are had then);
 * one that is used on the host with a user's rights and breaks secrecy and integrity wholly gives all rights, which is what it is worth an attack for.
 */
export function stepOf(vector: string): Step | undefined {
  const cvss = parseCvss(vector)
  const needs = cvss && (cvss.version === '2.0' ? ofVersion2(cvss.metrics) : ofLater(cvss))
  if (!needs) return undefined
  const { place, privileges, lured, wide } = needs
  const gains = wide ? 'all' : 'user'
  // A file that is opened is rated as local too, though it comes from outside: without privileges and with a person who opens it.
  if (place === 'L') return lured && privileges === 'N' ? { from: 'lure', account: false, gains } : { from: 'host', account: true, gains: 'all' }
  // Adjacent networks are reached by who is inside already: traffic says from where.
  if (place !== 'N' && place !== 'A') return undefined
  return { from: lured ? 'lure' : 'network', account: privileges !== 'N', gains: privileges === 'H' ? 'all' : gains }
}

/** What counts of a vector, in the words of version 3. */
interface Needs {
  readonly place: string | undefined
  readonly privileges: string | undefined
  readonly lured: boolean
  /** It reaches beyond the program that has it. */
  readonly wide: boolean
}

function ofVersion2({ AV, Au, C, I }: Cvss['metrics']): Needs | undefined {
  if (C !== 'C' || I !== 'C') return undefined
  return { place: AV, privileges: { N: 'N', M: 'H' }[Au ?? ''] ?? 'L', lured: false, wide: false }
}

function ofLater({ version, metrics }: Cvss): Needs | undefined {
  const four = version === '4.0'
  const [secrecy, integrity] = four ? [metrics.VC, metrics.VI] : [metrics.C, metrics.I]
  if (secrecy !== 'H' || integrity !== 'H') return undefined
  return { place: metrics.AV, privileges: metrics.PR, lured: metrics.UI !== 'N', wide: four ? metrics.SC === 'H' && metrics.SI === 'H' : metrics.S === 'C' }
}
