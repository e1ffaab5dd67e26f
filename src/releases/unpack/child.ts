// Before anything else: what is loaded from here on finds the network closed.
import '../../base/apart/confine.ts'
import { readFileSync } from 'node:fs'
import { keptCompiled } from '../../base/apart/keep.ts'
import { writeWhole } from '../../base/apart/write.ts'
import { budgetOf } from './budget.ts'
import { folderOf } from './containers/folder.ts'
import type { ManifestLine } from './manifest.ts'
import type { Order } from './order.ts'
import { descriptorSource } from './source.ts'
import { Store } from './store.ts'
import { unpackFile, unpackFolder, unpackPending } from './work.ts'

/** Lines are gathered up to this many characters before they are written, so that many small members cost few calls. */
const gathered = 32_768
const manifest = 1
const artifact = 3

let text = ''

function flush(): void {
  writeWhole(manifest, text)
  text = ''
}

function say(line: ManifestLine): void {
  text += `${JSON.stringify(line)}\n`
  // What was being opened must be known when the process is killed in it.
  if (text.length > gathered || 'opening' in line || 'opened' in line) flush()
}

async function work(): Promise<void> {
  const order = JSON.parse(readFileSync(0, 'utf8')) as Order
  const budget = budgetOf(order.limits, order.spent)
  const work = { store: new Store(order.folder, budget), budget, say }
  if (order.pending) await unpackPending([...order.pending], work)
  else if (order.isFolder) await unpackFolder(folderOf(order.artifact), order.name, work)
  else await unpackFile(descriptorSource(artifact), order.name, work)
  say({ done: true })
  flush()
}

if (!keptCompiled()) await work()
