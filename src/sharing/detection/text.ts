import { printable } from '../../base/text.ts'
import { isDetectable, type SharedIndicator } from '../indicators.ts'

/** Indicators of these types that are worth detecting, the values as they are. */
export function detectable(indicators: readonly SharedIndicator[], types: readonly string[]): readonly SharedIndicator[] {
  return indicators.filter((indicator) => types.includes(indicator.type) && isDetectable(indicator))
}

/** Text that may stand in a title or comment of any rule language: one line, only harmless characters. */
export function ruleText(value: string, most = 120): string {
  return printable(value, most)
    .replace(/[^\p{L}\p{N} .,:()_/+-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

export interface DetectionRules {
  readonly language: 'Sigma' | 'Suricata' | 'YARA'
  readonly fileName: string
  readonly text: string
  readonly rules: number
  /** Indicators that no rule was made from, and why. */
  readonly left: readonly string[]
}

export interface RuleContext {
  /** Id of the warning. */
  readonly id: string
  readonly title: string
  readonly tlp: string
  /** `2026-11-23` */
  readonly day: string
}
