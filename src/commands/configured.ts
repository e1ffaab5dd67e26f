import { type Config, type ConfigInput, loadConfig } from '../base/config.ts'

export interface GlobalFlags {
  readonly config?: string
  readonly workspace?: string
  readonly failOn?: string
}

/** The configuration that holds for a command with these flags. */
export function configured(flags: GlobalFlags, more: ConfigInput['flags'] = {}): Config {
  const given = { ...more, ...(flags.workspace !== undefined && { workspace: flags.workspace }), ...(flags.failOn !== undefined && { failOn: flags.failOn }) }
  return loadConfig({ file: flags.config ?? 'gatehouse.yaml', required: flags.config !== undefined, environment: process.env, flags: given })
}
