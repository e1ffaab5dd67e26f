import { evidenceOperations } from './operations/evidence.ts'
import { feedsOperations } from './operations/feeds.ts'
import { findingsOperations } from './operations/findings.ts'
import { huntsOperations } from './operations/hunts.ts'
import { incidentsOperations } from './operations/incidents.ts'
import { jobsOperations } from './operations/jobs.ts'
import { lakeOperations } from './operations/lake.ts'
import { pagesOperations } from './operations/pages.ts'
import { settingsOperations } from './operations/settings.ts'
import { softwareOperations } from './operations/software.ts'

/** Everything that the API can be asked. Each stands in docs/openapi.json, and each has a handler. */
export const operations = {
  ...pagesOperations,
  ...incidentsOperations,
  ...findingsOperations,
  ...huntsOperations,
  ...softwareOperations,
  ...evidenceOperations,
  ...feedsOperations,
  ...jobsOperations,
  ...lakeOperations,
  ...settingsOperations,
} as const
export type OperationName = keyof typeof operations
