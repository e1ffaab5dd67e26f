// The child that reads hostile bytes. Standard input: the setup, then jobs, one JSON line each; file descriptor 3: answers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { keptCompiled } from '../../base/apart/keep.ts'
import { writeWhole } from '../../base/apart/write.ts'
import { messageOf } from '../../base/errors.ts'
import { type Content, recorded } from '../record.ts'
import { inspectMember } from './inspect-member.ts'
import { type Answer, type Inspected, type Job, ready, type Setup } from './inspection.ts'
import { inspector } from './inspector.ts'

const answers = 3
/** Units a line: as one text the content of a large file would need as much memory again as the file's tree. */
const unitsOfLine = 2000

function write(line: string): void {
  writeWhole(answers, `${line}\n`)
}

function answer(content: Inspected): void {
  const say = (line: Answer) => write(JSON.stringify(line))
  if ('plain' in content) say({ content })
  else {
    const { units } = content
    const whole = units.length - (units.length % unitsOfLine)
    for (let at = 0; at < whole; at += unitsOfLine) say({ units: units.slice(at, at + unitsOfLine) })
    say({ content: { ...content, units: units.slice(whole) } })
  }
}

function contentOf(job: Job, tools: ReturnType<typeof inspector>): Content {
  try {
    return inspectMember({ path: job.path, bytes: readFileSync(join(job.folder, job.sha256)) }, tools)
  } catch (thrown) {
    return { readers: [], units: [], traits: [{ name: 'file.unread', value: 'failed' }], notes: [`could not be inspected: ${messageOf(thrown)}`] }
  }
}

async function work(): Promise<void> {
  let tools: ReturnType<typeof inspector> | undefined
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (tools === undefined) {
      tools = inspector(JSON.parse(line) as Setup)
      // Native code is loaded by now; nothing that comes later finds the network.
      await import('../../base/apart/confine.ts')
      write(ready)
      continue
    }
    const job = JSON.parse(line) as Job
    const content = contentOf(job, tools)
    answer(job.short ? recorded(content) : content)
  }
}

if (!keptCompiled()) await work()
