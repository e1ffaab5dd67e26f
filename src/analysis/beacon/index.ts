import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { channelKey } from './channels.ts'
import { beaconFinding, techniques } from './finding.ts'
import { groupByDestination, strength } from './groups.ts'
import { regularChannels } from './intervals-query.ts'
import { judge, polledBy } from './judgement.ts'
import { parityChannels } from './parity-query.ts'
import { recentContacts } from './recent-query.ts'
import { repeatedChannels } from './repetition-query.ts'
import { type BeaconSettings, beaconSettings } from './settings.ts'
import { surroundingsOf } from './surroundings.ts'

export const beacon = defineAnalysis<BeaconSettings>({
  name: 'beacon',
  version: 1,
  title: 'Regular channels (beacons)',
  looksFor: 'Hosts that call a rare destination like clockwork, or over and over with the same exchange, as implants do that wait for commands.',
  techniques,
  needs: ['contact'],
  betterWith: ['tls_session', 'http_request', 'host_address'],
  settings: beaconSettings,
  run,
})

async function* run(on: AnalysisInput<BeaconSettings>): AsyncGenerator<Finding> {
  const regular = await regularChannels(on)
  const repeated = await repeatedChannels(on)
  const groups = groupByDestination(regular, repeated)
  const around = await surroundingsOf(
    on,
    groups.map(({ destination }) => destination),
  )
  const polled = polledBy(groups)
  const judged = groups
    .map((group) => ({ group, judgement: judge(group, around, polled, on.settings) }))
    .sort(
      (a, b) => rank(a) - rank(b) || strength(b.group.candidates[0]) - strength(a.group.candidates[0]) || (a.group.destination < b.group.destination ? -1 : 1),
    )
    .slice(0, on.settings.mostFindings)
  const shown = judged.map(({ group }) => group.candidates[0])
  if (shown.length === 0) return
  const contacts = await recentContacts(on, shown)
  const parity = new Map(
    (await parityChannels(on.lake, { directions: ['outward', 'inside'], span: 86_400, until: Math.ceil(on.now.getTime() / 1000), only: shown }, on.signal)).map(
      (channel) => [channelKey(channel), channel.score],
    ),
  )
  for (const { group, judgement } of judged) {
    const key = channelKey(group.candidates[0])
    yield beaconFinding({
      group,
      judgement,
      destination: around.destinations.get(group.destination),
      parity: parity.get(key),
      contacts: contacts.get(key) ?? [],
    })
  }
}

/** What stands out first. */
function rank({ judgement }: { readonly judgement: { readonly ordinary: readonly string[] } }): number {
  return judgement.ordinary.length > 0 ? 1 : 0
}
