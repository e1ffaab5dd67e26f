import type { Trait } from '../../reading.ts'
import { type Check, invalid, trait } from '../check.ts'
import type { Siblings } from '../scheme.ts'
import type { CodeDirectory } from './code-directory.ts'
import { checkSlot } from './pages.ts'

/** Where a bundle's property list and its list of resources lie, seen from its program. */
const places: readonly { readonly slot: number; readonly name: string; readonly paths: readonly string[] }[] = [
  { slot: 1, name: 'info-plist', paths: ['../Info.plist', 'Resources/Info.plist', 'Info.plist'] },
  { slot: 3, name: 'resources', paths: ['../_CodeSignature/CodeResources', '_CodeSignature/CodeResources'] },
]

/** Files of the bundle that the signature covers by their digest. A program without its bundle is not checked for them. */
export function checkBeside(path: string, directory: CodeDirectory, siblings: Siblings): { checks: Check[]; traits: Trait[] } {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const checks: Check[] = []
  const traits: Trait[] = []
  for (const { slot, name, paths } of places) {
    if (!directory.special(slot)) continue
    const files = paths.flatMap((relative) => siblings.find(resolved(folder, relative)) ?? [])
    const words = files.map((file) => checkSlot(directory, slot, file.bytes()))
    traits.push(trait(`mach-o.${name}`, words.includes('right') ? 'right' : (words[0] ?? null)))
    // Two of the places may hold a file, as in a framework inside an application: one of them must be the signed one.
    if (words.length > 0 && !words.includes('right')) checks.push(invalid(`${files[0]?.path} is not the one that was signed`))
  }
  return { checks, traits }
}

function resolved(folder: string, relative: string): string {
  if (!relative.startsWith('../')) return folder + relative
  const up = folder.slice(0, -1)
  return up.slice(0, up.lastIndexOf('/') + 1) + relative.slice(3)
}
