import { stableId } from '../../base/hash.ts'
import { plural, printable } from '../../base/text.ts'
import { isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { aboutRelease, distinctSoftware, hostsOf, knowledgeReason, releaseName, whereWords } from '../updates/release-finding.ts'
import { nameOf, type Weakness } from '../updates/weakness.ts'
import type { Advice, Decision } from './decide.ts'

const severities: Readonly<Record<Advice, Severity>> = { isolate: 4, 'update now': 3, hold: 2, update: 2 }

/** What to do about one release, with both risks. */
export function adviceFinding(group: readonly Weakness[], decision: Decision, feeds: string, now: Date): Finding {
  const [first] = group
  if (!first) throw new RangeError('a finding needs a weakness')
  const hosts = hostsOf(distinctSoftware(group))
  const named = releaseName(first.software)
  return {
    id: stableId('update-safety', first.software.product, first.software.version),
    analysis: 'update-safety',
    ...aboutRelease(group, now),
    title: title(named, decision, hosts.length),
    severity: severities[decision.advice],
    because: [
      { says: 'The risk of waiting.', observed: printable(decision.waiting.join(' '), 800), weight: 0.5 },
      { says: 'The risk of taking the update.', observed: printable(decision.taking.join(' '), 800), weight: 0.4 },
      {
        says: `It is about ${plural(group.length, 'weakness', 'weaknesses')}.`,
        observed: `${[...new Set(group.map(nameOf))]
          .slice(0, 5)
          .map((name) => printable(name, 40))
          .join(', ')} on ${whereWords(hosts)}`,
        weight: 0.1,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: ['the weakness cannot be used here, because the part that has it is switched off or shielded: a VEX statement says so'],
    advice: advice(named, decision),
    techniques: [],
  }
}

function title(named: string, { advice: word, to, until }: Decision, hosts: number): string {
  const where = `on ${plural(hosts, 'host')}`
  const version = to === undefined ? '' : printable(to.version, 40)
  switch (word) {
    case 'update now':
      return `Update ${named} ${where} to ${version} now`
    case 'update':
      return `Update ${named} ${where} to ${version} in the usual rhythm`
    case 'hold':
      if (to === undefined) return `Keep ${named} ${where}: no later version can be recommended`
      return `Hold the update of ${named} ${where} to ${version}${until === undefined ? ' until it was looked at' : ` until ${shortTime(isoFromSeconds(until))} UTC`}`
    case 'isolate':
      return `Isolate ${named} ${where}: it is pressing, and no version can be recommended`
  }
}

function advice(named: string, { advice: word, to, until }: Decision): readonly string[] {
  const version = to === undefined ? '' : printable(to.version, 40)
  switch (word) {
    case 'update now':
      return [`Vet ${version} (gatehouse vet) and roll it out; it does not wait for its age.`]
    case 'update':
      return [`Roll ${version} out with the next updates.`]
    case 'hold':
      if (to === undefined) return [`Look for the maker's advice on ${named}; until then limit who can reach it.`]
      return [
        until === undefined
          ? `Vet ${version}: gatehouse vet says what in it has to be looked at.`
          : `Wait until ${shortTime(isoFromSeconds(until))} UTC, and vet ${version} meanwhile.`,
      ]
    case 'isolate':
      return [`Take the hosts with ${named} off the networks from which it can be reached, or take it off them, until a version can be recommended.`]
  }
}
