import { resolve } from 'node:path'
import type { Command } from 'commander'
import { backUp } from '../assess/backup/back-up.ts'
import type { Manifest } from '../assess/backup/manifest.ts'
import { restore } from '../assess/backup/restore.ts'
import { openWorkspace } from '../assess/workspace.ts'
import { exit } from '../base/exit.ts'
import { number, plural } from '../base/text.ts'
import { shortTime } from '../base/time.ts'
import { runningService } from '../service/client.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { interruptSignal } from './interrupt.ts'
import { jobText, progressLine } from './progress.ts'
import { version } from './version.ts'

const backUpExamples = `Examples:
  gatehouse backup /var/backups/gatehouse-2026-11-30
  gatehouse --workspace /var/lib/gatehouse backup ./copy
`

const restoreExamples = `Examples:
  gatehouse --workspace /var/lib/gatehouse-new restore /var/backups/gatehouse-2026-11-30
`

const key = 'The key of the sealed secrets is not in it: keep the file “key” of the workspace, or GATEHOUSE_KEY, in another place.'

/** `backup` and `restore`. */
export function backupCommands(program: Command): void {
  program
    .command('backup')
    .summary('Copy the workspace into a new folder, also while the service runs')
    .description(`Copies everything that a workspace knows into a folder that is not there yet. ${key}`)
    .argument('<folder>', 'where the copy goes')
    .addHelpText('before', backUpExamples)
    .action(async (folder: string, flags: GlobalFlags, command: Command) => {
      process.exitCode = await backUpTo(folder, { ...command.optsWithGlobals<GlobalFlags>(), ...flags })
    })
  program
    .command('restore')
    .summary('Make a workspace from a back-up')
    .description('Checks a back-up and makes a new workspace from it, where none is yet. Start the service on it afterwards, or run assess.')
    .argument('<folder>', 'the back-up')
    .addHelpText('before', restoreExamples)
    .action(async (folder: string, flags: GlobalFlags, command: Command) => {
      process.exitCode = await restoreFrom(folder, { ...command.optsWithGlobals<GlobalFlags>(), ...flags })
    })
}

async function backUpTo(folder: string, flags: GlobalFlags): Promise<number> {
  const config = configured(flags)
  const line = progressLine()
  const signal = interruptSignal()
  try {
    const service = await runningService(config.workspace)
    const copied = await (service
      ? service.run<Manifest>('/backups', { folder: resolve(folder) }, { onProgress: (job) => line.show(jobText(job)), signal })
      : here(folder, config, signal, line.show))
    line.clear()
    process.stdout.write(`Backed up to ${folder}: ${told(copied)}.\n${key}\n`)
    return exit.nothing
  } finally {
    line.clear()
  }
}

async function here(
  folder: string,
  config: { readonly workspace: string; readonly memory: number },
  signal: AbortSignal,
  onStep: (says: string) => void,
): Promise<Manifest> {
  await using workspace = await openWorkspace(config.workspace, config)
  return await backUp(workspace, folder, { version, at: new Date(), signal, onStep })
}

async function restoreFrom(folder: string, flags: GlobalFlags): Promise<number> {
  const config = configured(flags)
  const line = progressLine()
  try {
    const read = await restore(folder, config.workspace, { memory: config.memory, signal: interruptSignal(), onStep: line.show })
    line.clear()
    process.stdout.write(
      `Restored into ${config.workspace}: ${told(read)}, as of ${shortTime(read.at)} UTC.\nPut the key file beside it, if there are sealed secrets or users.\n`,
    )
    return exit.nothing
  } finally {
    line.clear()
  }
}

function told({ tables }: Manifest): string {
  const counts = Object.values(tables)
  return `${number(counts.reduce((sum, rows) => sum + rows, 0))} rows of ${plural(counts.length, 'table')}, and the state`
}
