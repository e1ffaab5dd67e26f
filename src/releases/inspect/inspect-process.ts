import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { GatehouseError } from '../../base/errors.ts'
import { printable } from '../../base/text.ts'
import { duration } from '../../base/time.ts'
import { compiledCopy } from '../compiled/compiled.ts'
import type { Unit } from '../reading.ts'
import { type Answer, type Inspected, type Job, ready, type Setup } from './inspection.ts'

/** Why a file has no readings: `time`, `memory` or `crash`, and in words. */
export type Loss = readonly [why: string, says: string]

const releases = join(import.meta.dirname, '..')
const root = join(releases, '..', '..')
/** Loading native code and readers, on a machine that is busy. */
const startSeconds = 120
/** What it says on its way out that is kept, in characters. */
const mostComplaint = 2000
/** A machine that is busy with other things may take so many times longer before a file counts as endless. */
const patience = 8
/** Ticks a second in which Linux counts processor time (USER_HZ). */
const ticks = 100
/** Pages of Linux: /proc counts in them. */
const page = 4096

/**
 * One child that reads files one after the other. It may read our own code, the installed packages, the rules and `folder`,
 * may start nothing and write nothing but its own copy of compiled code, and has no network.
 */
export class InspectProcess {
  readonly #child: ChildProcess
  readonly #setup: Setup
  readonly #compiled: string | undefined
  readonly #answers: AsyncGenerator<string>
  readonly #watch: NodeJS.Timeout
  #since = Number.POSITIVE_INFINITY
  /** Processor time of the child when it was first looked at with this file. */
  #workedBefore: number | undefined
  #loss: Loss | undefined
  #ready: Promise<void> | undefined
  #complaint = ''
  #closed = false

  constructor(folder: string, setup: Setup) {
    this.#setup = setup
    this.#compiled = compiledCopy('inspect', folder)
    this.#child = start(folder, setup, this.#compiled)
    this.#child.stdin?.on('error', () => undefined)
    this.#child.on('error', () => undefined)
    this.#child.stdin?.write(`${JSON.stringify(setup)}\n`)
    this.#answers = lines(this.#child.stdio[3] as Readable)
    this.#watch = setInterval(() => this.#look(), 100)
    this.#watch.unref()
    this.#child.stderr?.on('data', (said: Buffer) => {
      if (this.#complaint.length < mostComplaint) this.#complaint += said.toString('latin1')
    })
  }

  /** The content, or why the child was lost to this file; then it can read no other. Throws when the child does not start: unread is never harmless. */
  async read(job: Job): Promise<Inspected | Loss> {
    this.#ready ??= this.#started()
    await this.#ready
    this.#workedBefore = undefined
    this.#since = performance.now()
    this.#child.stdin?.write(`${JSON.stringify(job)}\n`)
    const content = await this.#answer()
    this.#since = Number.POSITIVE_INFINITY
    return content ?? this.#loss ?? ['crash', 'the process that read it broke off']
  }

  async #answer(): Promise<Inspected | undefined> {
    const units: Unit[] = []
    for (;;) {
      const { value, done } = await this.#answers.next()
      if (done) return undefined
      const answer = JSON.parse(value) as Answer
      if ('units' in answer) {
        for (const unit of answer.units) units.push(unit)
        continue
      }
      const { content } = answer
      return 'plain' in content || units.length === 0 ? content : { ...content, units: [...units, ...content.units] }
    }
  }

  async #started(): Promise<void> {
    const slow = setTimeout(() => this.#child.kill('SIGKILL'), startSeconds * 1000)
    const { value } = await this.#answers.next()
    clearTimeout(slow)
    this.#forgetCompiled()
    if (value === ready || this.#closed) return
    throw new GatehouseError('EVIDENCE_UNREADABLE', 'the process that reads releases does not start', {
      cause: new Error(printable(this.#complaint, mostComplaint)),
    })
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#watch)
    this.#child.kill('SIGKILL')
    this.#forgetCompiled()
  }

  /** What a child has loaded it needs no more. */
  #forgetCompiled(): void {
    if (this.#compiled !== undefined) rmSync(this.#compiled, { recursive: true, force: true })
  }

  #look(): void {
    const { fileSeconds, memoryBytes } = this.#setup.limits
    if (this.#took() > fileSeconds) this.#loss = ['time', `not read within ${duration(fileSeconds)}`]
    else if (residentBytes(this.#child.pid) > memoryBytes) this.#loss = ['memory', `needed more than ${memoryBytes / 1e6} MB of memory to be read`]
    if (this.#loss) this.#child.kill('SIGKILL')
  }

  /** Seconds that the file at hand has taken so far. */
  #took(): number {
    const waited = (performance.now() - this.#since) / 1000
    if (waited < 0) return 0
    const worked = processorSeconds(this.#child.pid)
    this.#workedBefore ??= worked
    return worked === undefined || this.#workedBefore === undefined ? waited : Math.max(worked - this.#workedBefore, waited / patience)
  }
}

function start(folder: string, { rules }: Setup, compiled: string | undefined): ChildProcess {
  const readable = [
    releases,
    join(root, 'src', 'base'),
    join(root, 'package.json'),
    packageFolder(),
    realpathSync(folder),
    ...rules.map((rule) => realpathSync(rule)),
    ...(compiled === undefined ? [] : [join(compiled, '*')]),
  ]
  return spawn(
    process.execPath,
    [
      '--permission',
      '--allow-addons',
      ...readable.map((path) => `--allow-fs-read=${path}`),
      ...(compiled === undefined ? [] : [`--allow-fs-write=${join(compiled, '*')}`]),
      '--no-warnings',
      '--max-old-space-size=512',
      '--max-semi-space-size=8',
      '--initial-old-space-size=256',
      join(import.meta.dirname, 'inspect-child.ts'),
    ],
    // No variable of ours reaches the child: what it does not know, it cannot give away.
    { stdio: ['pipe', 'ignore', 'pipe', 'pipe'], env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }, cwd: folder, windowsHide: true },
  )
}

let modules: string | undefined

/** The folder of installed packages: public code, in which nothing of the user lies. */
function packageFolder(): string {
  modules ??= dirname(dirname(createRequire(import.meta.url).resolve('oxc-parser/package.json')))
  return modules
}

/** Resident memory of a process where the system tells it (Linux); 0 elsewhere: V8's own limit then is the only one. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * page
  } catch {
    return 0
  }
}

/** Processor time of a process where the system tells it (Linux). */
function processorSeconds(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    // The name, in parentheses, may hold anything; user and system time are the 14th and 15th field (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')
    return (Number(fields?.[11]) + Number(fields?.[12])) / ticks
  } catch {
    return undefined
  }
}

async function* lines(stream: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at))
      yield Buffer.concat(parts).toString()
      parts = []
      from = at + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
}
