import { basename } from 'node:path/posix'
import { plural } from '../../base/text.ts'
import type { Member } from '../release.ts'
import { type Budget, check } from './budget.ts'
import { Collector } from './collector.ts'
import type { Container } from './container.ts'
import { containers } from './containers.ts'
import type { Pending, Say } from './manifest.ts'
import { Refused, unopenedOf } from './refused.ts'
import { fileSource, type Source, withEdges } from './source.ts'
import type { Store } from './store.ts'

interface Work {
  readonly store: Store
  readonly budget: Budget
  readonly say: Say
}

/** The container that says most surely that the bytes are its own. */
function containerOf(source: Source, path: string): Container | undefined {
  let best: Container | undefined
  let most = 0
  for (const container of containers) {
    const sure = certainty(container, source, path)
    if (sure > most) [best, most] = [container, sure]
  }
  return best
}

function certainty(container: Container, source: Source, path: string): number {
  try {
    return container.recognise(source, path)
  } catch {
    // A header that points beyond the end is not one of this format.
    return 0
  }
}

function recognises(source: Source, path: string): boolean {
  return containerOf(source, path) !== undefined
}

/** Stores the artifact itself, looks whether it holds others, and opens all there is. */
export async function unpackFile(artifact: Source, path: string, work: Work): Promise<void> {
  const pending: Pending[] = []
  const filling = work.store.fill()
  await finishing(work, path, () => {
    for (let at = 0; at < artifact.size; ) {
      const bytes = artifact.read(at, 2 ** 20)
      if (bytes.length === 0) break
      filling.write(bytes)
      at += bytes.length
    }
    filling.end((source, { sha256, size }) => {
      const member: Member = { path, size, sha256 }
      work.say({ artifact: member })
      look({ member, source: withEdges(source), depth: 0, within: [], pending, work })
    })
  })
  await unpackPending(pending, work)
}

/** Stores the files of a folder and opens all there is in them. `fill` puts them out as the members of a container. */
export async function unpackFolder(folder: Container, path: string, work: Work): Promise<void> {
  const pending: Pending[] = []
  work.say({ artifact: { path, size: 0, sha256: '' } })
  using collector = new Collector({
    container: folder,
    prefix: '',
    size: Number.POSITIVE_INFINITY,
    ...work,
    recognises,
    look: (member, source) => look({ member, source, depth: 1, within: [], pending, work }),
  })
  await finishing(work, path, () => folder.unpack({ size: 0, read: () => new Uint8Array() }, collector, path))
  await unpackPending(pending, work)
}

/** Opens what waits, the outer before the inner: what a bomb inside hides is then never what lies beside it. */
export async function unpackPending(pending: Pending[], work: Work): Promise<void> {
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { path, sha256 } = next
    work.say({ opening: path })
    const finished = await finishing(work, path, async () => {
      check(work.budget)
      using file = fileSource(work.store.pathOf(sha256))
      await open(withEdges(file), next, pending, work)
    })
    if (!finished)
      for (const { path } of pending.splice(0)) work.say({ unopened: { path, code: 'time', says: 'it was not opened: unpacking had stopped before' } })
    work.say({ bytes: work.budget.bytes })
  }
}

async function open(source: Source, at: Pending, pending: Pending[], work: Work): Promise<void> {
  const container = containerOf(source, at.path)
  if (container === undefined) return
  const within = [...at.within, at.sha256]
  using collector = new Collector({
    container,
    prefix: `${at.path}!/`,
    size: source.size,
    ...work,
    recognises,
    look: (member, inner) => look({ member, source: withEdges(inner), depth: at.depth + 1, within, pending, work }),
  })
  try {
    await container.unpack(source, collector, basename(at.path))
  } finally {
    work.say({ opened: at.path, ...(collector.count > 0 && { container: container.name }) })
  }
}

interface Looked {
  readonly member: Member
  readonly source: Source
  readonly depth: number
  readonly within: readonly string[]
  readonly pending: Pending[]
  readonly work: Work
}

/** Puts a member that is a container on the list, unless it lies too deep or inside itself. */
function look({ member, source, depth, within, pending, work }: Looked): void {
  if (containerOf(source, member.path) === undefined) return
  const { path, sha256 } = member
  const most = work.budget.limits.depth
  if (within.includes(sha256)) work.say({ unopened: { path, code: 'too-deep', says: 'it holds itself: opening it would never end' } })
  else if (depth > most) work.say({ unopened: { path, code: 'too-deep', says: `it lies more than ${plural(most, 'container')} deep` } })
  else {
    const waiting: Pending = { path, sha256, depth, within }
    pending.push(waiting)
    work.say({ pending: waiting })
  }
}

/** Runs a step; what it throws becomes a line. False when nothing more may be done. */
async function finishing(work: Work, path: string, step: () => Promise<void> | void): Promise<boolean> {
  try {
    await step()
    return true
  } catch (error) {
    work.say({ unopened: unopenedOf(path, error) })
    return !(error instanceof Refused && error.final)
  }
}
