import { canonicalName } from '../base/net.ts'
import { printable } from '../base/text.ts'
import type { Notes, Source } from './format.ts'

/** Endings that say what a file is, not which host it is from: `web01.example.org.dpkg-status` is of `web01.example.org`. */
const ending =
  /\.(gz|zst|jsonl?|ndjson|xml|txt|csv|tsv|reg|log|out|cdx|cyclonedx|s?bom|spdx|dpkg|dpkg-status|dpkg-l|dpkg-log|status|winget|winget-list|winget-export|uninstall|programs|software|packages|apps|osquery|inventory|results)$|\.log\.\d+$/i

/** Names that say nothing about the host. */
const general =
  /^(|s?bom|cdx|cyclonedx|spdx|manifest|status|dpkg(-l|-list|-status)?|packages|programs|apps|software|installed|winget(-list|-export)?|list|export|uninstall|inventory|inventories|evidence|hosts|results|osquery(d\.results)?|data|logs?|files|report|_manifest|spdx_2\.[23]|var|lib|tmp|samples?|\.+)$/i

/**
 * The host of an inventory that names none inside: from its file name (`HOST.dpkg-status`), else from its folder
 * (`HOST/status`, `HOST/var/lib/dpkg/status`). Says in a note what was taken.
 */
export function hostOfPath(source: Source, notes: Notes): string {
  const parts = source.path.replace(/([\\/])var\1(lib\1dpkg|log)\1(?=[^\\/]+$)/, '$1').split(/[\\/]/)
  const stem = stemOf(parts.at(-1) ?? '')
  const folder = parts.at(-2) ?? ''
  const [name, from] = !general.test(stem) ? [stem, 'the file name'] : !general.test(folder) ? [folder, 'the folder'] : [stem, undefined]
  const host = canonicalName(name)
  notes.say(
    from
      ? `No host is named inside: “${printable(host)}” is taken from ${from}.`
      : `Neither the file nor its name says which host this is from; its rows stand under “${printable(host)}”. Name the file after its host, such as HOST.${printable(parts.at(-1) ?? '')}.`,
  )
  return host
}

/** A file name without the endings that say what it is. */
export function stemOf(file: string): string {
  let stem = file
  while (ending.test(stem)) stem = stem.replace(ending, '')
  return stem === '' ? file : stem
}
