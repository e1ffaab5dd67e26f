import { amongIndicators, speaksOfMalware, standsAlone } from '../text/context.ts'
import { endsInKnown } from '../text/names.ts'
import { sentenceAround } from '../text/sentence.ts'
import { fileEndings } from './file-endings.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

const inQuotes = /["'`“‘]((?:@?[\w.+~-]{1,80}\/){1,12}[\w.+@~-]{1,100}\.([a-z0-9]{1,12}))["'`”’]/gi
const backslashed = /(?<![^\s"'`])((?:[\w.+~%{}-]{1,80}\\){1,12}[\w.+~%{}-]{1,100}\.([a-z0-9]{1,12}))(?![^\s"'`,;)])/gi

/** Paths that begin at no root: inside a package in quotation marks (`relay/dist/setup.mjs`), and of Windows on a line of their own. */
export const projectPaths: Extractor = {
  name: 'project-paths',
  find: (scan, taken) => [
    ...find(scan, taken, inQuotes),
    ...find(scan, taken, backslashed).filter(({ start, end }) => standsAlone(scan.block, scan.text, start, end)),
  ],
}

function find(scan: Scan, taken: Taken, pattern: RegExp): readonly Found[] {
  return [...scan.text.matchAll(pattern)].flatMap((match): Found[] => {
    const [whole, value = '', ending = ''] = match
    const start = match.index + whole.indexOf(value)
    const end = start + value.length
    if (!fileEndings.has(ending.toLowerCase()) || isHost(value) || taken.overlaps(start, end)) return []
    const tells = amongIndicators(scan.block) || speaksOfMalware(sentenceAround(scan.block, start, end))
    return [
      {
        type: 'file-path',
        value,
        start,
        end,
        defanged: false,
        demoted: tells ? undefined : 'a path inside a project, and nothing in its sentence speaks of an attack',
      },
    ]
  })
}

/** The page of a site is no path of a project. */
function isHost(path: string): boolean {
  const [first = ''] = path.split('/')
  return first.includes('.') && endsInKnown(first)
}
