import type { Command } from 'commander'
import { GatehouseError } from '../base/errors.ts'
import { exit } from '../base/exit.ts'
import { plural, printable, some } from '../base/text.ts'
import { duration, parseTime } from '../base/time.ts'
import { type Collected, collect, type Progress } from '../collect/collect.ts'
import { credentialsFrom } from '../collect/credentials.ts'
import { directories } from '../collect/directories.ts'
import { Interrupted, interruptSignal } from './interrupt.ts'
import { progressLine } from './progress.ts'

interface CollectFlags {
  readonly out?: string
  readonly since?: string
  readonly credentials?: string
}

const names = directories.map(({ name }) => name)
const examples = `Examples:
  gatehouse collect entra --out ./evidence/entra
  gatehouse collect okta --credentials okta.env --since 2026-03-01
  gatehouse assess ./evidence
`
const after = `
Credentials come from the environment or from a file that only you may read, never from the command line; docs/collect.md names them and the
read-only permissions they need. A run that breaks off is taken up by the same command; nothing is doubled.

Exit: 0 everything was collected, 2 usage or credentials that are missing, 3 something was refused or did not answer, 130 interrupted.
`

export function collectCommand(program: Command): void {
  program
    .command('collect')
    .summary('Who has which second factor, and who signed in? Asks a directory, and writes evidence')
    .description('Collects accounts, second factors, policies and sign-ins of a directory, read-only, into files that assess reads.')
    .argument('<directory>', names.join(', '))
    .option('--out <dir>', 'folder for the files (default: evidence/DIRECTORY)')
    .option('--since <date>', 'events from then on (default: where the last run ended, else the last 30 days)')
    .option('--credentials <file>', 'NAME=value lines, with no rights for others')
    .addHelpText('before', examples)
    .addHelpText('after', after)
    .action(async (name: string, flags: CollectFlags) => {
      process.exitCode = await run(name, flags)
    })
}

async function run(name: string, { out, since, credentials }: CollectFlags): Promise<number> {
  const directory = directories.find((one) => one.name === name)
  if (!directory) throw new GatehouseError('USAGE', `there is no directory ${printable(name, 60)}`, { hint: `There are ${some(names, names.length)}.` })
  const line = progressLine()
  const folder = out ?? `evidence/${name}`
  try {
    const collected = await collect(directory, {
      folder,
      credentials: credentialsFrom({ environment: process.env, ...(credentials !== undefined && { file: credentials }) }),
      signal: interruptSignal(),
      onProgress: (progress) => line.show(progressText(progress)),
      ...(since !== undefined && { since: dateOf(since) }),
    })
    line.clear()
    process.stdout.write(summary(directory.title, folder, collected))
    return collected.some(({ refused }) => refused !== undefined) ? exit.incomplete : exit.nothing
  } catch (error) {
    line.clear()
    if (!(error instanceof Interrupted)) throw error
    process.stderr.write('Interrupted. What was collected is kept; run the same command again to go on.\n')
    return exit.interrupted
  }
}

function dateOf(text: string): Date {
  const time = parseTime(text)
  if (time === null) throw new GatehouseError('USAGE', `--since ${printable(text, 40)} is no date`, { hint: 'Write it as 2026-03-01 or 2026-03-01T08:00:00Z.' })
  return new Date(time / 1000)
}

function progressText({ stream, pages, records, waiting }: Progress): string {
  const so = `${stream}: ${plural(records, 'record')}, ${plural(pages, 'page')}`
  return waiting ? `${so}; the directory ${printable(waiting.why, 80)}: again in ${duration(waiting.milliseconds / 1000)}` : so
}

/** The conclusion first: what is there now, and what is not. */
function summary(title: string, folder: string, collected: readonly Collected[]): string {
  const given = collected.filter(({ refused }) => refused === undefined)
  const missing = collected.filter(({ refused }) => refused !== undefined)
  const records = given.reduce((sum, one) => sum + one.records, 0)
  const first = `${title}: ${plural(records, 'record')} collected into ${printable(folder)}${missing.length > 0 ? `; ${plural(missing.length, 'kind')} of record not given` : ''}.`
  const lines = collected.map(({ stream, records: count, refused }) =>
    refused === undefined ? `  ${stream.padEnd(26)} ${plural(count, 'record')}` : `  ${stream.padEnd(26)} NOT GIVEN: ${printable(refused, 300)}`,
  )
  return `${first}\n\n${lines.join('\n')}\n\nNext: gatehouse assess ${printable(folder)}\n`
}
