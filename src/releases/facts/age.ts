import { duration } from '../../base/time.ts'
import type { FactRule } from './evidence.ts'

/**
 * Class I: policy, not suspicion. Attacks on registries were found within hours or days (axios 1.14.1 after three hours), so
 * a release is held for a while; a security fix may pass by the id of its advisory, and is still checked for all the rest.
 */
export const ageFacts: readonly FactRule[] = [
  {
    name: 'too-young',
    class: 'I',
    title: 'Younger than the policy allows',
    innocentIf: 'it fixes a vulnerability: give the id of the advisory',
    absolute: true,
    *find({ comparison, at, policy }) {
      const published = comparison.now.record.publication?.publishedAt
      if (published === undefined || policy.fixes !== undefined) return
      const age = (at - Date.parse(published)) / 1000
      if (age < policy.ageHours * 3600) {
        yield { says: `It was published ${duration(Math.max(0, age))} ago; policy waits ${duration(policy.ageHours * 3600)}.`, now: published }
      }
    },
  },
]
