import { plural, printable, some } from '../../base/text.ts'
import type { Hunt, HuntedHost } from '../../model/hunt.ts'
import { columns, cut, pad, paragraph, prose } from '../terminal/layout.ts'
import type { Style } from '../terminal/style.ts'
import { hostsOf } from './words.ts'

const mostLines = 40
const wordColumn = 13
const mostLetters = 4000

/** Host by host; those of which the same is said together, and those that were not met by number only. */
export function hostLines({ hosts }: Hunt, width: number, style: Style, elsewhere: string): readonly string[] {
  const named = hosts.filter(({ word }) => word !== 'NOT SEEN')
  const groups = [...Map.groupBy(named, ({ word, because }) => JSON.stringify([word, because])).values()]
  const shown = groups.slice(0, mostLines)
  const rest = groups.slice(mostLines).flat().length
  const column = Math.min(26, Math.max(...shown.map((same) => columns(nameOf(same))), 4) + 2)
  const quiet = hostsOf(hosts, 'NOT SEEN').length
  return [
    ...shown.flatMap((same) => groupLines(same, column, width, style)),
    ...(rest > 0 ? [style.faint(`and ${plural(rest, 'more host')}: ${elsewhere}`)] : []),
    ...(quiet > 0 ? [...paragraph(`${plural(quiet, 'host')}, as far as the evidence covers them`, width, wordColumn, 'NOT SEEN')] : []),
  ]
}

function nameOf(same: readonly HuntedHost[]): string {
  return same.length === 1 ? printable(same[0]?.host ?? '', 60) : plural(same.length, 'host')
}

/** One host, or several of which the same is said. */
function groupLines(same: readonly HuntedHost[], column: number, width: number, style: Style): readonly string[] {
  const [{ word, because } = { word: 'NOT SEEN', because: [] }] = same
  const said = prose(because.join('; '))
  // Who was met has to be found; who could not be judged is any host.
  const names = some(
    same.map(({ host }) => printable(host, 60)),
    word === 'CANNOT TELL' ? 6 : mostLines,
  )
  const text = same.length === 1 ? said : printable(`${said}: ${names}`, mostLetters)
  if (width >= 70) return paragraph(text, width, wordColumn + column, `${pad(word, wordColumn)}${pad(cut(nameOf(same), column - 2), column)}`)
  return [...paragraph(nameOf(same), width, wordColumn, word), ...paragraph(text, width, wordColumn).map((line) => style.faint(line))]
}
