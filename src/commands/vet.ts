import { type Command, Option } from 'commander'
import type { Config } from '../base/config.ts'
import { GatehouseError } from '../base/errors.ts'
import { exit } from '../base/exit.ts'
import { vetFailLevels } from '../base/settings.ts'
import { printable } from '../base/text.ts'
import type { Vetting } from '../releases/vetting.ts'
import { renderVettingHtml } from '../report/vetting/html.ts'
import { renderVettingJson } from '../report/vetting/json.ts'
import { renderVettingSarif } from '../report/vetting/sarif.ts'
import { renderVettingTerminal, vettingLine } from '../report/vetting/terminal.ts'
import { openSession, type Session } from '../vet/session.ts'
import { targetOf } from '../vet/target.ts'
import { type VetOutcome, vetTarget } from '../vet/vet.ts'
import { watchFolder } from '../vet/watch.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { Interrupted, interruptSignal } from './interrupt.ts'
import { coloured, mustBeWritable, widthOf, writeReport } from './output.ts'
import { progressLine } from './progress.ts'
import { version } from './version.ts'

interface VetFlags extends Omit<GlobalFlags, 'failOn'> {
  readonly against?: string
  readonly json?: boolean
  readonly sarif?: boolean
  readonly report?: string
  readonly failOn?: string
  readonly watch?: string
  readonly rules?: string
  readonly roots?: string
  readonly key?: string
  readonly offline?: boolean
  readonly advisory?: string
  readonly store: boolean
}

const examples = `Examples:
  gatehouse vet setup-2.4.1.msi --against setup-2.4.0.msi
  gatehouse vet npm:axios@1.7.9
  gatehouse vet app.tgz --sarif --fail-on block > vet.sarif
  gatehouse vet --watch ./incoming
`

const after = `
Exit: 0 nothing at or above --fail-on (hold unless set: HOLD and BLOCK give 1), 1 something is, 2 usage, 3 incomplete: something was not opened
or did not answer, so that ALLOW does not speak for all of it.
`

export function vetCommand(program: Command): void {
  program
    .command('vet')
    .summary('May we roll this release out? Compares its bytes with the release before and says so')
    .description(
      'Opens a release, verifies its signatures, compares it with the release before, and says ALLOW, HOLD or BLOCK with its reasons. Nothing of it is run. NEW and OLD are a file, a folder, or a package of npm: npm:name, npm:name@1.2.3, npm:@scope/name@tag.',
    )
    .argument('[new]', 'the release to vet')
    .option('--against <old>', 'the release to compare with (default: the one vetted before in the workspace, else the one before in the registry)')
    .option('--json', 'print the whole verdict as JSON')
    .addOption(new Option('--sarif', 'print it as SARIF 2.1.0').conflicts('json'))
    .option('--report <file>', 'write one self-contained HTML file with the figure')
    .option('--fail-on <level>', `exit with 1 when the verdict is at or above: ${vetFailLevels.join(', ')}`)
    .option('--watch <dir>', 'vet every file that is dropped into a folder, until Ctrl-C')
    .option('--rules <dir>', 'YARA rules of your own, besides the built-in ones')
    .option('--roots <file>', 'root certificates that you trust besides the bundled ones (PEM)')
    .option('--key <file>', 'OpenPGP keys that packages may be signed with')
    .option('--offline', 'ask no registry')
    .option('--advisory <id>', 'the release fixes this vulnerability: its age does not hold it')
    .option('--no-store', 'do not keep the verdict in the workspace')
    .addHelpText('before', examples)
    .addHelpText('after', after)
    .action(async (name: string | undefined, flags: VetFlags, command: Command) => {
      process.exitCode = await vet(name, { ...command.optsWithGlobals<VetFlags>(), ...flags })
    })
}

async function vet(name: string | undefined, flags: VetFlags): Promise<number> {
  check(name, flags)
  const config = configOf(flags)
  if (flags.report !== undefined) mustBeWritable(flags.report)
  const line = progressLine()
  const signal = interruptSignal()
  try {
    await using session = await openSession({
      workspace: config.workspace,
      settings: config.vet,
      offline: flags.offline ?? false,
      outgoing: config.outgoing,
      store: flags.store,
      version,
      signal,
      onStep: (what) => line.show(`${what} …`),
      ...(flags.advisory !== undefined && { advisory: flags.advisory }),
    })
    if (flags.watch !== undefined) return await watch(session, flags.watch, flags)
    const outcome = await vetTarget(session, targetOf(name ?? ''), flags.against === undefined ? undefined : targetOf(flags.against)).finally(() =>
      line.clear(),
    )
    if (flags.report !== undefined) writeReport(flags.report, renderVettingHtml(outcome.vetting, version))
    print(outcome.vetting, flags)
    return exitCode(outcome, config.vet.failOn)
  } catch (error) {
    if (!signal.aborted && !(error instanceof Interrupted)) throw error
    process.stderr.write('\nInterrupted. Nothing was kept of this release.\n')
    return exit.interrupted
  } finally {
    line.clear()
  }
}

/** Throws USAGE for flags that do not go together. */
function check(name: string | undefined, { watch: folder, against, report, advisory, sarif }: VetFlags): void {
  if (name === undefined && folder === undefined)
    throw new GatehouseError('USAGE', 'say what to vet', { hint: 'For example: gatehouse vet setup.msi, or gatehouse vet --watch ./incoming' })
  if (folder !== undefined && (name ?? against ?? report ?? sarif) !== undefined) {
    throw new GatehouseError('USAGE', '--watch takes no release, --against, --report or --sarif', {
      hint: 'Each file that comes is compared with the release before it.',
    })
  }
  if (advisory !== undefined && !/^[\w][\w.:/-]{3,63}$/.test(advisory))
    throw new GatehouseError('USAGE', `${JSON.stringify(advisory.slice(0, 80))} is no id of an advisory`, {
      hint: 'For example: CVE-2024-3094 or GHSA-cxm3-wv7p-598c.',
    })
}

function configOf(flags: VetFlags): Config {
  const { failOn, rules, roots, key, ...rest } = flags
  return configured(rest, {
    ...(failOn !== undefined && { 'vet.failOn': failOn }),
    ...(rules !== undefined && { 'vet.rules': rules }),
    ...(roots !== undefined && { 'vet.roots': roots }),
    ...(key !== undefined && { 'vet.keys': key }),
  })
}

function print(vetting: Vetting, { json, sarif, report }: VetFlags): void {
  const { stdout } = process
  if (json) stdout.write(renderVettingJson(vetting, version))
  else if (sarif) stdout.write(renderVettingSarif(vetting, version))
  else stdout.write(renderVettingTerminal(vetting, { width: widthOf(stdout), colour: coloured(stdout), ...(report !== undefined && { report }) }))
}

async function watch(session: Session, folder: string, { json }: VetFlags): Promise<number> {
  const { stdout, stderr } = process
  const name = (file: string) => printable(file.split(/[/\\]/).at(-1) ?? file, 80)
  await watchFolder(session, folder, {
    onWatching: () => stderr.write(`Watching ${printable(folder)}; Ctrl-C ends it.\n`),
    onVerdict: (file, { vetting, complete }) => {
      if (json) stdout.write(`${JSON.stringify(JSON.parse(renderVettingJson(vetting, version)))}\n`)
      else stdout.write(`${vettingLine(vetting, 400)} (${name(file)}${complete ? '' : '; incomplete: gatehouse vet FILE says what was not opened'})\n`)
    },
    onKnown: (file) => stderr.write(`${name(file)}: vetted before\n`),
    onProblem: (file, why) => stderr.write(`${name(file)}: not vetted: ${printable(why, 400)}\n`),
  })
  return exit.nothing
}

function exitCode({ vetting: { word }, complete }: VetOutcome, failOn: Config['vet']['failOn']): number {
  const fails = { block: word === 'BLOCK', hold: word !== 'ALLOW', never: false }[failOn]
  if (fails) return exit.findings
  return complete ? exit.nothing : exit.incomplete
}
