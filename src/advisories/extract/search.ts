import type { Block } from '../text/block.ts'
import { refang } from '../text/refang.ts'
import { addresses } from './addresses.ts'
import { emails } from './emails.ts'
import { fileNames } from './file-names.ts'
import { type Extractor, type Found, type Habits, type Scan, Taken } from './found.ts'
import { fuzzyHashes } from './fuzzy-hashes.ts'
import { hashes } from './hashes.ts'
import { labelled } from './labelled.ts'
import { names } from './names.ts'
import { posixPaths } from './posix-paths.ts'
import { projectPaths } from './project-paths.ts'
import { registryKeys } from './registry-keys.ts'
import { urls } from './urls.ts'
import { userAgents } from './user-agents.ts'
import { windowsPaths } from './windows-paths.ts'

/** In this order: what the first takes, the next do not look at. */
const extractors: readonly Extractor[] = [
  userAgents,
  urls,
  emails,
  registryKeys,
  windowsPaths,
  posixPaths,
  projectPaths,
  fuzzyHashes,
  labelled,
  hashes,
  addresses,
  fileNames,
  names,
]

/** A block made ready: refanged once. */
export function scanOf(block: Block, habits: Habits): Scan {
  const refanged = refang(block.text)
  return { block, refanged, text: refanged.text, habits }
}

/** Every indicator in a block, in the order of the extractors. */
export function search(scan: Scan): readonly Found[] {
  const taken = new Taken()
  return extractors.flatMap((extractor) => {
    const found = extractor.find(scan, taken)
    taken.addAll(found)
    return found
  })
}
