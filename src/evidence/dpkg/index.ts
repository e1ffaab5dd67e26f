import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { hostOfPath } from '../host-of-path.ts'
import { packagesInList } from './list.ts'
import { isLogLine, packagesInLog } from './log.ts'
import { type Package, packagesInStatus } from './status.ts'

export const dpkg: Format = {
  name: 'dpkg',
  title: 'Packages of Debian and Ubuntu: dpkg status, dpkg -l, dpkg.log',
  origin: 'The files /var/lib/dpkg/status and /var/log/dpkg.log, and the output of dpkg -l.',
  fills: ['installation'],
  recognise: (head) => (kindOf(head) ? 0.95 : 0),
  read: (source, notes) => batched('installation', rows(source, notes)),
}

type Reader = (source: Source, notes: Notes) => AsyncGenerator<Package>

function kindOf(head: Head): Reader | undefined {
  const lines = head.text.split('\n', 300)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  // A file Packages of an archive has the same fields, but no Status: what is there to install, not what is installed.
  if (/^Package: \S+\s*$/.test(first) && lines.some((line) => /^Status: [a-z]+ [a-z]+ [a-z-]+\s*$/.test(line))) return packagesInStatus
  if (/^\|\|\/ /m.test(head.text.slice(0, 4096)) && /^\+\+\+-=*-/m.test(head.text.slice(0, 4096))) return packagesInList
  const some = lines.slice(0, 20).filter((line) => line.trim() !== '')
  return some.length > 0 && isLogLine(first.trimEnd()) && some.filter((line) => isLogLine(line.trimEnd())).length >= some.length * 0.9
    ? packagesInLog
    : undefined
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'installation'>> {
  const reader = kindOf(source.head)
  if (!reader) return notes.skip(1, 'neither the status of dpkg nor its list nor its log')
  const host = hostOfPath(source, notes)
  for await (const { line, product, version, vendor, purl, installed, seen } of reader(source, notes)) {
    yield { line, host, product, vendor, version, purl, installed_at: installed, seen_at: seen ?? source.modified, basis: 'inventory' }
  }
}
