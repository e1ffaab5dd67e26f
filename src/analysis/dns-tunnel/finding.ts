import { stableId } from '../../base/hash.ts'
import { bytes, number, plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { BusyDomain } from './domains-query.ts'
import type { Judgement } from './judgement.ts'

export const techniques = ['T1071.004', 'T1572', 'T1048.003', 'T1568'] as const

export function dnsTunnelFinding(busy: BusyDomain, judgement: Judgement, hosts: number): Finding {
  const domain = printable(busy.domain, 100)
  const who = busy.host === '' ? busy.asker : busy.host
  const stands = judgement.severity > 1
  return {
    id: stableId('dns-tunnel', busy.domain),
    analysis: 'dns-tunnel',
    kind: 'behaviour',
    title: stands
      ? `${printable(who, 60)} seems to carry data in DNS queries below ${domain}: ${plural(busy.askerNames, 'different name')} in a day`
      : `${plural(busy.names, 'different name')} below ${domain} in a day, likely an ordinary service`,
    severity: judgement.severity,
    confidence: stands ? (judgement.severity === 3 ? 0.8 : 0.6) : 0.3,
    first: isoFromSeconds(busy.first),
    last: isoFromSeconds(busy.last),
    about: [
      { kind: 'destination', id: busy.domain },
      { kind: 'host', id: who },
    ],
    because: reasons(busy, judgement, hosts),
    innocentIf: [
      ...judgement.ordinary.map((text) => `Likely here: ${text}.`),
      'It is a content network, an anti-virus or reputation look-up, a block list of mail senders, or telemetry that puts identifiers into names.',
      ...(busy.forwarded ? [`${printable(busy.asker, 60)} answers queries itself and asks for others: find the host behind it in its own log.`] : []),
    ],
    evidence: [{ table: 'dns_query', source: busy.source, line: busy.line }],
    advice: [
      `Look at some of the names below ${domain}: readable words speak for a service, random letters for data.`,
      busy.forwarded
        ? `Find in the log of ${printable(busy.asker, 60)} which host asks.`
        : `On ${printable(who, 60)}, find the process that asks (on Windows: DNS client log, event 3008).`,
      `If nobody knows the domain, refuse it at the resolver and watch whether the queries go on.`,
    ],
    techniques,
    figure: {
      kind: 'bars',
      title: `Different names below ${domain} in a day`,
      summary: `${number(busy.askerNames)} from one asker, ${number(busy.names)} in all; the usual anchors are 100, 500, 800 and 1,000.`,
      unit: 'names',
      bars: [
        { name: printable(who, 60), value: busy.askerNames, mark: stands },
        { name: 'all hosts', value: busy.names },
      ],
      level: { name: 'high', value: 1000 },
    },
  }
}

function reasons(busy: BusyDomain, { bytesPerName, bytesPerDay, shape }: Judgement, hosts: number): readonly Reason[] {
  const examples = busy.sample.slice(0, 3).map((name) => printable(name, 48))
  return [
    {
      says: 'How much the names themselves carry.',
      observed: `About ${number(bytesPerName)} bytes of information in each name, ${bytes(bytesPerDay)} in the busiest day; for example ${examples.join(', ')}.`,
      expected: 'Numbered hosts and words: 2 to 5 bytes; random data: half a byte for each hexadecimal digit, 5 bits for each letter of base32.',
      weight: 0.4,
    },
    {
      says: 'Different names below one registered domain in a day.',
      observed: `${number(busy.names)} in ${plural(busy.queries, 'query', 'queries')}, ${number(busy.askerNames)} of them from ${printable(busy.asker, 60)}.`,
      expected: 'Usual anchors: 100 low, 500, 800, 1,000 high. A name that was asked for is cached; new names must be asked for.',
      weight: 0.3,
    },
    {
      says: 'How many hosts ask like this.',
      observed: `${number(busy.askers)} of ${plural(hosts, 'host')}.`,
      expected: 'Services are shared by many hosts.',
      weight: 0.2,
    },
    {
      says: 'What kind of queries and answers.',
      observed: `${Math.round(busy.roomyTypes * 100)} % of a type with room for data (TXT, CNAME, MX, NULL …); ${number(busy.answers)} different answers in ${plural(busy.answered, 'answered query', 'answered queries')}${shape === 'none' ? '' : `; the names look like ${shape}`}.`,
      expected: 'Commands come back in the answers: they differ.',
      weight: 0.1,
    },
  ]
}
