import { z } from 'zod'

/** Who is signed in, and how far: before the second factor nothing else answers. */
export const session = z
  .object({
    /** set-up: nobody is there yet; sign-in; second-factor: the password was right; enrol: a second factor has to be set up; open. */
    state: z.enum(['set-up', 'sign-in', 'second-factor', 'enrol', 'open']),
    user: z
      .object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(['viewer', 'analyst', 'admin']), factors: z.array(z.string()) })
      .nullable(),
    /** Until when a fresh second factor counts for what asks for one. */
    steppedUpUntil: z.string().nullable(),
    /** When it ends if nothing is done, and at the latest. */
    idleUntil: z.string().nullable(),
    endsAt: z.string().nullable(),
    /** Ways to sign in besides the password. */
    providers: z.array(z.object({ id: z.string(), name: z.string() })),
    recoveryCodesLeft: z.number().int().nullable(),
    version: z.string(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>
