import type { DrillCase } from './case.ts'
import { softphoneCase } from './softphone.ts'

/** The intrusion of the 3CX case, and beside it the accounts of four directories in which each analysis of them has something to find and to leave. */
export const accountsCase: DrillCase = { ...softphoneCase, name: 'accounts' }
