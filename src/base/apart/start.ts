import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compiledCopy, type Role } from './compiled.ts'

/** A process that reads hostile bytes, and what it may do: nothing but this. It starts no process and no worker. */
export interface Apart {
  readonly role: Role
  /** Where it stands; its copy of compiled code lies here where there is no room in memory. */
  readonly folder: string
  /** Folders, or patterns that end with `*`, besides the code of its role; its own copy of compiled code is added, to both. */
  readonly readable: readonly string[]
  readonly writable?: readonly string[]
  /** Bytes of V8's heap. */
  readonly heap: number
  readonly stdio: StdioOptions
}

export interface Started {
  readonly child: ChildProcess
  /** A process that has loaded its code needs its copy of what was compiled no more. */
  readonly forgetCompiled: () => void
}

/** Starts it under Node's permission model. No variable of ours reaches it: what it does not know, it cannot give away. */
export function startApart(apart: Apart): Started {
  const compiled = compiledCopy(apart.role, apart.folder)
  const child = spawn(process.execPath, [...flagsOf(apart, compiled), apart.role.entry], {
    stdio: apart.stdio,
    env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled },
    cwd: apart.folder,
    windowsHide: true,
  })
  // A process that dies before it has read what it is told closes the pipe: its end tells more than that.
  child.stdin?.on('error', () => {})
  return {
    child,
    forgetCompiled: () => {
      if (compiled !== undefined) rmSync(compiled, { recursive: true, force: true })
    },
  }
}

const base = join(import.meta.dirname, '..')
const manifest = join(base, '..', '..', 'package.json')

/** The flags that make its rights. */
export function flagsOf({ role, readable, writable = [], heap }: Omit<Apart, 'folder' | 'stdio'>, compiled?: string): readonly string[] {
  const own = compiled === undefined ? [] : [join(compiled, '*')]
  return [
    '--permission',
    ...[join(role.room, '*'), join(base, '*'), manifest, ...readable, ...own].map((path) => `--allow-fs-read=${path}`),
    ...[...writable, ...own].map((path) => `--allow-fs-write=${path}`),
    '--no-warnings',
    `--max-old-space-size=${Math.ceil(heap / 2 ** 20)}`,
    ...role.flags,
  ]
}
