import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../cache-folder.ts'

/** A process that reads hostile bytes, apart from everything else. */
export interface Role {
  readonly name: string
  /** The file it starts with. */
  readonly entry: string
  /** The folder of our files that it may load, beside this one's room. */
  readonly room: string
  /** Flags of Node and V8. V8 takes what was compiled under other flags for another program's, and compiles anew. */
  readonly flags: readonly string[]
}

const base = join(import.meta.dirname, '..')
const making = 'making-'
/** After so many milliseconds what a run began and did not end is thrown away. */
const left = 600_000

/** A folder in memory, where the system has one: hundreds of small files are there in a twentieth of the time that they take on a disk. */
const memory = '/dev/shm'

const asked = new Set<string>()

/**
 * A copy of what Node has compiled of a role's code, made for one process and to be thrown away when that has started: such a
 * process starts in a third of the time. Node reads compiled code only where it may write, too; since each process has a copy
 * of its own, what hostile bytes make of one is never what another one starts from. It lies in memory, or in `folder` where
 * there is no room. Undefined when there is none yet: it is then made beside, for the next time, and the process starts slowly.
 */
export function compiledCopy(role: Role, folder: string): string | undefined {
  try {
    const own = cacheFolder('compiled')
    if (own === undefined) return undefined
    const kept = join(own, `${role.name}-${stamp(role)}`)
    if (existsSync(kept)) return copied(kept, memory) ?? copied(kept, folder)
    if (!asked.has(role.name)) compile(role, own, kept)
    asked.add(role.name)
  } catch {
    // A home that cannot be written: everything works without, and is slower.
  }
  return undefined
}

function copied(kept: string, place: string): string | undefined {
  let copy: string | undefined
  try {
    copy = mkdtempSync(join(realpathSync(place), 'gatehouse-compiled-'))
    cpSync(kept, copy, { recursive: true })
    return copy
  } catch {
    // Not there, not for us, or full.
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true })
    return undefined
  }
}

/** Starts a process that loads the code of a role, sees nothing that is hostile, and puts what Node compiled where it is kept. */
function compile({ name: role, entry, flags }: Role, own: string, kept: string): void {
  mkdirSync(own, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(own)) if (name.startsWith(`${role}-`) || isLeft(own, name)) rmSync(join(own, name), { recursive: true, force: true })
  const made = mkdtempSync(join(own, making))
  const run = spawn(process.execPath, ['--no-warnings', ...flags, entry, made, kept], {
    stdio: 'ignore',
    env: { NODE_COMPILE_CACHE: made },
    windowsHide: true,
  })
  run.on('error', () => undefined)
  run.unref()
}

function isLeft(own: string, name: string): boolean {
  return name.startsWith(making) && Date.now() - statSync(join(own, name)).mtimeMs > left
}

const stamps = new Map<string, string>()

/** Changes with Node and with every file of ours that the process may load. */
function stamp({ room, flags }: Role): string {
  const known = stamps.get(room)
  if (known !== undefined) return known
  const hash = createHash('sha256').update(`${process.version} ${process.arch} ${flags.join(' ')}`)
  for (const folder of [room, base]) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.ts')) continue
      const { size, mtimeMs } = statSync(join(folder, file))
      hash.update(`${join(folder, file)} ${size} ${mtimeMs}\n`)
    }
  }
  const stamped = hash.digest('hex').slice(0, 16)
  stamps.set(room, stamped)
  return stamped
}
