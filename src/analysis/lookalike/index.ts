import { plural } from '../../base/text.ts'
import { brands } from '../../knowledge/brands.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type EvidenceSpan, evidenceSpan } from '../statistics/evidence-span.ts'
import { destinations, hostsOf, listed } from './candidates.ts'
import { finding, type Settings, type Suspect, severityOf, suspect } from './finding.ts'
import { lookalikeJudge } from './judge.ts'

const settings: Settings = {
  /** Days without a domain that make it new. */
  baselineDays: 30,
  /** A domain met by at most this share of the hosts, or this many, is met by few. */
  fewShare: 0.1,
  fewHosts: 3,
  mostFindings: 50,
}

export const lookalike = defineAnalysis<Settings>({
  name: 'lookalike',
  version: 1,
  title: 'Names that borrow a vendor’s',
  looksFor: 'Domains that put the name of a vendor or cloud beside everyday technical words, or misspell it, and are none of the vendor’s own.',
  techniques: ['T1583.001', 'T1036.005'],
  needs: ['visit'],
  betterWith: ['warning_value'],
  settings,
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const span = await evidenceSpan(lake, signal)
  if (!span) return
  const suspects = await findSuspects({ lake, settings, signal }, span)
  const lists = await listed(
    lake,
    suspects.map((one) => one.candidate.destination),
    signal,
  )
  const ranked = suspects.map((one) => withList(one, lists.get(one.candidate.destination))).sort(strongestFirst)
  const shown = ranked.slice(0, settings.mostFindings)
  const hosts = await hostsOf(
    lake,
    shown.map((one) => one.candidate.destination),
    signal,
  )
  for (const [index, one] of shown.entries()) {
    const made = finding(one, hosts.get(one.candidate.destination) ?? [], span, settings)
    yield index === shown.length - 1 ? remark(made, ranked.length, settings) : made
  }
}

/** The last finding shown says how many are not. */
function remark(one: Finding, found: number, { mostFindings }: Settings): Finding {
  if (found <= mostFindings) return one
  const says = 'Only the strongest of such names are shown.'
  return { ...one, because: [...one.because, { says, observed: `${plural(found, 'domain')} found, ${mostFindings} shown`, weight: 0 }] }
}

async function findSuspects({ lake, settings, signal }: Omit<AnalysisInput<Settings>, 'now' | 'earlier'>, span: EvidenceSpan): Promise<Suspect[]> {
  const { judge, soundsLikeInfrastructure } = lookalikeJudge(brands)
  const suspects: Suspect[] = []
  for await (const page of destinations(lake, signal)) {
    for (const candidate of page) {
      const judgement = judge(candidate.destination)
      if (judgement) suspects.push(suspect(candidate, judgement, span, settings))
      else {
        const vague = soundsLikeInfrastructure(candidate.destination)
        const found = vague && suspect(candidate, vague, span, settings)
        if (found?.few && found.fresh === true && candidate.contacts > 0) suspects.push(found)
      }
    }
  }
  return suspects
}

function withList(one: Suspect, list: string | undefined): Suspect {
  return list === undefined ? one : { ...one, list }
}

function strongestFirst(one: Suspect, other: Suspect): number {
  return (
    severityOf(other) - severityOf(one) ||
    Number(other.judgement.distinctive) - Number(one.judgement.distinctive) ||
    Number(other.candidate.contacts > 0) - Number(one.candidate.contacts > 0) ||
    (one.candidate.destination < other.candidate.destination ? -1 : 1)
  )
}
