// The process that reads one advisory. Before anything else: what is loaded from here on finds the network closed.
import '../../base/apart/confine.ts'
import { readFileSync } from 'node:fs'
import { keptCompiled } from '../../base/apart/keep.ts'
import { writeWhole } from '../../base/apart/write.ts'
import { readAdvisory } from '../read-advisory.ts'
import type { Answer, Order } from './order.ts'

const file = 3
const answers = 4
/** Items of a list a line. */
const piece = 1000

function say(answer: Answer): void {
  writeWhole(answers, `${JSON.stringify(answer)}\n`)
}

async function work(): Promise<void> {
  const { name, limits } = JSON.parse(readFileSync(0, 'utf8')) as Order
  const rest: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(await readAdvisory(readFileSync(file), { name, limits }))) {
    if (!Array.isArray(value)) rest[key] = value
    else for (let at = 0; at === 0 || at < value.length; at += piece) say({ list: key, items: value.slice(at, at + piece) })
  }
  say({ rest })
}

if (!keptCompiled()) await work()
