import { mergeAdvisories } from '../advisories/merge/merge.ts'
import { stableId } from '../base/hash.ts'
import { huntFinding } from '../hunt/finding.ts'
import { hunt } from '../hunt/hunt.ts'
import type { KnownFile } from '../hunt/vetted.ts'
import type { Hunt, UnreadFile } from '../model/hunt.ts'
import type { ReleaseRecord } from '../releases/record.ts'
import { Advisories, type StoredAdvisory } from '../state/advisories.ts'
import { Findings } from '../state/findings.ts'
import { remember, remembered } from '../state/meta.ts'
import { Sources } from '../state/sources.ts'
import { VettedReleases } from '../state/vetted.ts'
import type { Workspace } from './workspace.ts'

/** Name under which the findings of hunts are kept beside those of the analyses. */
export const huntAnalysis = 'advisory-hunt'
const huntVersion = 1

/** Hunts for these advisories, taken together, in everything that the workspace holds. */
export async function huntFor(
  { lake, state }: Workspace,
  advisories: readonly StoredAdvisory[],
  { signal, unread = [] }: { readonly signal: AbortSignal; readonly unread?: readonly UnreadFile[] },
): Promise<Hunt> {
  const names = new Map((await new Sources(state).all()).map(({ id, path }) => [id, path]))
  const evidence = (await remembered(state, 'derived')) ?? ''
  const unjoined =
    names.size > 0 && evidence === '' ? ['An assessment was interrupted before the evidence was joined: run gatehouse assess again, then hunt again.'] : []
  const findings = (await new Findings(state).all()).filter(({ analysis }) => analysis !== huntAnalysis)
  return hunt({
    lake,
    affair: mergeAdvisories(advisories.map(({ advisory }) => advisory)),
    files: new Map(advisories.map(({ file, advisory }) => [advisory.id, file])),
    notes: [...unjoined, ...advisories.flatMap(({ file, advisory }) => advisory.notes.map(({ what }) => `${file}: ${what}`))],
    unread,
    unreadable: advisories.every(({ advisory }) => advisory.unreadable),
    vetted: vettedFiles(new VettedReleases<ReleaseRecord>(state)),
    findings,
    sourceName: (source) => names.get(source) ?? `source ${source}`,
    now: new Date(),
    signal,
  })
}

async function* vettedFiles(vetted: VettedReleases<ReleaseRecord>): AsyncGenerator<KnownFile> {
  for await (const { summary, record } of vetted.records()) {
    const release = `${summary.name} ${summary.version}`.trim()
    const { ecosystem, name, version } = summary
    yield { sha256: summary.hash, path: record.artifact.path, release, at: summary.at, artifact: { ecosystem, name, version } }
    for (const { sha256, path } of record.members) yield { sha256, path, release, at: summary.at }
  }
}

/** Hunts again for everything that was ever asked, keeps the answers, and gives what they come to as findings. */
export async function huntAgain(workspace: Workspace, signal: AbortSignal): Promise<readonly Hunt[]> {
  const stored = new Advisories(workspace.state)
  const started = performance.now()
  const answers: Hunt[] = []
  for (const { advisories } of await stored.hunts()) {
    signal.throwIfAborted()
    const known = await stored.byIds(advisories)
    const answer = await huntFor(workspace, known, { signal })
    await stored.save(known, answer)
    answers.push(answer)
  }
  await keepFindings(workspace, answers, (performance.now() - started) / 1000)
  return answers
}

/** What hunts found, beside what the analyses found: incidents take both up. */
async function keepFindings({ state }: Workspace, hunts: readonly Hunt[], seconds: number): Promise<void> {
  const found = hunts.flatMap((one) => huntFinding(one) ?? [])
  const status = { analysis: huntAnalysis, version: huntVersion, outcome: 'succeeded', findings: found.length, seconds } as const
  await new Findings(state).replace(status, found, new Date())
}

/** Keeps what was asked and its answer, so that it is asked again on new evidence. */
export async function keepHunt(workspace: Workspace, advisories: readonly StoredAdvisory[], answer: Hunt): Promise<void> {
  const stored = new Advisories(workspace.state)
  await stored.save(advisories, answer)
  await keepFindings(
    workspace,
    (await stored.hunts()).map(({ hunt: one }) => one),
    answer.seconds,
  )
}

/** Hunts again where there is other evidence, or another question, than the last time. */
export async function huntStored(workspace: Workspace, evidence: string, signal: AbortSignal, onStart?: () => void): Promise<void> {
  const hunts = await new Advisories(workspace.state).hunts()
  if (hunts.length === 0) return
  const hunted = stableId(evidence, String(huntVersion), ...hunts.map(({ id }) => id).sort())
  if ((await remembered(workspace.state, 'hunted')) === hunted) return
  onStart?.()
  await huntAgain(workspace, signal)
  await remember(workspace.state, 'hunted', hunted)
}
