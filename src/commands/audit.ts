import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { exit } from '../base/exit.ts'
import { number, plural, printable } from '../base/text.ts'
import { anchorFile, readAnchors } from '../service/login/anchors.ts'
import { auditRecords, checkChain, newestAnchor } from '../state/audit.ts'
import { inWorkspace } from '../state/folder.ts'
import { openState } from '../state/open.ts'
import { configured, type GlobalFlags } from './configured.ts'

export function auditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .summary('The log of who did what in the service: is it whole?')
    .description('Each record holds the hash of the one before. What was changed, removed or put elsewhere shows; a cut end shows with an anchor.')

  audit
    .command('verify')
    .summary('Check that nothing in it was changed, removed or cut off')
    .option('--anchor <file>', 'anchors that were kept elsewhere, besides those of the workspace')
    .addHelpText('before', 'Examples:\n  gatehouse audit verify\n  gatehouse audit verify --anchor /mnt/elsewhere/audit-anchors.jsonl\n')
    .addHelpText('after', '\nExit: 0 it is whole, 1 it is not.\n')
    .action(async (flags: { anchor?: string }, command: Command) => {
      const { workspace } = configured(command.optsWithGlobals<GlobalFlags>())
      const own = anchorFile(workspace)
      const anchors = [...(existsSync(own) ? readAnchors(own) : []), ...(flags.anchor === undefined ? [] : readAnchors(flags.anchor))]
      await withState(workspace, async (state) => {
        const { whole, records, says } = await checkChain(auditRecords(state), anchors)
        const compared = `${plural(records, 'record')}, compared with ${plural(anchors.length, 'anchor')}`
        process.stdout.write(whole ? `The audit log is whole: ${compared}.\n` : `THE AUDIT LOG IS NOT WHOLE: ${says} (${compared}).\n`)
        if (!whole) process.exitCode = exit.findings
      })
    })

  audit
    .command('export')
    .summary('Print every record, the oldest first, one JSON object a line')
    .addHelpText('before', 'Examples:\n  gatehouse audit export > audit.jsonl\n')
    .action(async (_flags: object, command: Command) => {
      const { workspace } = configured(command.optsWithGlobals<GlobalFlags>())
      await withState(workspace, async (state) => {
        let count = 0
        for await (const record of auditRecords(state)) {
          process.stdout.write(`${JSON.stringify(record)}\n`)
          count++
        }
        process.stderr.write(`${number(count)} records\n`)
      })
    })

  audit
    .command('anchor')
    .summary('Print the newest anchor: keep it where nobody who can write the workspace can')
    .addHelpText('before', 'Examples:\n  gatehouse audit anchor >> /mnt/elsewhere/audit-anchors.jsonl\n')
    .action(async (_flags: object, command: Command) => {
      const { workspace } = configured(command.optsWithGlobals<GlobalFlags>())
      await withState(workspace, async (state) => {
        const anchor = await newestAnchor(state)
        if (anchor) process.stdout.write(`${printable(JSON.stringify(anchor), 1000)}\n`)
        else process.stderr.write('Nothing was logged yet.\n')
      })
    })
}

/** Reads beside a service that runs: the database is made for it. */
async function withState(workspace: string, use: (state: Awaited<ReturnType<typeof openState>>) => Promise<void>): Promise<void> {
  await inWorkspace(workspace, async (folder) => {
    const state = await openState(folder)
    try {
      await use(state)
    } finally {
      await state.destroy()
    }
  })
}
