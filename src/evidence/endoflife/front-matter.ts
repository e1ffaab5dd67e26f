import { parse } from 'yaml'
import { parseTime } from '../../base/time.ts'
import { elements, members, textOf } from '../json-text.ts'
import { type Cycle, type Product, pointOf } from './cycle.ts'
import { ltsOf } from './json.ts'

const longest = 2 ** 20

/** A page of the repository: YAML between two lines of hyphens, with the cycles under `releases`. */
export function isFrontMatter(text: string): boolean {
  return /^\ufeff?---\r?\n/.test(text) && /^releases:\s*$/m.test(text) && /^\s+-?\s*releaseCycle:/m.test(text)
}

/** https://github.com/endoflife-date/endoflife.date/blob/master/CONTRIBUTING.md; undefined where the YAML cannot be read. */
export function productOfFrontMatter(text: string): readonly Product[] | undefined {
  const yaml = /^\ufeff?---\r?\n(.*?)^---\s*$/ms.exec(text.slice(0, longest))?.[1]
  const page = yaml === undefined ? undefined : members(read(yaml))
  const name = textOf(page?.permalink).replace(/^\//, '')
  if (!page || name === '') return undefined
  const cycles = elements(page.releases).flatMap((one) => {
    const release = members(one)
    return release && textOf(release.releaseCycle) !== '' ? [cycleOf(release)] : []
  })
  const identifiers = elements(page.identifiers).flatMap((one) => ['purl', 'cpe'].map((kind) => textOf(members(one)?.[kind])).filter((id) => id !== ''))
  const aliases = [...elements(page.alternate_urls), ...elements(page.alternative_urls)].map((url) => textOf(url).replace(/^\//, ''))
  return [{ name, title: textOf(page.title) || name, aliases, category: textOf(page.category), identifiers, dated: null, cycles }]
}

/** Every scalar stays text: 3.10 is a cycle, not a number. */
function read(yaml: string): unknown {
  try {
    return parse(yaml, { schema: 'failsafe', logLevel: 'silent' })
  } catch {
    return undefined
  }
}

function cycleOf(release: Readonly<Record<string, unknown>>): Cycle {
  const of = (name: string) => textOf(release[name])
  return {
    name: of('releaseCycle'),
    label: of('releaseLabel').replaceAll('__RELEASE_CYCLE__', of('releaseCycle')),
    released: parseTime(of('releaseDate')),
    eol: pointOf(of('eol')),
    support: pointOf(of('eoas')),
    extended: pointOf(of('eoes')),
    discontinued: pointOf(of('discontinued')),
    lts: ltsOf(of('lts')),
    latest: of('latest'),
    latestReleased: parseTime(of('latestReleaseDate')),
  }
}
