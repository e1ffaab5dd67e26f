import { analyses as allAnalyses } from '../analysis/analyses.ts'
import type { SettingValue } from '../analysis/analysis.ts'
import { runAnalyses } from '../analysis/run.ts'
import { stableId } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import { formats } from '../evidence/formats.ts'
import { type Intake, takeIn } from '../evidence/intake.ts'
import { exposedReleases } from '../knowledge/exposed.ts'
import { derive, deriveVersion } from '../lake/derive/index.ts'
import { Findings } from '../state/findings.ts'
import { remember, remembered } from '../state/meta.ts'
import { Sources } from '../state/sources.ts'
import { VettedReleases } from '../state/vetted.ts'
import { mending } from './damage.ts'
import { huntStored } from './hunts.ts'
import { arrangeIncidents } from './incidents.ts'
import { tellVetted } from './vetted-releases.ts'
import type { Workspace } from './workspace.ts'

export interface AssessOptions {
  readonly limits: Limits
  readonly internal: readonly string[]
  readonly settings: Readonly<Record<string, Readonly<Record<string, SettingValue>>>>
  readonly signal: AbortSignal
  readonly onStep?: (step: Step) => void
}

/** What is being done, for a progress bar. */
export type Step =
  | { readonly doing: 'reading'; readonly file: string; readonly done: number; readonly of: number; readonly bytes: number; readonly rows: number }
  | { readonly doing: 'joining' }
  | { readonly doing: 'hunting' }
  | { readonly doing: 'analysing'; readonly title: string; readonly done: number; readonly of: number }

/** Reads what is new in the folder, then looks at everything in the workspace. What did not change is not done again. */
export async function assessFolder(folder: string, workspace: Workspace, options: AssessOptions): Promise<Intake> {
  const intake = await readEvidence(folder, workspace, options)
  await lookAtEverything(workspace, options)
  return intake
}

interface ReadOptions extends AssessOptions {
  readonly unfinishedAfter?: number
}

/** Reads what is new in a folder, or of the files of a list. What damage took from the lake is read again first. */
export async function readEvidence(from: string | readonly string[], workspace: Workspace, options: ReadOptions): Promise<Intake> {
  const { unfinishedAfter: _, ...again } = options
  return mending(
    workspace,
    options.signal,
    (files) => read(files, workspace, again),
    () => read(from, workspace, options),
  )
}

async function read(from: string | readonly string[], { folder, lake, state }: Workspace, options: ReadOptions): Promise<Intake> {
  return takeIn(from, {
    lake,
    sources: new Sources(state),
    formats,
    limits: options.limits,
    signal: options.signal,
    workspace: folder,
    ...(options.unfinishedAfter !== undefined && { unfinishedAfter: options.unfinishedAfter }),
    beforeChange: () => remember(state, 'derived', ''),
    onProgress: ({ files, ...progress }) => options.onStep?.({ doing: 'reading', ...progress, of: files }),
  })
}

/** Joins what was read, and asks every analysis and hunt again where there is other evidence than the last time. */
export async function lookAtEverything(workspace: Workspace, options: AssessOptions): Promise<void> {
  await mending(
    workspace,
    options.signal,
    (files) => read(files, workspace, options),
    () => look(workspace, options),
  )
}

async function look(workspace: Workspace, options: AssessOptions): Promise<void> {
  const { lake, state } = workspace
  const evidence = await evidenceId(new Sources(state))
  const derived = stableId(evidence, String(deriveVersion), ...options.internal)
  if ((await remembered(state, 'derived')) !== derived) {
    options.onStep?.({ doing: 'joining' })
    await derive(lake, options)
    await remember(state, 'derived', derived)
  }
  await analyse(workspace, derived, options)
  await hunted(workspace, derived, options)
  await arrangeIncidents(state, new Date())
}

async function analyse({ lake, state }: Workspace, derived: string, options: AssessOptions): Promise<void> {
  const versions = allAnalyses.map((analysis) => `${analysis.name}@${analysis.version}`)
  const vetted = await new VettedReleases(state).list()
  const analysed = stableId(derived, ...versions, JSON.stringify(vetted), JSON.stringify(options.settings), JSON.stringify(exposedReleases))
  if ((await remembered(state, 'analysed')) === analysed) return
  await remember(state, 'analysed', '')
  await tellVetted(lake, vetted)
  const findings = new Findings(state)
  let done = 0
  const onStart = ({ title }: { readonly title: string }) => options.onStep?.({ doing: 'analysing', title, done, of: allAnalyses.length })
  for await (const result of runAnalyses(allAnalyses, { lake, settings: options.settings, signal: options.signal, onStart })) {
    await findings.replace(result.status, result.findings, new Date())
    done += 1
  }
  const failed = (await findings.statuses()).some((status) => status.outcome === 'failed' || status.outcome === 'partial')
  // What failed is tried again the next time.
  if (!failed) await remember(state, 'analysed', analysed)
}

/** Advisories that were hunted for before are hunted for again when there is other evidence. */
async function hunted(workspace: Workspace, derived: string, { signal, onStep }: AssessOptions): Promise<void> {
  await huntStored(workspace, derived, signal, () => onStep?.({ doing: 'hunting' }))
}

/** Changes when there is other evidence in the lake. */
async function evidenceId(sources: Sources): Promise<string> {
  const all = await sources.all()
  return stableId(...all.map((source) => `${source.id}:${source.bytes}:${source.hash}:${source.rows}`))
}
