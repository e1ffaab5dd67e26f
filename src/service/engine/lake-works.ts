import { assessFolder, lookAtEverything, readEvidence, type Step } from '../../assess/assess.ts'
import { assessmentOf } from '../../assess/assessment.ts'
import { backUp } from '../../assess/backup/back-up.ts'
import { type Found, lookForDamage } from '../../assess/damage.ts'
import { keepFacts, rearrange } from '../../assess/facts.ts'
import { huntAgain, huntFor, keepHunt } from '../../assess/hunts.ts'
import { type AdvisoryFile, readAdvisories } from '../../assess/read-advisories.ts'
import { recount } from '../../assess/recount.ts'
import { type Asked, internalOfWorkspace, warningInputOf } from '../../assess/warning-input.ts'
import { GatehouseError } from '../../base/errors.ts'
import { raw } from '../../base/sql.ts'
import type { Intake } from '../../evidence/intake.ts'
import type { VerdictWord } from '../../model/status.ts'
import { share } from '../../sharing/share.ts'
import { Jobs } from '../../state/jobs.ts'
import { remember } from '../../state/meta.ts'
import { keepSkipped } from '../../state/software.ts'
import { type FeedsInput, fetchFeeds, stateOfFeeds } from './feed-works.ts'
import type { OpenedLake } from './lake-worker.ts'
import type { Task, Works } from './worker.ts'

/** A folder or a list of files to be read; nothing: look again at what is there. `job` keeps the whole assessment as its result. */
export interface AssessInput {
  readonly job?: string
  readonly folder?: string
  /** The folder as the user wrote it. */
  readonly shown?: string
  readonly files?: readonly string[]
  /** Milliseconds since 1970; see `ReadContext.unfinishedAfter`. */
  readonly unfinishedAfter?: number
}

export interface HuntInput {
  readonly job: string
  readonly files: readonly AdvisoryFile[]
  readonly keep: boolean
}

export interface HuntAnswer {
  readonly hunts: readonly { readonly id: string; readonly word: VerdictWord }[]
}

export interface ReportInput extends Omit<Asked, 'at' | 'version'> {
  readonly job: string
  readonly internalDomains: readonly string[]
  readonly includeInternal: boolean
}

const nothing: Intake = { files: 0, added: 0, grown: 0, known: 0, rows: 0, skipped: [] }

/** Everything that the process that owns the lake can be asked. */
export const lakeWorks: Works<OpenedLake> = {
  assess,
  hunt,
  huntAgain: again,
  listFeeds: stateOfFeeds,
  updateFeeds: feeds,
  report,
  rows,
  arrange,
  backup,
  retain,
  check,
}

async function assess({ workspace, settings }: OpenedLake, input: AssessInput, { signal, onStep }: Task): Promise<Intake> {
  const started = performance.now()
  const { limits, internal, version, analyses } = settings
  const options = { limits, internal, settings: analyses, signal, onStep: (step: Step) => onStep(step) }
  const intake = input.folder === undefined ? await readFiles(workspace, input, options) : await assessFolder(input.folder, workspace, options)
  if (input.folder === undefined) await lookAtEverything(workspace, options)
  await keepSkipped(workspace.state, input.folder ?? input.files ?? [], intake.skipped)
  const at = new Date()
  await keepFacts(workspace, at)
  if (input.job !== undefined) {
    const run = { folder: input.shown ?? input.folder ?? '.', intake, seconds: (performance.now() - started) / 1000, version, at }
    await new Jobs(workspace.state).keepResult(input.job, await assessmentOf(workspace, run))
  }
  return intake
}

function readFiles(
  workspace: OpenedLake['workspace'],
  { files = [], unfinishedAfter }: AssessInput,
  options: Parameters<typeof readEvidence>[2],
): Promise<Intake> | Intake {
  if (files.length === 0) return nothing
  return readEvidence(files, workspace, { ...options, ...(unfinishedAfter !== undefined && { unfinishedAfter }) })
}

async function hunt({ workspace }: OpenedLake, { job, files, keep }: HuntInput, { signal, onStep }: Task): Promise<HuntAnswer> {
  const { advisories, unread } = await readAdvisories(files, signal, (name) => onStep({ says: `reading ${name}` }))
  onStep({ says: 'looking for it in everything that was assessed' })
  const answer = await huntFor(workspace, advisories, { signal, unread })
  if (keep) {
    await keepHunt(workspace, advisories, answer)
    await rearrange(workspace.state, new Date())
  }
  await new Jobs(workspace.state).keepResult(job, [answer])
  return { hunts: [{ id: answer.id, word: answer.word }] }
}

async function again({ workspace }: OpenedLake, { job }: { readonly job: string }, { signal }: Task): Promise<HuntAnswer> {
  const answers = await huntAgain(workspace, signal)
  await rearrange(workspace.state, new Date())
  await new Jobs(workspace.state).keepResult(job, answers)
  return { hunts: answers.map(({ id, word }) => ({ id, word })) }
}

/** Fetches reference knowledge; what is new to it may change every answer. */
async function feeds(opened: OpenedLake, input: FeedsInput, task: Task): Promise<undefined> {
  const outcomes = await fetchFeeds(opened, input, task)
  if (outcomes.some(({ is }) => is === 'new')) await assess(opened, {}, task)
  await new Jobs(opened.workspace.state).keepResult(input.job, outcomes)
  const failed = outcomes.filter(({ is }) => is === 'failed')
  if (failed.length === outcomes.length) throw new GatehouseError('FEED_UNREACHABLE', `nothing could be fetched: ${failed[0]?.problem ?? 'no feed is defined'}`)
  return undefined
}

async function report({ workspace, settings }: OpenedLake, { job, internalDomains, includeInternal, ...asked }: ReportInput): Promise<{ readonly id: string }> {
  const input = await warningInputOf(workspace, { ...asked, at: new Date(), version: settings.version })
  const internal = await internalOfWorkspace(workspace, settings.internal, internalDomains)
  const shared = share(input, internal, { includeInternal })
  await new Jobs(workspace.state).keepResult(job, shared)
  return { id: shared.warning.document.id }
}

/** Removes rows that are older than they are kept, and looks at what is left. */
async function retain(opened: OpenedLake, { statements }: { readonly statements: readonly string[] }, task: Task): Promise<undefined> {
  const { lake, state } = opened.workspace
  for (const text of statements) {
    task.signal.throwIfAborted()
    await lake.run(raw(text))
  }
  await recount(opened.workspace)
  await remember(state, 'derived', '')
  await assess(opened, {}, task)
  return undefined
}

async function backup(
  { workspace, settings }: OpenedLake,
  { job, folder }: { readonly job: string; readonly folder: string },
  { signal, onStep }: Task,
): Promise<undefined> {
  const copied = await backUp(workspace, folder, { version: settings.version, at: new Date(), signal, onStep: (says) => onStep({ says }) })
  await new Jobs(workspace.state).keepResult(job, copied)
  return undefined
}

/** Looks through every stored byte for damage. */
async function check({ workspace }: OpenedLake, _: unknown, { signal }: Task): Promise<Found> {
  return lookForDamage(workspace, { thorough: true, signal })
}

/** Rows of a query that the service put together from trusted parts and escaped literals. */
async function rows({ workspace }: OpenedLake, { text }: { readonly text: string }, { signal }: Task): Promise<readonly unknown[]> {
  return workspace.lake.rows(raw(text), signal)
}

function arrange({ workspace }: OpenedLake): Promise<readonly string[]> {
  return rearrange(workspace.state, new Date())
}
