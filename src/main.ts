import { Command, CommanderError } from 'commander'
import { type ErrorCode, GatehouseError, isDiskFull, messageOf } from './base/errors.ts'
import { exit } from './base/exit.ts'
import { log } from './base/log.ts'
import { printable } from './base/text.ts'
import { addCommands } from './commands/commands.ts'
import { listenForInterrupts } from './commands/interrupt.ts'
import { version } from './commands/version.ts'

const incomplete: readonly ErrorCode[] = [
  'WORKSPACE_LOCKED',
  'WORKSPACE_UNUSABLE',
  'ADDRESS_IN_USE',
  'SERVICE_REFUSED',
  'DISK_FULL',
  'ENGINE_MEMORY',
  'OUTPUT_UNWRITABLE',
  'BACKUP_UNUSABLE',
  'EVIDENCE_UNREADABLE',
  'LIMIT_EXCEEDED',
  'REGISTRY_UNREACHABLE',
  'REGISTRY_REFUSED',
  'FEED_UNREACHABLE',
  'FEED_INVALID',
  'INTEGRITY_MISMATCH',
  'CREDENTIALS_REFUSED',
  'COLLECT_UNREACHABLE',
  'KEY_UNUSABLE',
  'SECRET_UNREADABLE',
]
const usage: readonly ErrorCode[] = [
  'USAGE',
  'CREDENTIALS_MISSING',
  'CREDENTIALS_EXPOSED',
  'USER_UNKNOWN',
  'CONFIG_INVALID',
  'FOLDER_MISSING',
  'ARTIFACT_MISSING',
  'RELEASE_MISSING',
]

const program = new Command('gatehouse')
  .description('Watches your software supply chain: diffs every update twice, its bytes before it runs and its behaviour after.')
  .version(version)
  .option('--workspace <dir>', 'folder where the lake and the state live (default: .gatehouse)')
  .option('--config <file>', 'settings (default: gatehouse.yaml, if there is one)')
  .showHelpAfterError('(gatehouse --help shows what there is)')
  .addHelpText(
    'before',
    'Examples:\n  gatehouse assess ./evidence        are we hit, by what, where?\n  gatehouse vet new.msi              may we roll this release out?\n  gatehouse hunt advisory.pdf        this warning has come: are we hit?\n  gatehouse drill ./exercise         write a simulated intrusion to try it on\n',
  )
  .exitOverride()

// The engine cannot be stopped in the middle of a query, but it may be killed at any moment: what it acknowledged is safe.
listenForInterrupts()

// `gatehouse assess … | head`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exit.nothing : exit.internal))
// `gatehouse report … 2>&1 | head`: what goes on is read by nobody any more, and the work is done to its end all the same.
process.stderr.on('error', () => undefined)

try {
  await addCommands(program, process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  process.exitCode = complain(error)
}

/** A disk can run full anywhere. */
function known(error: unknown): unknown {
  if (error instanceof GatehouseError || !isDiskFull(error)) return error
  return new GatehouseError('DISK_FULL', `there is no room left: ${messageOf(error)}`, {
    hint: 'Free disk space, then run again: it goes on where it stopped.',
    cause: error,
  })
}

/** Says what went wrong in plain words, and gives the exit code. */
function complain(thrown: unknown): number {
  const error = known(thrown)
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.nothing : exit.usage
  if (!(error instanceof GatehouseError)) {
    process.stderr.write(`gatehouse: unexpected error. Please report it.\n${error instanceof Error ? error.stack : String(error)}\n`)
    return exit.internal
  }
  log.info({ err: error }, 'command failed')
  process.stderr.write(`gatehouse: ${printable(error.message, 2000)} [${error.code}]\n`)
  if (error.hint) process.stderr.write(`${error.hint}\n`)
  if (usage.includes(error.code)) return exit.usage
  return incomplete.includes(error.code) ? exit.incomplete : exit.internal
}
