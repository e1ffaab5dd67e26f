import { stableId } from '../../base/hash.ts'
import { bytes, number, plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import type { StrobeSettings } from './settings.ts'
import type { Strobe } from './strobes-query.ts'

export const techniques = ['T1071', 'T1571', 'T1499'] as const

/** `hosts`: how many hosts hammer the same destination. */
export function strobeFinding(strobe: Strobe, hosts: number, settings: StrobeSettings): Finding {
  const [host, target] = [printable(strobe.host, 60), printable(strobe.target, 100)]
  const ordinary = ordinaryBecause(strobe, hosts, settings)
  const perSecond = strobe.connections / 86_400
  return {
    id: stableId('strobe', strobe.host, strobe.target),
    analysis: 'strobe',
    kind: 'behaviour',
    title: `${host} opened ${number(strobe.connections)} connections to ${target} in 24 hours`,
    severity: ordinary.length > 0 ? 1 : 2,
    // The count is a fact; what it means is open.
    confidence: ordinary.length > 0 ? 0.4 : 0.6,
    first: isoFromSeconds(strobe.first),
    last: isoFromSeconds(strobe.last),
    about: [
      { kind: 'destination', id: strobe.destination },
      { kind: 'host', id: strobe.host },
    ],
    because: [
      {
        says: `On average ${number(perSecond)} connections in each second of a day: no person does that.`,
        observed: `${number(strobe.connections)} in its busiest 24 hours, on ${plural(strobe.days, 'day')} as many; ${plural(strobe.portCount, 'port')} (${strobe.ports.join(', ')}${strobe.portCount > strobe.ports.length ? ' …' : ''}); ${bytes(strobe.bytes)} sent.`,
        expected: `Fewer than ${number(settings.leastPerDay)}; browsing makes some thousands.`,
        weight: 0.6,
      },
      {
        says: strobe.denied > 0 ? 'It keeps trying what is refused: blocked is not clean.' : 'The connections were let through.',
        observed: `${number(strobe.denied)} of them refused on the way.`,
        weight: 0.2,
      },
      {
        says: 'How many hosts do the same to the same destination.',
        observed: plural(hosts, 'host'),
        expected: 'A service of the network is used by many hosts.',
        weight: 0.2,
      },
    ],
    innocentIf: [
      ...ordinary.map((text) => `Likely here: ${text}.`),
      'It is a program that retries without pause after a failure, a load test, a resolver, a monitor or a proxy that you know.',
    ],
    evidence: [{ table: 'contact', source: strobe.source, line: strobe.line }],
    advice: [
      `On ${host}, find the process that opens these connections. If a program retries after a failure, mend its settings: the noise hides other traffic.`,
      'If nobody knows it, treat the host as taken over: a scan, a flood or a tunnel looks like this.',
    ],
    techniques,
  }
}

function ordinaryBecause({ direction, ports, portCount }: Strobe, hosts: number, settings: StrobeSettings): readonly string[] {
  const ordinary: string[] = []
  if (hosts > settings.fewHosts) ordinary.push(`${plural(hosts, 'host')} do the same: a service of the network, or one program that fails everywhere`)
  if (direction === 'inside' && portCount === ports.length && ports.every((port) => settings.busyPorts.includes(String(port)))) {
    ordinary.push(`only services inside that are asked without end by nature (port ${ports.join(', ')})`)
  }
  return ordinary
}
