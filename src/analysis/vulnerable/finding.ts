import { type ExploitationTier, exploitationTiers, likelihoodOf, tierOf } from '../../base/exploitation.ts'
import { stableId } from '../../base/hash.ts'
import { number, plural, printable } from '../../base/text.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { exploitationWords } from '../updates/exploitation.ts'
import { aboutRelease, distinctSoftware, hostsOf, knowledgeReason, releaseName, updateAdvice, whereWords } from '../updates/release-finding.ts'
import { nameOf, type Weakness } from '../updates/weakness.ts'

const mostReasons = 6

/** Malware first, then by the evidence of exploitation, then by the score. */
export function order(a: Weakness, b: Weakness): number {
  return (
    Number(b.malicious) - Number(a.malicious) ||
    exploitationTiers.indexOf(tierOf(a.exploitation)) - exploitationTiers.indexOf(tierOf(b.exploitation)) ||
    likelihoodOf(b.exploitation) - likelihoodOf(a.exploitation) ||
    (b.score ?? 0) - (a.score ?? 0) ||
    (nameOf(a) < nameOf(b) ? -1 : 1)
  )
}

const words: Readonly<Record<ExploitationTier, string>> = {
  used: 'that somebody exploits',
  likely: 'that is likely to be exploited',
  shown: 'of which a proof of concept is public',
  none: 'that nobody is known to exploit',
}

/** One release with its weaknesses, the gravest first. */
export function vulnerableRelease(group: readonly Weakness[], feeds: string, now: Date): Finding {
  const [first] = group
  if (!first) throw new RangeError('a finding needs a weakness')
  const { software, exploitation, malicious, verdict } = first
  const hosts = hostsOf(distinctSoftware(group))
  const tier = tierOf(exploitation)
  const rest = group.length - 1
  return {
    id: stableId('vulnerable', software.product, software.version),
    analysis: 'vulnerable',
    ...aboutRelease(group, now),
    title: malicious
      ? `${releaseName(software)} on ${plural(hosts.length, 'host')} is a package that was made to do harm (${printable(nameOf(first), 40)})`
      : `${releaseName(software)} on ${plural(hosts.length, 'host')} has ${printable(nameOf(first), 40)}, ${words[tier]}${rest > 0 ? `, and ${plural(rest, 'other weakness', 'other weaknesses')}` : ''}`,
    severity: severityOf(first, tier),
    because: [
      ...group.slice(0, mostReasons).map((one) => reason(one, Math.min(mostReasons, group.length))),
      ...(group.length > mostReasons
        ? [{ says: 'It has more.', observed: `${number(group.length)} in all, of which the ${mostReasons} gravest are shown`, weight: 0 }]
        : []),
      { says: 'It is there still, as far as the inventory tells.', observed: whereWords(hosts), weight: 0.2 },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      'the weakness was repaired without a new version number (a backport), or the part that has it is not used: a VEX statement says so',
      ...(verdict.confidence < 0.9 ? [`it is another software of that name (known by ${verdict.by})`] : []),
    ],
    advice: malicious
      ? [`Take ${releaseName(software)} off these hosts, keep an image of them, and renew the credentials that were used there.`]
      : updateAdvice(group),
    techniques: malicious ? ['T1195.001'] : ['T1190', 'T1203'],
  }
}

function reason(one: Weakness, among: number): Finding['because'][number] {
  const score = one.score === null ? 'no score is published' : `base score ${one.score.toFixed(1)}`
  const exploited = exploitationWords(one.exploitation)
  return {
    says: `${printable(nameOf(one), 40)} (${[exploited === '' ? 'no exploitation is known' : exploited, score].join(', ')})${one.summary === '' ? '.' : `: ${printable(one.summary, 200)}`}`,
    observed: `${one.verdict.because} (known by ${one.verdict.by})`,
    ...(one.verdict.fixedIn !== undefined && { expected: `${printable(one.verdict.fixedIn, 40)} or later` }),
    weight: 0.8 / among,
  }
}

/** Exploitation decides; a score alone makes it low, and nothing of it a number on a list. */
function severityOf({ malicious, score }: Weakness, tier: ExploitationTier): Severity {
  if (malicious) return 5
  if (tier === 'used') return 4
  if (tier === 'likely') return 3
  return tier === 'shown' || (score ?? 0) >= 9 ? 2 : 1
}
