import { stableId } from '../../base/hash.ts'
import { bytes, number, plural, printable, some } from '../../base/text.ts'
import { duration, isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { LongChannel } from './channels-query.ts'
import type { LongConnectionSettings } from './settings.ts'

export const techniques = ['T1071', 'T1572', 'T1219'] as const

/** Hosts named in one finding. */
const mostHosts = 12

/** One destination with the channels to it, the longest first. `hosts` is the number of all inside hosts. */
export function longConnectionFinding(channels: readonly [LongChannel, ...LongChannel[]], hosts: number, settings: LongConnectionSettings): Finding {
  const [longest] = channels
  const names = [...new Set(channels.map(({ host }) => host))]
  const rare = longest.hosts <= Math.max(settings.rareHosts, settings.rareShare * hosts)
  const stands = rare && longest.daySeconds >= settings.longHours * 3600
  const who = some(names.map((name) => printable(name, 60)))
  const where = printable(longest.destination, 100)
  return {
    id: stableId('long-connection', longest.destination),
    analysis: 'long-connection',
    kind: 'behaviour',
    title: `${who} held connections to ${where} open for ${duration(longest.daySeconds)} in one day`,
    severity: stands ? 2 : 1,
    // Durations are facts; what they mean is open.
    confidence: stands ? 0.6 : 0.4,
    first: isoFromSeconds(Math.min(...channels.map(({ first }) => first))),
    last: isoFromSeconds(Math.max(...channels.map(({ last }) => last))),
    about: [{ kind: 'destination', id: longest.destination }, ...names.slice(0, mostHosts).map((id) => ({ kind: 'host' as const, id }))],
    because: reasons(channels, hosts),
    innocentIf: [
      ...(rare ? [] : [`Likely here: ${plural(longest.hosts, 'host')} of ${number(hosts)} talk to it, as with chat, mail push and video services.`]),
      'It is a remote support session, a VPN, a chat or push channel, a video call, a stream or a large transfer that you know.',
    ],
    evidence: channels.slice(0, 3).map(({ source, line }) => ({ table: 'contact', source, line })),
    advice: [
      `On ${who}, find the process that holds the connection to ${where} (port ${longest.port}) and the software it belongs to.`,
      'If it is a remote access tool: find out who installed it and who is at the other end.',
    ],
    techniques,
    figure: {
      kind: 'bars',
      title: `Hours held open to ${where} in one day`,
      summary: `The longest is ${duration(longest.daySeconds)}; the usual anchors are 1, 4, 8 and 12 hours.`,
      unit: 'hours',
      bars: channels.slice(0, 12).map((channel) => ({
        name: `${printable(channel.host, 40)} → ${printable(channel.target, 60)}:${channel.port}`,
        value: Math.round(channel.daySeconds / 360) / 10,
        mark: channel.daySeconds >= settings.longHours * 3600,
      })),
      level: { name: 'stands out from', value: settings.longHours },
    },
  }
}

function reasons([longest, ...others]: readonly [LongChannel, ...LongChannel[]], hosts: number): readonly Reason[] {
  const day = isoFromSeconds(longest.day).slice(0, 10)
  return [
    {
      says: 'Connections were held open far longer than browsing needs; a waiting remote control is.',
      observed: `${duration(longest.daySeconds)} in ${plural(longest.connections, 'connection')} of ${printable(longest.host, 60)} to ${printable(longest.target, 100)}:${longest.port} that began on ${day}; the longest single one ${duration(longest.longest)}${longest.stillOpen ? ', still open when the evidence ends' : ''}.`,
      expected: 'Most connections end within minutes. Usual anchors: 1 h notable, 4 h long, 8 h a working day, 12 h beyond it.',
      weight: 0.45,
    },
    {
      says: 'How many hosts talk to the destination.',
      observed: `${plural(longest.hosts, 'host')} of ${number(hosts)}.`,
      expected: 'Chat, push and video services are shared by many hosts.',
      weight: 0.35,
    },
    {
      says: longest.nameless ? 'Only the address is known: no name was asked for in clear.' : 'What went over it.',
      observed: `${bytes(longest.bytes)} in ${duration(longest.totalSeconds)}, ${longest.service === '' ? 'no protocol recognised' : `protocol ${printable(longest.service, 40)}`}${others.length > 0 ? `; ${plural(others.length, 'more channel')} to the same destination` : ''}.`,
      expected: 'Streams and transfers move much; a channel that waits moves little.',
      weight: 0.2,
    },
  ]
}
