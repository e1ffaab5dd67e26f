import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { type WarningFormat, warningFiles, warningFormats } from '../assess/warning-files.ts'
import { internalOfWorkspace, warningInputOf } from '../assess/warning-input.ts'
import { openWorkspace } from '../assess/workspace.ts'
import type { Config } from '../base/config.ts'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { exit } from '../base/exit.ts'
import { plural, printable } from '../base/text.ts'
import { type RunningService, runningService } from '../service/client.ts'
import { csafDocument } from '../sharing/csaf.ts'
import { type Shared, share } from '../sharing/share.ts'
import { parseTlp, type TlpLevel, tlpLevels } from '../sharing/tlp.ts'
import { configured, type GlobalFlags } from './configured.ts'
import { interruptSignal } from './interrupt.ts'
import { version } from './version.ts'

interface ReportFlags extends GlobalFlags {
  readonly incident?: string
  readonly advisory?: string
  readonly tlp: string
  readonly out?: string
  readonly format: string
  readonly from?: string
  readonly internalDomain?: readonly string[]
  readonly includeInternal?: boolean
  readonly yes?: boolean
}

/** Changes that are shown; the workspace keeps them all. */
const shownChanges = 60

const examples = `Examples:
  gatehouse report --tlp AMBER
  gatehouse report --incident 5f0c2f1e --tlp GREEN --from "Example Ltd" --out ./warning
  gatehouse report --advisory 9b1d --tlp CLEAR --format stix,csaf
`

export function reportCommand(program: Command): void {
  program
    .command('report')
    .summary('Warn others: your own advisory as HTML, PDF, STIX, CSAF and rules, with inner names taken out')
    .description(
      'Writes your own warning from what the workspace knows, marked with the Traffic Light Protocol. Names of hosts, accounts and addresses inside are taken out, and you see what changes before it is written.',
    )
    .option('--incident <id>', 'warn of this incident')
    .option('--advisory <id>', 'warn of what the hunt for this advisory gave: id of the hunt, or of the advisory, or its file name')
    .requiredOption('--tlp <level>', `mark: ${tlpLevels.join(', ')}`)
    .option('--out <folder>', 'folder to write to (default: warning)')
    .option('--format <list>', `any of ${warningFormats.join(', ')}`, warningFormats.join(','))
    .option('--from <name>', 'name of who warns')
    .option('--internal-domain <name...>', 'domains of yours, whose names must not leave')
    .option('--include-internal', 'leave names of hosts, accounts and addresses as they are')
    .option('--yes', 'write without asking')
    .addHelpText('before', examples)
    .action(async (flags: ReportFlags, command: Command) => {
      const config = configured({ ...command.optsWithGlobals<ReportFlags>(), ...flags })
      process.exitCode = await report(config, flags)
    })
}

async function report(config: Config, flags: ReportFlags): Promise<number> {
  const tlp = parseTlp(flags.tlp)
  if (tlp === undefined) throw new GatehouseError('USAGE', `there is no TLP level ${printable(flags.tlp)}`, { hint: `Levels: ${tlpLevels.join(', ')}.` })
  if (flags.incident !== undefined && flags.advisory !== undefined)
    throw new GatehouseError('USAGE', 'a warning is about an incident or about an advisory', { hint: 'Give --incident or --advisory, or neither for all.' })
  const wanted = formatsOf(flags.format)
  const folder = resolve(flags.out ?? 'warning')
  const asked = { ...flags, tlp, from: flags.from ?? '' }
  const service = await runningService(config.workspace)
  const shared = await (service ? shareThere(service, asked) : shareHere(config, asked))
  const kept = join(resolve(config.workspace), 'shared')
  showChanges(shared, kept)
  if (!flags.yes && !(await agreed(folder))) {
    process.stderr.write('Nothing was written.\n')
    return exit.nothing
  }
  const { id } = shared.warning.document
  writeAll(kept, new Map([[`${id}.changes.txt`, changeLines(shared).join('\n')]]))
  const files = await warningFiles(shared.warning, wanted)
  writeAll(folder, files)
  const lines = [...files.keys()].map((name) => `  ${join(folder, name)}\n`)
  process.stdout.write(`${id}: ${shared.warning.document.word}, TLP:${tlp}\n${lines.join('')}`)
  if (wanted.includes('csaf') && !csafDocument(shared.warning))
    process.stdout.write('No CSAF: it needs an advisory with a CVE, and an affected release with its version in an inventory.\n')
  return exit.nothing
}

type Asked = ReportFlags & { readonly tlp: TlpLevel; readonly from: string }

async function shareHere(config: Config, asked: Asked): Promise<Shared> {
  await using workspace = await openWorkspace(config.workspace, config)
  const input = await warningInputOf(workspace, { ...asked, at: new Date(), version })
  const internal = await internalOfWorkspace(workspace, config.internal, asked.internalDomain ?? [])
  return share(input, internal, { includeInternal: asked.includeInternal ?? false })
}

/** A service that runs on the workspace does the work. */
async function shareThere(service: RunningService, { incident, advisory, tlp, from, internalDomain, includeInternal }: Asked): Promise<Shared> {
  const body = { incident, advisory, tlp, from, internalDomains: internalDomain ?? [], includeInternal: includeInternal ?? false }
  return await service.run<Shared>('/reports', body, { onProgress: () => undefined, signal: interruptSignal() })
}

function formatsOf(list: string): readonly WarningFormat[] {
  const names = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '')
  const unknown = names.filter((name) => !(warningFormats as readonly string[]).includes(name))
  if (names.length === 0 || unknown.length > 0)
    throw new GatehouseError('USAGE', `there is no format ${printable(unknown[0] ?? '')}`, { hint: `Formats: ${warningFormats.join(', ')}.` })
  return warningFormats.filter((name) => names.includes(name))
}

function writeAll(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const [name, content] of files) writeFileSync(join(folder, name), content)
  } catch (cause) {
    throw new GatehouseError('OUTPUT_UNWRITABLE', `the warning could not be written to ${folder}: ${messageOf(cause)}`, { cause })
  }
}

/** What is inside, and below it what leaves. */
function changeLines({ changes, withheld }: Shared): readonly string[] {
  return [
    ...changes.flatMap(({ inside, outside }) => [`- ${printable(inside, 400)}`, `+ ${printable(outside, 400)}`]),
    ...withheld.map((value) => `- ${printable(value, 400)}`),
  ]
}

function showChanges(shared: Shared, kept: string): void {
  const { changes, replacements, withheld } = shared
  const { stderr } = process
  if (changes.length === 0 && withheld.length === 0) {
    stderr.write('Nothing is taken out: the warning leaves with names and addresses as the workspace has them.\n')
    return
  }
  stderr.write('What leaves (- inside, + as it leaves):\n')
  for (const line of changeLines(shared).slice(0, 2 * shownChanges)) stderr.write(`${line}\n`)
  const left = changes.length + withheld.length - shownChanges
  if (left > 0) stderr.write(`and ${plural(left, 'more change')}\n`)
  stderr.write(
    `${plural(replacements.length, 'name')} and ${plural(changes.length, 'text')} replaced, ${plural(withheld.length, 'indicator')} left out. All of it is kept in ${kept}, which stays with you.\n`,
  )
}

/** On a terminal the user says yes; where nobody is there to ask, the changes above are the record. */
async function agreed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await asking.question(`Write the warning to ${folder}? [y/N] `)).trim())
  } finally {
    asking.close()
  }
}
