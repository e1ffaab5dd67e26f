import { statSync } from 'node:fs'
import { GatehouseError, messageOf } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { feedCopies } from '../base/questions/feeds.ts'
import { plural } from '../base/text.ts'
import { isoFromSeconds } from '../base/time.ts'
import { archiveKind } from '../evidence/archive/members.ts'
import { recogniseArchive } from '../evidence/archive/recognise.ts'
import { formats } from '../evidence/formats.ts'
import { takeIn } from '../evidence/intake.ts'
import { openEvidence } from '../evidence/open.ts'
import { recognise } from '../evidence/recognise.ts'
import { sourceOf } from '../evidence/source.ts'
import type { FeedDefinition } from '../knowledge/feeds/definitions.ts'
import type { DownloadSettings } from '../knowledge/feeds/download.ts'
import { fetchFeed, isMirror } from '../knowledge/feeds/fetch.ts'
import { type FeedState, feedStates } from '../knowledge/feeds/state.ts'
import { FeedFolder, type KeptCopy } from '../knowledge/feeds/store.ts'
import type { Row } from '../model/tables.ts'
import { remember } from '../state/meta.ts'
import { Sources } from '../state/sources.ts'
import type { Workspace } from './workspace.ts'

export interface FeedOptions {
  readonly feeds: readonly FeedDefinition[]
  /** A folder or the address of a mirror; absent: each feed's own address. */
  readonly from?: string | undefined
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly settings?: DownloadSettings
  readonly onStep?: (text: string) => void
}

export interface FeedOutcome {
  readonly name: string
  readonly title: string
  readonly is: 'new' | 'unchanged' | 'absent' | 'failed'
  readonly records: number
  readonly problem?: string
}

/**
 * Fetches every feed, checks it, and takes it into the lake in place of the copy before. What fails leaves the last good copy where it is, and the next feed
 * is gone on with. Throws FOLDER_MISSING for a folder that is not there.
 */
export async function updateFeeds(workspace: Workspace, options: FeedOptions): Promise<readonly FeedOutcome[]> {
  if (options.from !== undefined && !isMirror(options.from)) mustBeFolder(options.from)
  const outcomes: FeedOutcome[] = []
  for (const feed of options.feeds) {
    options.signal.throwIfAborted()
    options.onStep?.(`fetching ${feed.title} …`)
    outcomes.push(await updateFeed(workspace, feed, options))
  }
  return outcomes
}

function mustBeFolder(from: string): void {
  if (statSync(from, { throwIfNoEntry: false })?.isDirectory()) return
  throw new GatehouseError('FOLDER_MISSING', `there is no folder ${from}`, {
    hint: 'Name a folder, or a mirror by its address, such as https://mirror.example/feeds.',
  })
}

async function updateFeed(workspace: Workspace, feed: FeedDefinition, options: FeedOptions): Promise<FeedOutcome> {
  const folder = new FeedFolder(workspace.folder, feed.name, feed.file)
  const at = new Date().toISOString()
  const { name, title } = feed
  try {
    const got = await fetchFeed(feed, folder, options)
    if (!got && options.from !== undefined && !folder.kept) return { name, title, is: 'absent', records: 0 }
    const changed = got !== undefined && got.sha256 !== folder.kept?.sha256
    if (got && changed) {
      options.onStep?.(`checking ${title} …`)
      const copy = await checked(folder.unfinished, feed, folder.kept, options)
      folder.keep({ ...got, fetchedAt: at, records: copy.records ?? 0, dated: typeof copy.dated === 'number' ? isoFromSeconds(copy.dated / 1e6) : '' })
    }
    options.onStep?.(`reading ${title} …`)
    await intoLake(workspace, folder, options)
    folder.tried({ at, problem: '' })
    return { name, title, is: changed ? 'new' : 'unchanged', records: folder.kept?.records ?? 0 }
  } catch (error) {
    if (options.signal.aborted || !isOfFeed(error)) throw error
    const problem = messageOf(error)
    folder.tried({ at, problem })
    return { name, title, is: 'failed', records: folder.kept?.records ?? 0, problem }
  } finally {
    folder.discard()
  }
}

/** Errors that a feed is to blame for; anything else stops the run. */
function isOfFeed(error: unknown): boolean {
  return error instanceof GatehouseError && ['FEED_UNREACHABLE', 'FEED_INVALID', 'LIMIT_EXCEEDED', 'EVIDENCE_UNREADABLE'].includes(error.code)
}

/** A copy read to its end without keeping anything of it. Throws FEED_INVALID when it is not what it should be. */
async function checked(path: string, feed: FeedDefinition, kept: KeptCopy | undefined, { limits, signal }: FeedOptions): Promise<Row<'feed'>> {
  const evidence = await openEvidence(path, limits)
  const kind = archiveKind(evidence)
  const recognised = kind ? await recogniseArchive(evidence, kind, formats, limits) : recognise(evidence.head, formats)
  const is = 'format' in recognised ? recognised.format.name : recognised.why
  if (is !== feed.format) throw invalid(`it should be ${feed.format}, and is ${is}`)
  const format = formats.find(({ name }) => name === feed.format)
  const silent = { skip: () => undefined, say: () => undefined }
  let copy: Row<'feed'> | undefined
  for await (const { table, rows } of format?.read?.(sourceOf(evidence, limits), silent) ?? []) {
    signal.throwIfAborted()
    if (table === 'feed') copy = rows[0] as Row<'feed'>
  }
  if (!copy) throw invalid('it holds no records')
  const { records = 0, dated = null, whole } = copy
  if (!whole) throw invalid(`it is damaged or breaks off after ${plural(records, 'record')}`)
  if (records < feed.leastRecords) throw invalid(`it holds ${plural(records, 'record')}; fewer than ${feed.leastRecords} cannot be all`)
  if (kept && records < kept.records / 2) throw invalid(`it holds ${plural(records, 'record')}, less than half of the ${kept.records} of the last copy`)
  if (dated !== null && dated / 1000 > Date.now() + 2 * 86_400_000) throw invalid(`it is dated ${isoFromSeconds(dated / 1e6)}, in the future`)
  if (kept && kept.dated !== '' && dated !== null && dated / 1000 < Date.parse(kept.dated) - 1000) {
    throw invalid(`it is of ${isoFromSeconds(dated / 1e6).slice(0, 10)}, older than the last copy, of ${kept.dated.slice(0, 10)}`)
  }
  return copy
}

function invalid(why: string): GatehouseError {
  return new GatehouseError('FEED_INVALID', `the fetched copy was refused: ${why}`, { hint: 'The last good copy stays.' })
}

async function intoLake({ lake, state, folder: workspace }: Workspace, folder: FeedFolder, { limits, signal }: FeedOptions): Promise<void> {
  await takeIn([folder.file], {
    lake,
    sources: new Sources(state),
    formats,
    limits,
    signal,
    workspace,
    beforeChange: () => remember(state, 'derived', ''),
  })
}

export type FeedList = readonly (FeedState & { readonly problem?: string })[]

/** The state of every feed, from what is in the lake, with the problem of the last try. */
export async function listFeeds(workspace: Workspace, feeds: readonly FeedDefinition[]): Promise<FeedList> {
  const states = feedStates(await feedCopies(workspace.lake), Date.now() / 1000, feeds)
  return states.map((state) => {
    const feed = feeds.find(({ name }) => name === state.name)
    const problem = feed && new FeedFolder(workspace.folder, feed.name, feed.file).lastTry?.problem
    return problem ? { ...state, problem } : state
  })
}
