import { analyses } from '../analysis/analyses.ts'
import type { SettingValue } from '../analysis/analysis.ts'
import { GatehouseError } from '../base/errors.ts'

export type AnalysisSettings = Readonly<Record<string, Readonly<Record<string, SettingValue>>>>

/** Holds `analyses.NAME.SETTING` of the configuration to what the analyses have. Throws CONFIG_INVALID. */
export function analysisSettings(given: Readonly<Record<string, Readonly<Record<string, unknown>>>>): AnalysisSettings {
  for (const [name, values] of Object.entries(given)) {
    const analysis = analyses.find((known) => known.name === name)
    if (!analysis) throw invalid(`there is no analysis ${name}`, `Analyses: ${analyses.map((known) => known.name).join(', ')}.`)
    for (const [setting, value] of Object.entries(values)) {
      const standard = analysis.settings[setting]
      if (standard === undefined) throw invalid(`analysis ${name} has no setting ${setting}`, `It has: ${Object.keys(analysis.settings).join(', ') || 'none'}.`)
      if (kindOf(value) !== kindOf(standard))
        throw invalid(`analyses.${name}.${setting} must be a ${kindOf(standard)}`, `The default is ${JSON.stringify(standard)}.`)
    }
  }
  return given as AnalysisSettings
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}

function invalid(message: string, hint: string): GatehouseError {
  return new GatehouseError('CONFIG_INVALID', message, { hint })
}
