import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { huntAgain, huntFor, keepHunt } from '../assess/hunts.ts'
import { readAdvisories } from '../assess/read-advisories.ts'
import { openWorkspace } from '../assess/workspace.ts'
import type { Config } from '../base/config.ts'
import { GatehouseError } from '../base/errors.ts'
import { exit } from '../base/exit.ts'
import { printable } from '../base/text.ts'
import type { JobSummary } from '../contract/job.ts'
import { wordOrder } from '../hunt/answer.ts'
import type { Hunt } from '../model/hunt.ts'
import { renderHuntHtml } from '../report/hunt/html.ts'
import { renderHuntJson, renderHuntsJson } from '../report/hunt/json.ts'
import { huntLines } from '../report/hunt/list.ts'
import { renderHuntTerminal } from '../report/hunt/terminal.ts'
import { type RunningService, runningService } from '../service/client.ts'
import { Advisories } from '../state/advisories.ts'
import { inWorkspace } from '../state/folder.ts'
import { openState } from '../state/open.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { Interrupted, interruptSignal } from './interrupt.ts'
import { coloured, mustBeWritable, widthOf, writeReport } from './output.ts'
import { jobText, type ProgressLine, progressLine } from './progress.ts'
import { version } from './version.ts'

const failLevels = ['hit', 'exposed', 'never'] as const

interface HuntFlags extends Omit<GlobalFlags, 'failOn'> {
  readonly json?: boolean
  readonly report?: string
  readonly list?: boolean
  readonly again?: boolean
  readonly failOn: (typeof failLevels)[number]
  readonly store: boolean
}

const examples = `Examples:
  gatehouse hunt advisory.pdf
  gatehouse hunt vendor-post.html indicators.stix.json --report hunt.html
  gatehouse hunt warning.eml --json --fail-on exposed > hunt.json
  gatehouse hunt --list
  gatehouse hunt --again
`

const after = `
Exit: 0 nothing at or above --fail-on (never unless set), 1 something is, 2 usage, 3 CANNOT TELL: the advisory, or one of several, could not be read,
or the evidence is not enough. --again gives the code of the gravest answer: HIT before EXPOSED, CANNOT TELL and NOT SEEN.
`

export function huntCommand(program: Command): void {
  program
    .command('hunt')
    .summary('This warning has just come: are we hit? Reads an advisory and looks for it in the workspace')
    .description(
      'Reads advisories (PDF, HTML, Markdown, text, e-mail, STIX, MISP, CSAF, OSV, OpenIOC, Sigma, YARA, Suricata, CSV), looks for their indicators and products in everything that was assessed, and says HIT, EXPOSED, NOT SEEN or CANNOT TELL, host by host. Several files are taken for one affair. Nothing is fetched.',
    )
    .argument('[file...]', 'advisories')
    .option('--json', 'print the whole answer as JSON')
    .option('--report <file>', 'write one self-contained HTML file')
    .option('--list', 'print the hunts that are kept, with their last answers')
    .option('--again', 'hunt again for everything that was ever asked')
    .addOption(new Option('--fail-on <level>', `exit with 1 when the answer is at or above: ${failLevels.join(', ')}`).choices(failLevels).default('never'))
    .option('--no-store', 'do not keep the advisories: assess does not hunt for them again')
    .addHelpText('before', examples)
    .addHelpText('after', after)
    .action(async (files: readonly string[], flags: HuntFlags, command: Command) => {
      process.exitCode = await huntWith(files, { ...command.optsWithGlobals<HuntFlags>(), ...flags })
    })
}

async function huntWith(files: readonly string[], flags: HuntFlags): Promise<number> {
  check(files, flags)
  const { failOn: _, ...global } = flags
  const config = configured(global)
  if (flags.report !== undefined) mustBeWritable(flags.report)
  const line = progressLine()
  const signal = interruptSignal()
  try {
    if (flags.list) return await list(config.workspace, flags)
    const service = await runningService(config.workspace)
    const hunts = service ? await huntThere(service, files, flags, signal, line) : await huntHere(files, config, flags, signal, line)
    line.clear()
    print(hunts, flags)
    if (hunts.length === 0) process.stderr.write('There is nothing to hunt for again: gatehouse hunt FILE asks first.\n')
    return exitCode(hunts, flags.failOn)
  } catch (error) {
    if (!signal.aborted && !(error instanceof Interrupted)) throw error
    process.stderr.write('\nInterrupted. Nothing was kept of this hunt.\n')
    return exit.interrupted
  } finally {
    line.clear()
  }
}

/** Throws USAGE for flags that do not go together. */
function check(files: readonly string[], { list: listed, again: repeated, report }: HuntFlags): void {
  if (files.length === 0 && !listed && !repeated)
    throw new GatehouseError('USAGE', 'say which advisory to hunt for', { hint: 'For example: gatehouse hunt advisory.pdf' })
  if ((files.length > 0 && (listed || repeated)) || (listed && repeated)) {
    throw new GatehouseError('USAGE', '--list and --again take no files, and go alone', {
      hint: 'gatehouse hunt FILE, gatehouse hunt --list, or gatehouse hunt --again',
    })
  }
  if (report !== undefined && files.length === 0) throw new GatehouseError('USAGE', '--report is for a hunt with files')
  for (const file of files) mustBeFile(file)
}

/** What is not there is a mistake of the command line; what is there and cannot be read, a limit of the answer. */
function mustBeFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) {
    const message = file === '' ? 'the name of an advisory is empty' : `there is no file ${printable(file)}`
    throw new GatehouseError('USAGE', message, { hint: 'Name the file of an advisory, for example: gatehouse hunt advisory.pdf' })
  }
  if (found.isDirectory()) throw new GatehouseError('USAGE', `${printable(file)} is a folder, not an advisory`, { hint: 'Name the files in it.' })
}

async function huntHere(files: readonly string[], config: Config, flags: HuntFlags, signal: AbortSignal, line: ProgressLine): Promise<readonly Hunt[]> {
  const named = files.map((path) => ({ path, name: basename(path) }))
  const { advisories, unread } = await readAdvisories(named, signal, (name) => line.show(`reading ${printable(name, 60)} …`))
  await using workspace = await openWorkspace(config.workspace, config)
  if (flags.again) {
    line.show('hunting again for everything that was asked …')
    return await huntAgain(workspace, signal)
  }
  line.show('looking for it in everything that was assessed …')
  const answer = await huntFor(workspace, advisories, { signal, unread })
  if (flags.store) await keepHunt(workspace, advisories, answer)
  return [answer]
}

/** A service that runs on the workspace does the work. */
async function huntThere(
  service: RunningService,
  files: readonly string[],
  flags: HuntFlags,
  signal: AbortSignal,
  line: ProgressLine,
): Promise<readonly Hunt[]> {
  const options = { onProgress: (job: JobSummary) => line.show(jobText(job)), signal }
  if (flags.again) return await service.run<readonly Hunt[]>('/hunts/again', {}, options)
  const uploads: string[] = []
  for (const file of files) uploads.push(await service.upload(file))
  return await service.run<readonly Hunt[]>('/hunts', { uploads, keep: flags.store }, options)
}

/** Needs no lake, and so no lock: it may be asked while something works in the workspace. */
async function list(path: string, { json }: HuntFlags): Promise<number> {
  const state = await inWorkspace(path, openState)
  const hunts = await new Advisories(state).hunts().finally(() => state.destroy())
  if (json) {
    const short = hunts.map(({ id, asked, answered, hunt: { title, word, sentence, advisories } }) => ({
      id,
      title,
      word,
      sentence,
      asked,
      answered,
      files: advisories.map(({ file }) => file),
    }))
    process.stdout.write(`${JSON.stringify(short, null, 2)}\n`)
  } else if (hunts.length === 0) process.stdout.write('No hunt is kept in this workspace.\n')
  else for (const { id, hunt } of hunts) process.stdout.write(`${huntLines({ ...hunt, id }, widthOf(process.stdout)).join('\n')}\n`)
  return exit.nothing
}

function print(hunts: readonly Hunt[], { again, json, report }: HuntFlags): void {
  const { stdout, stderr } = process
  const [first] = hunts
  if (report !== undefined && first) writeReport(report, renderHuntHtml(first, version))
  if (!json) {
    const options = { width: widthOf(stdout), colour: coloured(stdout), ...(report !== undefined && { report }) }
    for (const one of hunts) stdout.write(renderHuntTerminal(one, options))
    return
  }
  for (const { file, why } of first?.unread ?? []) stderr.write(`${printable(file, 120)} was not read: ${printable(why, 400)}\n`)
  if (again) stdout.write(renderHuntsJson(hunts, version))
  else if (first) stdout.write(renderHuntJson(first, version))
}

/** Of several answers the gravest counts. */
function exitCode(hunts: readonly Hunt[], failOn: HuntFlags['failOn']): number {
  const word = wordOrder.find((one) => hunts.some((hunt) => hunt.word === one))
  const fails = { hit: word === 'HIT', exposed: word === 'HIT' || word === 'EXPOSED', never: false }[failOn]
  if (fails) return exit.findings
  return word === 'CANNOT TELL' || hunts.some(({ unread }) => unread !== undefined) ? exit.incomplete : exit.nothing
}
