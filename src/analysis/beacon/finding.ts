import { stableId } from '../../base/hash.ts'
import { printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { beaconFigure } from './figure.ts'
import type { Group } from './groups.ts'
import type { Judgement } from './judgement.ts'
import type { ParityScore } from './parity.ts'
import { pause } from './pause.ts'
import { reasonsFor } from './reasons.ts'
import type { Contact } from './recent-query.ts'
import type { Destination } from './surroundings.ts'

export interface BeaconParts {
  readonly group: Group
  readonly judgement: Judgement
  readonly destination: Destination | undefined
  readonly parity: ParityScore | undefined
  readonly contacts: readonly Contact[]
}

export const techniques = ['T1071', 'T1571', 'T1573'] as const

/** Hosts named in one finding. */
const mostHosts = 12

export function beaconFinding(parts: BeaconParts): Finding {
  const { group, judgement, contacts } = parts
  const { candidates, destination, direction } = group
  const [best] = candidates
  const hosts = [...new Set(candidates.map(({ host }) => host))]
  const who = some(
    hosts.map((host) => printable(host, 60)),
    3,
  )
  const where = printable(destination, 100)
  const verb = hosts.length === 1 ? 'talks' : 'talk'
  const [rhythm] = best.rhythms
  return {
    id: stableId('beacon', direction, destination),
    analysis: 'beacon',
    kind: 'behaviour',
    title: rhythm
      ? `${who} ${verb} to ${where} at regular intervals, about every ${pause(rhythm.median)}`
      : `${who} ${verb} to ${where} over and over with the same small exchange`,
    severity: judgement.ordinary.length > 0 ? 1 : 2,
    confidence: rhythm ? Math.min(0.95, 1 - Math.exp(-rhythm.evidence / 20)) : 0.5,
    first: isoFromSeconds(Math.min(...candidates.map(({ first }) => first))),
    last: isoFromSeconds(Math.max(...candidates.map(({ last }) => last))),
    about: [{ kind: 'destination', id: destination }, ...hosts.slice(0, mostHosts).map((id) => ({ kind: 'host' as const, id }))],
    because: reasonsFor(parts),
    innocentIf: [...judgement.ordinary.map(sentence), ...innocent(direction)],
    evidence: contacts.slice(-3).map(({ source, line }) => ({ table: 'contact', source, line })),
    advice: advice(who, where, best.ports),
    techniques,
    figure: beaconFigure(best, contacts),
  }
}

function sentence(text: string): string {
  return `Likely here: ${text}.`
}

function innocent(direction: Group['direction']): readonly string[] {
  return direction === 'inside'
    ? ['It is monitoring, a health check, a load balancer, a database connection pool or a backup agent that you know.']
    : [
        'It is an update check, licence check, telemetry, mail or chat client, weather or news tile, or time service of software that you know.',
        'It is a monitoring or remote management agent that your organisation installed.',
      ]
}

function advice(who: string, where: string, ports: readonly number[]): readonly string[] {
  return [
    `On ${who}, find the process that opens connections to ${where} (port ${ports.join(', ')}) and the software it belongs to.`,
    'If nobody knows it: keep the host on, isolate it from the network, and take its memory and the program file before anything else.',
    `Ask the same of every other host that talks to ${where}.`,
  ]
}
