import type { Kysely } from 'kysely'
import { type ServiceSettings, serviceSettings } from '../contract/settings.ts'
import { appendAudit } from '../state/audit.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'
import type { Actor } from './login/actor.ts'

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
  async change(settings: ServiceSettings, revision: number, who: Actor): Promise<boolean> {
    if (revision !== this.#kept.revision) return false
    const kept = { revision: revision + 1, settings }
    const says = Object.entries(settings).flatMap(([name, value]) => {
      const before = this.#kept.settings[name as keyof ServiceSettings]
      return JSON.stringify(before) === JSON.stringify(value) ? [] : [`${name}: ${JSON.stringify(before)} → ${JSON.stringify(value)}`]
    })
    await this.#state.transaction().execute(async (state) => {
      await remember(state, key, JSON.stringify(kept))
      await appendAudit(state, { ...who, action: 'settings-changed', about: 'settings', says: says.join('; ') || 'nothing new' })
    })
    this.#kept = kept
    return true
  }
}
