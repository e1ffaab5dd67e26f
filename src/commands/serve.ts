import { join } from 'node:path'
import type { Command } from 'commander'
import { exit } from '../base/exit.ts'
import { logWarnings } from '../base/log.ts'
import { serve } from '../service/serve.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { interruptSignal } from './interrupt.ts'
import { version } from './version.ts'

interface ServeFlags extends GlobalFlags {
  readonly port?: string
  readonly watch?: readonly string[]
}

const examples = `Examples:
  gatehouse serve
  gatehouse serve --port 8443 --watch /var/log/zeek
`

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .summary('Keep watching, and show me: the service and its web console')
    .description(
      'Serves the workspace: watches folders with evidence, runs the analyses, and shows what they find. Ctrl-C ends it; what is being done goes on at the next start.',
    )
    .option('--port <port>', 'port to listen on, 0 for any (default: serve.port)')
    .option('--watch <folder...>', 'folders with evidence to watch')
    .addHelpText('before', examples)
    .action(async (flags: ServeFlags, command: Command) => {
      const given = { ...(flags.port !== undefined && { 'serve.port': flags.port }), ...(flags.watch !== undefined && { 'serve.watch': flags.watch }) }
      process.exitCode = await run({ ...command.optsWithGlobals<GlobalFlags>() }, given)
    })
}

async function run(flags: GlobalFlags, given: Parameters<typeof configured>[1]): Promise<number> {
  logWarnings()
  const signal = interruptSignal()
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  await using service = await serve({ config: configured(flags, given), version, console: join(import.meta.dirname, '..', '..', 'console', 'dist') })
  const { stdout, stderr } = process
  stdout.write(`Gatehouse is at ${service.url.href}\n`)
  if (service.setUp !== undefined) stdout.write(`Nobody can sign in yet. Set it up with this link, which works once and for an hour:\n  ${service.setUp}\n`)
  stderr.write('Ctrl-C ends it.\n')
  await stopped
  stderr.write('\nEnding …\n')
  return exit.nothing
}
