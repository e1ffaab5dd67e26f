import { GatehouseError } from '../base/errors.ts'

export const caseNames = ['3cx', 'magicline', 'benign-rollout', 'accounts', 'none'] as const
export type CaseName = (typeof caseNames)[number]

export interface DrillOptions {
  readonly case: CaseName
  /** Computers of the organisation, 10 … 5,000. */
  readonly hosts: number
  /** Length of the evidence, 45 … 365. */
  readonly days: number
  /** 0 … 2³² − 1: the same seed gives the same organisation. */
  readonly seed: number
  /** Share of the hosts with the culprit on which it wakes up: above 0, at most 1. */
  readonly activation: number
}

export const drillDefaults: DrillOptions = { case: '3cx', hosts: 120, days: 60, seed: 1, activation: 0.5 }

const limits = { hosts: [10, 5000], days: [45, 365], seed: [0, 2 ** 32 - 1] } as const

/** Fills in the defaults. Throws USAGE for a value that makes no organisation. */
export function drillOptions(given: Partial<DrillOptions>): DrillOptions {
  const options = { ...drillDefaults, ...given }
  if (!caseNames.includes(options.case)) {
    throw new GatehouseError('USAGE', `there is no drill case "${options.case}"`, { hint: `Cases: ${caseNames.join(', ')}.` })
  }
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value = options[name as keyof typeof limits]
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new GatehouseError('USAGE', `${name} cannot be ${value}`, { hint: `Give a whole number from ${least} to ${most}.` })
    }
  }
  if (!(options.activation > 0 && options.activation <= 1)) {
    throw new GatehouseError('USAGE', `activation cannot be ${options.activation}`, { hint: 'Give a share above 0 and up to 1, such as 0.5.' })
  }
  return options
}
