import type { TriageState } from '../../../../../src/contract/incident.ts'

/** What each state says, in the order of the work. */
export const stateWords: Readonly<Record<TriageState, string>> = {
  new: 'New',
  investigating: 'Investigating',
  contained: 'Contained',
  resolved: 'Resolved',
  innocent: 'Innocent',
}

export const states = Object.keys(stateWords) as readonly TriageState[]
