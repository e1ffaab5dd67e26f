import { number, plural } from '../../base/text.ts'
import type { Severity } from '../../model/finding.ts'
import type { BusyDomain } from './domains-query.ts'
import { bytesPerName, type NameShape, shapeOf } from './information.ts'
import type { DnsTunnelSettings } from './settings.ts'

export interface Judgement {
  readonly severity: Severity
  /** Bytes of information per name, and what the busiest asker's names carry in a day. */
  readonly bytesPerName: number
  readonly bytesPerDay: number
  readonly shape: NameShape
  /** Sentences that make it ordinary. */
  readonly ordinary: readonly string[]
}

/** Reputation services answer with few different values (such as 127.0.0.2), or that there is nothing. */
const fewAnswers = 20

/** Between the anchors and the information: much information in many names of one host stands out, everything else informs. */
export function judge(busy: BusyDomain, hosts: number, settings: DnsTunnelSettings): Judgement {
  const each = bytesPerName(busy.sample)
  const shape = shapeOf(busy.sample)
  const ordinary = ordinaryBecause(busy, each, shape, hosts, settings)
  const severity = ordinary.length > 0 ? 1 : busy.askerNames >= settings.manyNames ? 3 : 2
  return { severity, bytesPerName: each, bytesPerDay: each * busy.askerNames, shape, ordinary }
}

function ordinaryBecause(busy: BusyDomain, each: number, shape: NameShape, hosts: number, settings: DnsTunnelSettings): readonly string[] {
  const ordinary: string[] = []
  if (each < settings.leastBytes) ordinary.push(`the names carry little information (${number(each)} bytes each), as numbered servers and words do`)
  if (busy.askerNames < settings.leastNames) ordinary.push(`no single host asked for more than ${plural(busy.askerNames, 'name')} of it in the day`)
  if (busy.askers > Math.max(settings.fewHosts, settings.fewShare * hosts)) {
    ordinary.push(`${plural(busy.askers, 'host')} ask for it in the same way, as with content networks and telemetry`)
  }
  // A reputation service tells little; a tunnel needs its answers to differ.
  if (shape === 'reversed addresses' && busy.answers <= fewAnswers)
    ordinary.push('the names are reversed addresses with few different answers: a block list of mail senders')
  if (shape === 'file hashes' && busy.answers <= fewAnswers)
    ordinary.push('the names are file hashes of one length with few different answers: an anti-virus look-up')
  return ordinary
}
