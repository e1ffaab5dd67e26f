import type { Command } from 'commander'
import { analysisSettings } from '../assess/analysis-settings.ts'
import { configured, type GlobalFlags } from './configured.ts'

export function configCommand(program: Command): void {
  const config = program
    .command('config')
    .summary('The settings in force')
    .description('Settings come from gatehouse.yaml, over it GATEHOUSE_* variables, over them flags.')
  config
    .command('show')
    .summary('Print every setting and where its value came from')
    .option('--json', 'print as JSON')
    .addHelpText('before', 'Examples:\n  gatehouse config show\n  GATEHOUSE_LAKE_MEMORY=2GB gatehouse config show\n')
    .action((flags: { json?: boolean }, command: Command) => {
      const { values, analyses } = configured(command.optsWithGlobals<GlobalFlags>())
      const settings = analysisSettings(analyses)
      if (flags.json) process.stdout.write(`${JSON.stringify({ values, analyses: settings }, null, 2)}\n`)
      else process.stdout.write(`${[...values.map(line), ...analysisLines(settings)].join('\n')}\n`)
    })
}

function line(value: { readonly path: string; readonly value: unknown; readonly origin: string; readonly doc: string }): string {
  return `${value.path} = ${JSON.stringify(value.value)}\n    from ${value.origin}: ${value.doc}`
}

function analysisLines(settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, values]) =>
    Object.entries(values).map(([setting, value]) => `analyses.${name}.${setting} = ${JSON.stringify(value)}`),
  )
}
