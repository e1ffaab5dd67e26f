import type { Kysely } from 'kysely'
import type { Config } from '../base/config.ts'
import type { StateSchema } from '../state/schema.ts'
import type { Secrets } from '../state/secrets.ts'
import type { Engine } from './engine/engine.ts'
import type { Events } from './events.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { Notifications } from './notify/notifications.ts'
import type { ServiceSettingsStore } from './service-settings.ts'
import type { SyslogReceiver } from './syslog/receiver.ts'
import type { Watch } from './watch/watch.ts'

/** What the routes of a running service share. */
export interface Context {
  /** Folder of the workspace, absolute. */
  readonly folder: string
  readonly version: string
  readonly config: Config
  readonly state: Kysely<StateSchema>
  readonly engine: Engine
  readonly jobs: JobQueue
  readonly events: Events
  readonly settings: ServiceSettingsStore
  readonly watch: Watch
  readonly secrets: Secrets
  readonly notifications: Notifications
  readonly answers: KeptAnswers
  /** Where syslog is taken. */
  readonly syslog: SyslogReceiver | undefined
  /** Aborted when the service begins to stop. */
  readonly stopping: AbortSignal
}
