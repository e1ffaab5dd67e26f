import { closeSync, mkdirSync, openSync, readdirSync, realpathSync, statSync, unlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Ended } from '../../base/apart/watch.ts'
import { GatehouseError } from '../../base/errors.ts'
import { number, bytes as sized } from '../../base/text.ts'
import type { Unpacked } from '../release.ts'
import { defaultUnpackLimits, type UnpackLimits } from './limits.ts'
import type { Order } from './order.ts'
import { Outcome } from './outcome.ts'
import type { RefusalCode } from './refused.ts'
import { runChild } from './run-child.ts'
import { partPrefix } from './store.ts'

export interface UnpackOptions {
  /** Where members are written, each as `<folder>/<sha256>`. Made when it is not there. */
  readonly folder: string
  readonly limits?: Partial<UnpackLimits>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { readonly members: number; readonly bytes: number }) => void
}

const manifestName = '.manifest'

/** How often a member may break the process that opens it before the rest is given up. */
const mostRestarts = 8

/**
 * Unpacks a release, whatever is packed in it, in a process that can read nothing but the artifact and write nothing but
 * the folder. What could not be opened is listed, whatever happens to that process. Throws EVIDENCE_UNREADABLE when the
 * artifact itself cannot be read, and the signal's reason when it is aborted.
 */
export async function unpackRelease(artifactPath: string, options: UnpackOptions): Promise<Unpacked> {
  const limits = { ...defaultUnpackLimits, ...options.limits }
  mkdirSync(options.folder, { recursive: true })
  const folder = realpathSync(options.folder)
  const { artifact, isFolder } = located(artifactPath)
  const outcome = new Outcome(basename(artifactPath))
  const until = performance.now() + 1000 * limits.seconds
  const order: Order = { artifact, isFolder, name: basename(artifactPath), folder, limits, spent: { bytes: 0, entries: 0 } }
  let ended = await runOnce(order, outcome, until, options)
  for (let restarts = 0; ended !== 'done' && outcome.giveUp(...why(ended, limits)) && ended !== 'time' && restarts < mostRestarts; restarts += 1) {
    ended = await runOnce({ ...order, spent: outcome.spent, pending: outcome.pending }, outcome, until, options)
  }
  outcome.leaveRest('time', 'it was not opened: unpacking had stopped before')
  for (const name of readdirSync(folder)) if (name === manifestName || name.startsWith(partPrefix)) unlinkSync(join(folder, name))
  return outcome.unpacked(folder)
}

async function runOnce(order: Order, outcome: Outcome, until: number, options: UnpackOptions): Promise<Ended> {
  const manifest = openSync(join(order.folder, manifestName), 'w+', 0o600)
  const artifact = order.isFolder ? undefined : openSync(order.artifact, 'r')
  const look = (): void => {
    outcome.take(manifest)
    options.onProgress?.({ members: outcome.count, bytes: outcome.spent.bytes })
  }
  outcome.restart()
  try {
    const seconds = Math.max(0, (until - performance.now()) / 1000)
    return await runChild({
      order: { ...order, limits: { ...order.limits, seconds } },
      manifest,
      artifact,
      signal: options.signal,
      onLook: options.onProgress ? look : () => {},
    })
  } finally {
    look()
    closeSync(manifest)
    if (artifact !== undefined) closeSync(artifact)
  }
}

function located(path: string): { artifact: string; isFolder: boolean } {
  try {
    const artifact = realpathSync(path)
    const status = statSync(artifact)
    if (status.isFile() || status.isDirectory()) return { artifact, isFolder: status.isDirectory() }
  } catch (cause) {
    throw new GatehouseError('EVIDENCE_UNREADABLE', `${path} cannot be read`, { cause, hint: 'Check the path and its permissions.' })
  }
  throw new GatehouseError('EVIDENCE_UNREADABLE', `${path} is neither a file nor a folder`)
}

function why(ended: Exclude<Ended, 'done'>, limits: UnpackLimits): [code: RefusalCode, says: string] {
  if (ended === 'time') return ['time', `it took longer than ${number(limits.seconds)} s to unpack`]
  if (ended === 'memory') return ['memory', `it took more than ${sized(limits.memory)} of memory to unpack`]
  return ['damaged', 'the process that opened it broke off']
}
