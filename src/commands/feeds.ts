import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type FeedList, type FeedOutcome, listFeeds, updateFeeds } from '../assess/feeds.ts'
import { openWorkspace } from '../assess/workspace.ts'
import type { Config } from '../base/config.ts'
import { GatehouseError } from '../base/errors.ts'
import { exit } from '../base/exit.ts'
import { number, plural, printable } from '../base/text.ts'
import { type FeedDefinition, feeds } from '../knowledge/feeds/definitions.ts'
import { defaultDownload } from '../knowledge/feeds/download.ts'
import { isMirror } from '../knowledge/feeds/fetch.ts'
import { type RunningService, runningService } from '../service/client.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { interruptSignal } from './interrupt.ts'
import { jobText, type ProgressLine, progressLine } from './progress.ts'

const examples = `Examples:
  gatehouse feeds update
  gatehouse feeds update kev epss osv-npm
  gatehouse feeds update --from /media/usb/feeds
  gatehouse feeds update --from https://mirror.example/feeds
  gatehouse feeds list
`

interface FeedsFlags extends GlobalFlags {
  readonly from?: string
  readonly json?: boolean
}

export function feedsCommand(program: Command): void {
  const command = program
    .command('feeds')
    .summary('Reference knowledge: vulnerabilities, what is exploited, life cycles')
    .description('Fetches reference knowledge into the workspace, and says how old each feed is. rules/feeds.yaml says where each comes from.')
    .addHelpText('before', examples)
  command
    .command('update')
    .summary('Fetch what is new; a copy that is not right leaves the last good one in place')
    .argument('[name...]', 'feeds to fetch; all when none is named')
    .option('--from <dir|url>', 'a folder or a mirror where the feeds lie under their file names, instead of their own addresses')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', '\nExit: 0 all are there, 2 usage, 3 one or more could not be fetched, were refused, or are not in the folder though named.\n')
    .action(async (names: readonly string[], flags: FeedsFlags, own: Command) => {
      process.exitCode = await update(names, { ...own.optsWithGlobals<FeedsFlags>(), ...flags })
    })
  command
    .command('list')
    .summary('Every feed with the date of its data: fresh, stale or missing')
    .option('--json', 'print the list as JSON')
    .action(async (flags: FeedsFlags, own: Command) => {
      process.exitCode = await list({ ...own.optsWithGlobals<FeedsFlags>(), ...flags })
    })
}

async function update(names: readonly string[], { from, json, ...global }: FeedsFlags): Promise<number> {
  const chosen = names.map(named)
  const config = configured(global)
  const line = progressLine()
  try {
    const service = await runningService(config.workspace)
    const outcomes = service ? await updateThere(service, chosen, from, line) : await updateHere(config, chosen, from, line)
    line.clear()
    if (json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`)
    else for (const outcome of outcomes) process.stdout.write(`${outcomeText(outcome)}\n`)
    // A folder need not have all feeds; one that is asked for by name it has to.
    return outcomes.some(({ is }) => is === 'failed' || (is === 'absent' && names.length > 0)) ? exit.incomplete : exit.nothing
  } finally {
    line.clear()
  }
}

async function updateHere(config: Config, chosen: readonly FeedDefinition[], from: string | undefined, line: ProgressLine): Promise<readonly FeedOutcome[]> {
  await using workspace = await openWorkspace(config.workspace, config)
  return await updateFeeds(workspace, {
    feeds: chosen.length === 0 ? feeds : chosen,
    from,
    limits: config.limits,
    signal: interruptSignal(),
    onStep: line.show,
    settings: { ...defaultDownload, allow: config.outgoing },
  })
}

/** A service that runs on the workspace does it, and looks at everything again by what is new. */
async function updateThere(
  service: RunningService,
  chosen: readonly FeedDefinition[],
  from: string | undefined,
  line: ProgressLine,
): Promise<readonly FeedOutcome[]> {
  const body = { feeds: chosen.map(({ name }) => name), ...(from !== undefined && { from: isMirror(from) ? from : resolve(from) }) }
  return await service.run<readonly FeedOutcome[]>('/feeds/updates', body, {
    onProgress: (job) => line.show(jobText(job)),
    signal: interruptSignal(),
    evenFailed: true,
  })
}

/** Throws USAGE for a feed that is not known. */
function named(name: string): FeedDefinition {
  const feed = feeds.find((one) => one.name === name)
  if (!feed) throw new GatehouseError('USAGE', `there is no feed ${JSON.stringify(name)}`, { hint: `There are: ${feeds.map((one) => one.name).join(', ')}.` })
  return feed
}

function outcomeText({ title, is, records, problem }: FeedOutcome): string {
  if (is === 'failed')
    return `${title}: not updated, ${printable(problem ?? '', 300)}. ${records > 0 ? 'The last good copy stays.' : 'There is no earlier copy.'}`
  if (is === 'absent') return `${title}: not in the folder, and never fetched`
  return `${title}: ${is === 'new' ? `new, ${plural(records, 'record')}` : `nothing new, ${plural(records, 'record')}`}`
}

async function list({ json, ...global }: FeedsFlags): Promise<number> {
  const config = configured(global)
  const service = await runningService(config.workspace)
  const states = service ? (await service.get<{ readonly items: FeedList }>('/feeds')).items : await listHere(config)
  if (json) {
    process.stdout.write(`${JSON.stringify(states, null, 2)}\n`)
    return exit.nothing
  }
  const wide = Math.max(...states.map(({ title }) => title.length))
  for (const { title, state, says, records, problem } of states) {
    const count = state === 'missing' ? '' : `, ${number(records)} records`
    process.stdout.write(
      `${printable(title, 60).padEnd(wide)}  ${state.padEnd(7)}  ${says}${count}${problem ? `; the last try failed: ${printable(problem, 200)}` : ''}\n`,
    )
  }
  return exit.nothing
}

async function listHere(config: Config): Promise<FeedList> {
  await using workspace = await openWorkspace(config.workspace, config)
  return await listFeeds(workspace, feeds)
}
