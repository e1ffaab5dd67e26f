import { useSuspenseQuery } from '@tanstack/react-query'
import type { Session } from '../../../src/contract/session.ts'
import { asking } from './call.ts'

export const sessionQuery = asking('getSession', {})

/** Who is signed in. Only below a route that has made sure of it. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

const ranks = { viewer: 0, analyst: 1, admin: 2 } as const

/** Whether the person may do what asks for this role. The service decides again; this only hides what would be refused. */
export function useMay(role: keyof typeof ranks): boolean {
  const { user } = useSession()
  return user !== null && ranks[user.role] >= ranks[role]
}

/** Whether a person has factors of our own and no codes yet for the day when those are lost. */
export function needsRecoveryCodes({ state, recoveryCodesLeft, user }: Session): boolean {
  const hasOwn = user?.factors.some((factor) => factor === 'totp' || factor === 'passkey') ?? false
  return state === 'open' && recoveryCodesLeft === null && hasOwn
}
