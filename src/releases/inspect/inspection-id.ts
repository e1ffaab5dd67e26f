import { stableId } from '../../base/hash.ts'
import { inspectionVersion } from '../record.ts'
import { ownRules, readRuleFolder } from '../yara/sources.ts'

export interface RuleChoice {
  /** Folders of YARA rules, the built-in ones first. */
  readonly rules: readonly string[]
  /** With the rules for known malware. */
  readonly families: boolean
}

/** Names the readers and the YARA rules by which releases are read: records with another id cannot be compared. */
export function inspectionId({ rules = [ownRules], families = true }: Partial<RuleChoice>): string {
  const sources = rules.flatMap((folder) => readRuleFolder(folder).sources).filter((source) => families || !source.families)
  return stableId(String(inspectionVersion), ...sources.flatMap(({ path, text }) => [path, text]))
}
