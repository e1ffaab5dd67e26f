import { some } from '../base/text.ts'
import type { VerdictWord } from '../model/status.ts'
import type { WarningInput } from './warning-input.ts'

/** A thing to do, by when, and the measure of the joint NCSC–NIS warning (2023) that it serves: M1–M4 organise, T1–T3 are technical. */
export interface Action {
  readonly when: 'now' | '72 h' | '30 days'
  readonly says: string
  readonly measure: 'M1' | 'M2' | 'M3' | 'M4' | 'T1' | 'T2' | 'T3'
}

export const measures: Readonly<Record<Action['measure'], string>> = {
  M1: 'raise awareness',
  M2: 'train staff',
  M3: 'know the supply chain',
  M4: 'know and limit access',
  T1: 'security updates',
  T2: 'two-factor authentication',
  T3: 'monitor the network',
}

const standing: readonly Action[] = [
  {
    when: '72 h',
    measure: 'M4',
    says: 'List who, staff and suppliers, can reach the hosts and systems that this warning names, and take away what is not needed.',
  },
  {
    when: '72 h',
    measure: 'T2',
    says: 'Check that administration of these systems asks for a second factor, and change credentials that were used on affected hosts.',
  },
  { when: '30 days', measure: 'M3', says: 'Close the gaps under Coverage: hosts that told no inventory, and traffic that no sensor saw.' },
  { when: '30 days', measure: 'T3', says: 'Keep a baseline of what the named software contacts, by release, and compare each new release with it.' },
  { when: '30 days', measure: 'M2', says: 'Rehearse this case with those who run updates and those who watch the network.' },
]

const first: Readonly<Record<VerdictWord, readonly Action[]>> = {
  HIT: [
    { when: 'now', measure: 'T3', says: 'Isolate the hosts that the findings name, without switching them off, and keep their memory, disks and logs.' },
    { when: 'now', measure: 'T3', says: 'Block and watch the indicators of this warning at proxy, resolver and mail gateway; look back at least 35 days.' },
    { when: 'now', measure: 'M1', says: 'Tell the staff who use the named software what it is, and whom to call.' },
  ],
  EXPOSED: [
    { when: 'now', measure: 'T1', says: 'Stop or remove the affected releases until a release that is said to be fixed is in place.' },
    { when: 'now', measure: 'T3', says: 'Watch the hosts that have or had an affected release, and keep their logs: at least 35 days past the install.' },
    { when: 'now', measure: 'M1', says: 'Tell the staff who use the named software what it is, and whom to call.' },
  ],
  'NOT SEEN': [
    { when: 'now', measure: 'T3', says: 'Put the indicators of this warning on watch; not seen speaks only of what the evidence covers.' },
    { when: '72 h', measure: 'T1', says: 'Check that the named software is up to date wherever it runs.' },
  ],
  'CANNOT TELL': [
    { when: 'now', measure: 'M3', says: 'Get the evidence that is missing, as Coverage lists it, and look again.' },
    { when: '72 h', measure: 'T1', says: 'Check by hand whether the named software runs anywhere, and in which release.' },
  ],
}

/** What to do and by when: what holds for the answer, what the incidents ask for, and what always holds. */
export function actionsOf({ incidents, hunts }: WarningInput, word: VerdictWord): readonly Action[] {
  const advice = [...hunts.map(({ next }) => next), ...incidents.flatMap((incident) => incident.advice)]
  // Command lines of this tool mean nothing to who receives the warning.
  const asked = [...new Set(advice)].filter((says) => says !== '' && !/\bgatehouse\b/i.test(says)).slice(0, 12)
  const exposed = Map.groupBy(
    hunts.flatMap(({ products }) => products.filter(({ word: one }) => one === 'EXPOSED')),
    ({ product }) => product,
  )
  const updates = [...exposed].map(([product, same]): Action => {
    const fixed = [...new Set(same.flatMap((one) => one.fixed ?? []))]
    const release = fixed.length > 0 ? `a repaired release (${some(fixed, 6)})` : 'a release that its maker names as safe'
    return {
      when: '72 h',
      measure: 'T1',
      says: `Bring ${product} to ${release}, on every host listed under Affected releases, and check the installer before.`,
    }
  })
  const wanted = asked.map((says): Action => ({ when: 'now', measure: 'T3', says }))
  return [...first[word], ...wanted, ...updates, ...standing]
}
