import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type AnalysisSettings, analysisSettings } from '../assess/analysis-settings.ts'
import { assessFolder } from '../assess/assess.ts'
import { assessmentOf } from '../assess/assessment.ts'
import { openWorkspace } from '../assess/workspace.ts'
import type { Config } from '../base/config.ts'
import { exit } from '../base/exit.ts'
import { failLevels } from '../base/settings.ts'
import { severityNames } from '../model/finding.ts'
import type { Assessment } from '../report/assessment.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderTerminal } from '../report/terminal.ts'
import { type RunningService, runningService } from '../service/client.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { interruptSignal } from './interrupt.ts'
import { coloured, mustBeWritable, widthOf, writeReport } from './output.ts'
import { jobText, type ProgressLine, progressLine, stepText } from './progress.ts'
import { version } from './version.ts'

interface AssessFlags extends GlobalFlags {
  readonly json?: boolean
  readonly report?: string
  readonly failOn?: string
}

const examples = `Examples:
  gatehouse assess ./evidence
  gatehouse assess ./evidence --report report.html
  gatehouse assess ./evidence --json --fail-on high > assessment.json
`

export function assessCommand(program: Command): void {
  program
    .command('assess')
    .summary('Are we hit, by what, where? Reads a folder of evidence and says so')
    .description('Reads a folder of logs, inventories and indicator lists, looks for the signs of a supply-chain intrusion and names the software behind it.')
    .argument('<folder>', 'folder with evidence: each file is recognised by its content')
    .option('--json', 'print the whole assessment as JSON')
    .option('--report <file>', 'write one self-contained HTML file with the figures')
    .option('--fail-on <level>', `exit with 1 when something is at or above: ${failLevels.join(', ')}`)
    .addHelpText('before', examples)
    .action(async (folder: string, flags: AssessFlags, command: Command) => {
      const config = configured({ ...command.optsWithGlobals<AssessFlags>(), ...flags })
      process.exitCode = await assess(folder, config, flags)
    })
}

async function assess(folder: string, config: Config, flags: AssessFlags): Promise<number> {
  const settings = analysisSettings(config.analyses)
  if (flags.report !== undefined) mustBeWritable(flags.report)
  const line = progressLine()
  const service = await runningService(config.workspace)
  const assessment = await (service ? assessThere(service, folder, line) : assessHere(folder, config, settings, line)).finally(() => line.clear())
  if (flags.report !== undefined) writeReport(flags.report, renderHtml(assessment))
  print(assessment, flags)
  return exitCode(assessment, config.failOn)
}

async function assessHere(folder: string, config: Config, settings: AnalysisSettings, line: ProgressLine): Promise<Assessment> {
  const start = performance.now()
  await using workspace = await openWorkspace(config.workspace, config)
  const signal = new AbortController().signal
  const options = { limits: config.limits, internal: config.internal, settings, signal }
  const intake = await assessFolder(folder, workspace, { ...options, onStep: (step) => line.show(stepText(step)) })
  return await assessmentOf(workspace, { folder, intake, seconds: (performance.now() - start) / 1000, version, at: new Date() })
}

/** One process owns a workspace: a service that runs on it does the work, with its own settings, and what it came to is printed here. */
async function assessThere(service: RunningService, folder: string, line: ProgressLine): Promise<Assessment> {
  const body = { folder: resolve(folder), shown: folder }
  return await service.run<Assessment>('/assessments', body, { onProgress: (job) => line.show(jobText(job)), signal: interruptSignal() })
}

function print(assessment: Assessment, { json, report }: AssessFlags): void {
  const { stdout } = process
  if (json) stdout.write(renderJson(assessment))
  else stdout.write(renderTerminal(assessment, { width: widthOf(stdout), colour: coloured(stdout), ...(report !== undefined && { report }) }))
}

function exitCode({ incidents, findings, analyses, verdict }: Assessment, failOn: string): number {
  const level = severityNames.indexOf(failOn as (typeof severityNames)[number]) + 1
  const gravest = Math.max(0, ...incidents.map((incident) => incident.severity), ...findings.map((finding) => finding.severity))
  if (level > 0 && gravest >= level) return exit.findings
  const incomplete = analyses.some((status) => status.outcome === 'failed' || status.outcome === 'partial')
  return incomplete || verdict.word === 'CANNOT TELL' ? exit.incomplete : exit.nothing
}
