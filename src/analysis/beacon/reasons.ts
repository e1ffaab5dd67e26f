import { bytes, number, plural, printable } from '../../base/text.ts'
import { isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Reason } from '../../model/finding.ts'
import type { BeaconParts } from './finding.ts'
import type { Candidate } from './groups.ts'
import type { Rhythm } from './intervals-query.ts'
import type { Judgement } from './judgement.ts'
import type { ParityScore } from './parity.ts'
import { pause } from './pause.ts'

/** What was seen, in the order of its weight. Weights add up to 1. */
export function reasonsFor({ group, judgement, destination, parity }: BeaconParts): readonly Reason[] {
  const [best, ...others] = group.candidates
  const reasons = [
    ...best.rhythms.slice(0, 1).map((rhythm) => timing(rhythm, best.rhythms)),
    ...(best.repetition ? [repetition(best.repetition, best.rhythms.length > 0)] : []),
    rarity(judgement, destination?.first),
    ...(parity ? [classic(parity)] : []),
    ...(best.denied > 0 ? [blocked(best)] : []),
    ...(others.length > 0 ? [more(others)] : []),
  ]
  const total = reasons.reduce((sum, { weight }) => sum + weight, 0)
  return reasons.map((reason) => ({ ...reason, weight: Math.round((reason.weight / total) * 100) / 100 }))
}

function timing(best: Rhythm, all: readonly Rhythm[]): Reason {
  const seen = all.filter((rhythm, index) => all.findIndex((other) => other.count === rhythm.count) === index)
  const each = seen.map(
    ({ days, count, ratio, evidence }) =>
      `${plural(count, 'pause')} over ${plural(days, 'day')}, each ${times(ratio)} as likely from a timer as from calls at random (${ratio.toFixed(2)} nats, ${number(evidence)} in all)`,
  )
  return {
    says: `A timer explains the pauses far better than calls at random: one contact about every ${pause(best.median)}, nine pauses in ten between ${pause(best.low)} and ${pause(best.high)}.`,
    observed: `${each.join('; ')}.`,
    expected:
      'A person, or calls at random: 0.8 times (in bursts less still). A timer that strays by half its pause either way: 3 times; one that does not stray: 50 times and more.',
    weight: 0.5,
  }
}

/** e to the ratio, which is what a likelihood ratio in nats says. */
function times(ratio: number): string {
  const factor = Math.exp(Math.min(ratio, 20))
  return `${factor < 10 ? factor.toFixed(1) : number(Math.round(factor))} times`
}

function repetition({ answered, same, sent, received }: NonNullable<Candidate['repetition']>, alsoTimed: boolean): Reason {
  return {
    says: 'It asks the same and gets the same again and again: polling with nothing to do.',
    observed: `${number(same)} of ${plural(answered, 'answered contact')} in a week sent exactly ${bytes(sent)} and got exactly ${bytes(received)}.`,
    expected: 'Sizes differ where a person reads, writes or downloads.',
    weight: alsoTimed ? 0.2 : 0.5,
  }
}

function rarity({ hosts, of, daysBefore }: Judgement, first: number | undefined): Reason {
  const since = first === undefined ? '' : `, first on ${shortTime(isoFromSeconds(first))} UTC`
  return {
    says: says(of, daysBefore),
    observed: `${number(hosts)} of ${plural(of, 'host')}${since}.`,
    expected: 'Update services and telemetry are shared by many hosts; a command channel by the few that were broken into.',
    weight: 0.3,
  }
}

function says(of: number, daysBefore: number | null): string {
  if (of < 10) return 'Few hosts show in the evidence, so how unusual the destination is cannot be told well.'
  return daysBefore === null
    ? 'How many hosts talk to the destination.'
    : `The destination is new: ${plural(daysBefore, 'day')} of evidence before it know nothing of it.`
}

function classic({ score, sized, intervals, sizes, duration: span, histogram }: ParityScore): Reason {
  return {
    says: 'The widely used beacon score (RITA) for the last day, for comparison.',
    observed: `${score.toFixed(3)} of 1: regular pauses ${intervals.toFixed(2)}, ${sized ? `regular sizes ${sizes.toFixed(2)}` : 'sizes unknown (counted as 0)'}, persistence ${span.toFixed(2)}, evenness over the day ${histogram.toFixed(2)}.`,
    expected: 'It separates less well: random calls once a minute reach 0.85, and an implant that sleeps 12 hours gets none.',
    weight: 0.1,
  }
}

function blocked({ denied, contacts }: Candidate): Reason {
  return {
    says: 'Attempts were refused on the way, and it keeps trying: blocked is not clean.',
    observed: `${number(denied)} of ${plural(contacts, 'attempt')} refused.`,
    weight: 0.2,
  }
}

function more(others: readonly Candidate[]): Reason {
  const shown = others
    .slice(0, 4)
    .map(({ host, target, rhythms }) => `${printable(host, 60)} → ${printable(target, 80)}${rhythms[0] ? ` every ${pause(rhythms[0].median)}` : ''}`)
  return {
    says: `${plural(others.length, 'more channel')} to the same destination ${others.length === 1 ? 'looks' : 'look'} like this.`,
    observed: `${shown.join('; ')}${others.length > shown.length ? `; ${others.length - shown.length} more` : ''}.`,
    weight: 0.1,
  }
}
