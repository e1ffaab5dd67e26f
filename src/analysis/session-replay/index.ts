import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity } from '../statistics/accounts.ts'
import { movedSessions, type Session, type Use } from './query.ts'
import { programOf, type Replay, replayOf, systemOf } from './replay.ts'

interface Settings {
  /** Minutes within which one session is used from two networks and devices. */
  readonly spanMinutes: number
  readonly mostFindings: number
}

export const sessionReplay = defineAnalysis<Settings>({
  name: 'session-replay',
  version: 1,
  title: 'One session on two devices',
  looksFor:
    'A session or token that is used from two networks and two devices within a time in which no device changes: it was stolen, and the second factor with it.',
  techniques: ['T1539', 'T1550.004'],
  needs: ['sign_in'],
  betterWith: ['account_event'],
  settings: { spanMinutes: 60, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const found = (await movedSessions(lake, signal)).flatMap((session) => {
    const replay = replayOf(session.uses, settings.spanMinutes * 60)
    return replay ? [finding(session, replay, settings)] : []
  })
  yield* found.toSorted((a, b) => b.severity - a.severity || b.confidence - a.confidence || (a.first < b.first ? -1 : 1)).slice(0, settings.mostFindings)
}

const mostEvidence = 50

/** Two at once, by the directory's own ids, is as sure as it gets; a change of program alone can be a tool of the person's own. */
function severityOf({ by, returns }: Replay): Severity {
  return by === 'program' && !returns ? 3 : 4
}

const confidence = { device: 0.8, system: 0.7, program: 0.6 } as const

function finding(session: Session, replay: Replay, settings: Settings): Finding {
  const { before, after, by, returns } = replay
  const name = printable(session.account, 80)
  const networks = new Set(session.uses.map((use) => use.network)).size
  return {
    id: stableId('session-replay', session.directory, session.session),
    analysis: 'session-replay',
    kind: 'behaviour',
    title: `A session of ${name} was used from ${printable(before.ip, 45)} and ${duration(Math.max(1, after.time - before.time))} later from ${printable(after.ip, 45)}, on another device`,
    severity: severityOf(replay),
    confidence: Math.min(0.95, confidence[by] + (returns ? 0.1 : 0)),
    first: isoFromSeconds(session.uses[0]?.time ?? before.time),
    last: isoFromSeconds(session.uses.at(-1)?.time ?? after.time),
    about: [accountEntity(session)],
    because: [
      {
        says:
          by === 'device'
            ? 'The directory gives the two uses different devices.'
            : by === 'system'
              ? 'The two uses come from different operating systems.'
              : 'A browser and a program share the session.',
        observed: `${describe(before)}; then ${describe(after)}`,
        expected: 'one device for the life of a session',
        weight: 0.5,
      },
      {
        says: returns
          ? 'The first came back after the second: both were in use at once.'
          : 'The time between is too short for a change of device that keeps the session.',
        observed: `${plural(networks, 'network')} in ${plural(session.uses.length, 'use')} of the session; ${duration(Math.max(1, after.time - before.time))} between the two`,
        expected: `no change of both network and device within ${number(settings.spanMinutes)} min`,
        weight: 0.5,
      },
    ],
    innocentIf: [
      'a program of the person’s own uses the session of the browser, through a gateway elsewhere',
      'the device belongs to a virtual desktop, whose sessions the directory counts as one',
    ],
    evidence: session.uses.slice(0, mostEvidence).map(({ table, row }) => ({ table, source: row[0], line: row[1] })),
    advice: [
      `End all sessions of ${name}, and look at what was done from ${printable(after.ip, 45)} since ${shortTime(isoFromSeconds(after.time))} UTC.`,
      'Look for what steals sessions on the person’s computer, and for a false sign-in page that passed the second factor on.',
    ],
    techniques: ['T1539', 'T1550.004'],
  }
}

function describe({ time, ip, country, device, agent }: Use): string {
  const what = [systemOf(agent), programOf(agent)].filter((part) => part !== '').map((part) => printable(part, 30))
  const where = [
    printable(ip, 45),
    ...(country === '' ? [] : [printable(country, 30)]),
    ...(what.length > 0 ? [some(what)] : []),
    ...(device === '' ? [] : [`device ${printable(device, 40)}`]),
  ]
  return `${shortTime(isoFromSeconds(time))} ${where.join(', ')}`
}
