import { plural } from '../../base/text.ts'
import { parseTime } from '../../base/time.ts'
import type { Notes, Source } from '../format.ts'
import { withoutArchitecture } from './list.ts'
import { debianPurl } from './purl.ts'
import type { Package } from './status.ts'

const action = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) (install|upgrade|remove|purge|disappear|configure|trigproc|startup|status|conffile)\b ?(.*)$/

/** No line that dpkg writes is longer. */
const longestLine = 4096

/** True for a line of /var/log/dpkg.log. */
export function isLogLine(line: string): boolean {
  return action.test(line)
}

/** What the lines before tell about the ones to come. */
interface Progress {
  /** Versions on their way in, by package. */
  readonly coming: Map<string, string>
  /** Packages with versions that were told already. */
  readonly told: Set<string>
  removed: number
}

/**
 * Install dates from /var/log/dpkg.log. An `install` or `upgrade` names the new version; it is done when the package's
 * status turns to `installed`. That status alone, after triggers ran, only says that the version was there.
 */
export async function* packagesInLog(source: Source, notes: Notes): AsyncGenerator<Package> {
  const progress: Progress = { coming: new Map(), told: new Set(), removed: 0 }
  for await (const { line, text } of source.lines()) {
    if (text.trim() === '') continue
    const [, date = '', verb, rest = ''] = action.exec(text.slice(0, longestLine).trimEnd()) ?? []
    const time = parseTime(date)
    if (verb === undefined || time === null) notes.skip(line, 'not a line of the log of dpkg')
    else {
      const done = follow(progress, verb, rest.split(' '))
      if (done) {
        const [product, version] = [withoutArchitecture(done.name), done.version]
        yield { line, product, version, vendor: '', purl: debianPurl({ name: product, version }), installed: done.isNew ? time : null, seen: time }
      }
    }
  }
  notes.say('The log is in the local time of its host; it is read as UTC.')
  if (progress.removed > 0) notes.say(`${plural(progress.removed, 'removal')} gave no installation.`)
  if (progress.coming.size > 0) notes.say(`Begun but not finished within the log: ${plural(progress.coming.size, 'installation')}.`)
}

/** Follows one action; gives the package that is now known to be there, once for each version but for its installation. */
function follow(
  progress: Progress,
  verb: string,
  [first = '', second = '', third = '']: readonly string[],
): { name: string; version: string; isNew: boolean } | undefined {
  if (verb === 'install' || verb === 'upgrade') progress.coming.set(first, third)
  if (verb === 'remove' || verb === 'purge' || verb === 'disappear') progress.removed += 1
  if (verb !== 'status' || first !== 'installed' || second === '' || third === '') return undefined
  const isNew = progress.coming.get(second) === third
  if (isNew) progress.coming.delete(second)
  if (!isNew && progress.told.has(`${second} ${third}`)) return undefined
  progress.told.add(`${second} ${third}`)
  return { name: second, version: third, isNew }
}
