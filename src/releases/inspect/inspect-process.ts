import type { ChildProcess } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { linesOf } from '../../base/apart/lines.ts'
import { packageFolder } from '../../base/apart/packages.ts'
import { type Started, startApart } from '../../base/apart/start.ts'
import { processorSeconds, residentBytes } from '../../base/apart/used.ts'
import { GatehouseError } from '../../base/errors.ts'
import { printable } from '../../base/text.ts'
import { duration } from '../../base/time.ts'
import type { Unit } from '../reading.ts'
import { type Answer, type Inspected, type Job, ready, type Setup } from './inspection.ts'

/** Why a file has no readings: `time`, `memory` or `crash`, and in words. */
export type Loss = readonly [why: string, says: string]

const flags = ['--allow-addons', '--max-semi-space-size=8', '--initial-old-space-size=256']
const role = { name: 'inspect', entry: join(import.meta.dirname, 'inspect-child.ts'), room: join(import.meta.dirname, '..'), flags }
/** Loading native code and readers, on a machine that is busy. */
const startSeconds = 120
/** What it says on its way out that is kept, in characters. */
const mostComplaint = 2000
/** A machine that is busy with other things may take so many times longer before a file counts as endless. */
const patience = 8

/**
 * One child that reads files one after the other. It may read our own code, the installed packages, the rules and `folder`,
 * may start nothing and write nothing but its own copy of compiled code, and has no network.
 */
export class InspectProcess {
  readonly #child: ChildProcess
  readonly #setup: Setup
  readonly #forgetCompiled: () => void
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
    const { child, forgetCompiled } = start(folder, setup)
    this.#child = child
    this.#forgetCompiled = forgetCompiled
    this.#child.on('error', () => undefined)
    this.#child.stdin?.write(`${JSON.stringify(setup)}\n`)
    this.#answers = linesOf(this.#child.stdio[3] as Readable)
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

function start(folder: string, { rules }: Setup): Started {
  const readable = [packageFolder(), folder, ...rules]
  return startApart({
    role,
    folder,
    readable: readable.map((path) => realpathSync(path)),
    heap: 512 * 2 ** 20,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  })
}
