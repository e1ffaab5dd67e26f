import type { Kysely } from 'kysely'
import { type ServiceSettings, serviceSettings } from '../contract/settings.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'

interface Kept {
  readonly revision: number
  readonly settings: ServiceSettings
}

const key = 'service-settings'

/** What may be changed while the service runs: kept in the state, with a revision for If-Match. */
export class ServiceSettingsStore {
  readonly #state: Kysely<StateSchema>
  #kept: Kept

  private constructor(state: Kysely<StateSchema>, kept: Kept) {
    this.#state = state
    this.#kept = kept
  }

  /** What was kept, else the defaults given. */
  static async open(state: Kysely<StateSchema>, defaults: ServiceSettings): Promise<ServiceSettingsStore> {
    const text = await remembered(state, key)
    if (text === undefined) return new ServiceSettingsStore(state, { revision: 0, settings: defaults })
    const { revision, settings } = JSON.parse(text) as Kept
    return new ServiceSettingsStore(state, { revision, settings: serviceSettings.parse(settings) })
  }

  get settings(): ServiceSettings {
    return this.#kept.settings
  }

  get revision(): number {
    return this.#kept.revision
  }

  /** False when it was changed since that revision. */
  async change(settings: ServiceSettings, revision: number): Promise<boolean> {
    if (revision !== this.#kept.revision) return false
    const kept = { revision: revision + 1, settings }
    await remember(this.#state, key, JSON.stringify(kept))
    this.#kept = kept
    return true
  }
}
