import { stableId } from '../../base/hash.ts'
import { number, plural, some } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import type { Candidate } from './candidates.ts'
import type { Judgement, Trick } from './judge.ts'

export interface Settings {
  readonly baselineDays: number
  readonly fewShare: number
  readonly fewHosts: number
  readonly mostFindings: number
}

export interface Suspect {
  readonly candidate: Candidate
  readonly judgement: Judgement
  /** Few of the inside hosts met it. */
  readonly few: boolean
  /** First met after the baseline; null when the evidence is too short to say. */
  readonly fresh: boolean | null
  /** A list of well-known names that holds it. */
  readonly list?: string
}

/** Is it seldom met, and new? Unknown newness is not "new". */
export function suspect(candidate: Candidate, judgement: Judgement, span: EvidenceSpan, settings: Settings): Suspect {
  const few = candidate.hosts <= Math.max(settings.fewHosts, settings.fewShare * span.hosts)
  const longEnough = span.until - span.from >= settings.baselineDays * 86_400
  return { candidate, judgement, few, fresh: longEnough ? candidate.first >= span.from + settings.baselineDays * 86_400 : null }
}

export function severityOf({ judgement, few, fresh, list }: Suspect): Severity {
  if (list !== undefined || judgement.trick === 'infrastructure') return 1
  return few && fresh === true ? 3 : 2
}

const weightOf: Record<Trick, number> = { combosquat: 0.6, homoglyph: 0.75, typosquat: 0.5, infrastructure: 0.25 }

/** `met` are hosts that met the domain. */
export function finding(from: Suspect, met: readonly string[], span: EvidenceSpan, settings: Settings): Finding {
  const { candidate, judgement, list } = from
  const domain = candidate.destination
  const weight = judgement.distinctive ? weightOf[judgement.trick] : Math.min(weightOf[judgement.trick], 0.45)
  return {
    id: stableId('lookalike', domain),
    analysis: 'lookalike',
    kind: 'behaviour',
    title: titleOf(domain, judgement),
    severity: severityOf(from),
    confidence: list === undefined ? weight : weight / 3,
    first: isoFromSeconds(candidate.first),
    last: isoFromSeconds(candidate.last),
    about: [{ kind: 'destination', id: domain }, ...met.map((host) => ({ kind: 'host' as const, id: host }))],
    because: reasons(from, met, span, settings),
    innocentIf: innocentIf(judgement),
    evidence: [{ table: 'visit', source: candidate.row[0], line: candidate.row[1] }],
    advice: [
      `Look up who registered ${domain} and when; a domain registered weeks before its first visit, without a company behind it, speaks against it.`,
      'Find the process that talks to it on one of the hosts named.',
      'Do not block it before it is known what else the same software talks to.',
    ],
    techniques: judgement.trick === 'infrastructure' ? ['T1583.001'] : ['T1583.001', 'T1036.005'],
  }
}

function titleOf(domain: string, { trick, brand, word }: Judgement): string {
  if (trick === 'infrastructure' || !brand) return `${domain} is made of nothing but technical words`
  if (trick === 'combosquat') return `${domain} borrows the name of ${brand.name}`
  return trick === 'homoglyph' ? `${domain} is written to be read as “${word}” (${brand.name})` : `${domain} is one slip away from “${word}” (${brand.name})`
}

function reasons(from: Suspect, met: readonly string[], span: EvidenceSpan, settings: Settings): readonly Reason[] {
  const { candidate, few, fresh, list } = from
  return [
    nameReason(from),
    {
      says: few ? 'Few of the hosts met it.' : 'Many of the hosts met it.',
      observed: `${plural(candidate.hosts, 'host')} of ${number(span.hosts)}: ${some(met, 5)}; ${traffic(candidate)}`,
      expected: `a service that everybody uses is met by more than ${number(Math.max(settings.fewHosts, settings.fewShare * span.hosts))} hosts`,
      weight: few ? 0.2 : 0,
    },
    {
      says: fresh === null ? 'Whether it is new cannot be told.' : fresh ? 'It is new here.' : 'It was already met in the first weeks of the evidence.',
      observed:
        fresh === null
          ? `the evidence covers only ${duration(span.until - span.from)}`
          : `first met ${shortTime(isoFromSeconds(candidate.first))} UTC, ${duration(candidate.first - span.from)} after the evidence begins`,
      expected: `${settings.baselineDays} days without it make it new`,
      weight: fresh === true ? 0.2 : 0,
    },
    ...(list === undefined ? [] : [{ says: 'It is a widely used name, which lowers the weight.', observed: `on the list “${list}”`, weight: 0 }]),
  ]
}

function nameReason({ candidate, judgement }: Suspect): Reason {
  const { trick, brand, word, pieces } = judgement
  const split = pieces.filter((piece) => piece !== '-').join(' + ')
  if (!brand)
    return {
      says: 'The name says nothing but that it is infrastructure, and no vendor is in it.',
      observed: `${candidate.destination} = ${split}`,
      weight: 0.6,
    }
  const own = `the brand's own domains, such as ${some(brand.domains.slice(0, 4), 4)}`
  const says: Record<Exclude<Trick, 'infrastructure'>, string> = {
    combosquat: `It joins “${word}” with everyday technical words, and is none of the domains of ${brand.name} known here.`,
    homoglyph: `Its letters look like “${word}” and are not.`,
    typosquat: `One letter makes it “${word}”.`,
  }
  return { says: says[trick === 'infrastructure' ? 'combosquat' : trick], observed: `${candidate.destination} = ${split}`, expected: own, weight: 0.6 }
}

function traffic({ contacts, denied, lookups }: Candidate): string {
  if (contacts === 0) return `only looked up (${plural(lookups, 'query', 'queries')}), no connection in the evidence`
  const blocked = denied === 0 ? '' : denied >= contacts ? ', all of them refused on the way' : `, ${number(denied)} of them refused on the way`
  return `${plural(contacts, 'connection')}${blocked}, ${plural(lookups, 'look-up')}`
}

function innocentIf({ brand }: Judgement): readonly string[] {
  return brand
    ? [
        `${brand.name} owns the domain after all: vendors have hundreds. Its certificate and registration tell.`,
        `It belongs to a reseller, user group, magazine or customer of ${brand.name}.`,
      ]
    : ['It belongs to a small hosting or software company: many are called so.']
}
