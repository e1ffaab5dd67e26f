import { stableId } from '../../base/hash.ts'
import type { Finding } from '../../model/finding.ts'
import { accountEntity, evidenceOf } from './accounts.ts'
import { type Identity, seenSpan } from './identities.ts'

/** What an analysis has to say of the state of some accounts. */
export interface AccountState
  extends Pick<Finding, 'analysis' | 'title' | 'severity' | 'confidence' | 'because' | 'innocentIf' | 'advice' | 'techniques' | 'figure'> {
  /** What the finding is about, beside the name of the analysis: the same subject is the same finding at the next run. */
  readonly subject: readonly string[]
  readonly accounts: readonly Identity[]
  readonly now: Date
}

const mostAccounts = 1000

/** A finding about the state of accounts, as their directories told it when they were exported. */
export function accountState({ subject, accounts, now, ...told }: AccountState): Finding {
  return {
    id: stableId(told.analysis, ...subject),
    kind: 'posture',
    ...told,
    ...seenSpan(accounts, now),
    about: accounts.slice(0, mostAccounts).map(accountEntity),
    evidence: evidenceOf(
      'account',
      accounts.map(({ row }) => row),
    ),
  }
}
