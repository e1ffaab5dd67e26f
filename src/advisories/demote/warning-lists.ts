import type { AdvisoryIndicatorType } from '../advisory.ts'

/** Lists of values that are no indicators by themselves (MISP warning lists): the reason to show, or undefined. */
export type WarningLists = (type: AdvisoryIndicatorType, value: string) => string | undefined

/** No lists. */
export function noWarningLists(): undefined {
  return undefined
}
