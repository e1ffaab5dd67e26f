import { plural } from '../../../base/text.ts'
import { trailing } from '../codecs.ts'
import type { MemberOut, Out } from '../container.ts'
import { hardLink, symbolicLink } from '../links.ts'
import { Refused } from '../refused.ts'
import type { Source } from '../source.ts'
import { Complaints } from './complaints.ts'
import { mountDisk } from './file-system.ts'
import { type Listed, Listing } from './listing.ts'
import { sevenZip } from './module.ts'

export interface OpenOptions {
  /** 7-Zip's name of the format; never left to its guess. */
  readonly type: string
  /** Name of the archive as 7-Zip sees it. */
  readonly name?: string
  /** Only members of these names. */
  readonly only?: ReadonlySet<string>
}

/** The share of the memory limit that 7-Zip gets: Node needs the rest. */
const share = 0.6

/** Puts out what 7-Zip finds in an archive. */
export async function openWithSevenZip(source: Source, out: Out, options: OpenOptions): Promise<void> {
  const listing = new Listing()
  await run('l', source, out.limits.memory, options, (line) => listing.line(line), { begin: nothing, link() {} })
  if (listing.items.length > out.limits.entries) throw new Refused('too-many', `it lists ${plural(listing.items.length, 'member')}`)
  const isWanted = wanted(options.only)
  for (const item of listing.items) if (isWanted(item.get('Path') ?? '')) refuseListed(item, out)
  const complaints = new Complaints()
  await run('x', source, out.limits.memory, options, (line) => complaints.line(line), {
    begin: (path) => (isWanted(path) ? out.begin(path) : nothing()),
    // Those that the listing names were refused there.
    link() {},
  })
  complaints.report(out, isWanted)
  if (complaints.tail > 0 && options.only === undefined) await trailing(source, source.size - complaints.tail, out)
}

function refuseListed(item: Listed, out: Out): void {
  const path = item.get('Path') ?? ''
  const link = item.get('Symbolic Link')
  const hard = item.get('Hard Link')
  if (item.get('Encrypted') === '+') out.refuse(path, 'encrypted', 'it is encrypted: what it holds cannot be seen')
  else if (link) out.refuse(path, 'link', symbolicLink(link))
  else if (hard) out.refuse(path, 'link', hardLink(hard))
  else if (/^[bcp][rwx-]{9}/.test(item.get('Mode') ?? '')) out.refuse(path, 'device', 'a device')
  // 7-Zip takes such parts out of a name before it writes the file.
  else if (/(^|[\\/])\.\.([\\/]|$)/.test(path) || /^([\\/]|[A-Za-z]:)/.test(path))
    out.refuse(path, 'climbs-out', 'its name leads out of the folder it is unpacked to')
}

function wanted(only: ReadonlySet<string> | undefined): (path: string) => boolean {
  return only ? (path) => only.has(path) : () => true
}

function nothing(): MemberOut {
  return { write() {}, end() {} }
}

interface Sink {
  begin(path: string): MemberOut
  link(path: string, target: string): void
}

/** One run of 7-Zip's command line. What a sink throws stops it and goes on to the caller. */
export async function run(command: 'l' | 'x', source: Source, memory: number, options: OpenOptions, print: (line: string) => void, sink: Sink): Promise<void> {
  const name = options.name ?? 'archive'
  const bounds = { most: share * memory, isExceeded: false }
  const module = await sevenZip(print, bounds)
  let thrown: unknown
  const guarded = (step: () => void): void => {
    try {
      step()
    } catch (error) {
      thrown ??= error
      throw error
    }
  }
  mountDisk(module.FS, {
    archive: source,
    name,
    begin: (path) => guardedMember(sink, path, guarded),
    link: (path, target) => guarded(() => sink.link(path, target)),
  })
  const output = command === 'l' ? ['-slt'] : ['-o/out', '-aoa', '-snl']
  try {
    // The password makes 7-Zip not ask for one; what is encrypted then fails.
    module.callMain([command, `-t${options.type}`, '-bd', '-y', '-p-', '-sccUTF-8', '-spd', ...output, '--', `/in/${name}`])
  } catch (error) {
    thrown ??= bounds.isExceeded
      ? new Refused('memory', 'it needs more memory to unpack than is allowed')
      : new Refused('damaged', `7-Zip gave up: ${error instanceof Error ? error.message : 'an error of its own'}`)
  } finally {
    // Its runtime sets the exit code of the process that it believes to be its own.
    process.exitCode = undefined
  }
  if (thrown !== undefined) throw thrown
}

function guardedMember(sink: Sink, path: string, guarded: (step: () => void) => void): MemberOut {
  let member: MemberOut | undefined
  guarded(() => {
    member = sink.begin(path)
  })
  return { write: (bytes) => guarded(() => member?.write(bytes)), end: () => guarded(() => member?.end()) }
}
