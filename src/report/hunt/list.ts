import { printable, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { Hunt } from '../../model/hunt.ts'
import { cut, pad, paragraph } from '../terminal/layout.ts'

/** As much of an id as names one among all that are kept: `gatehouse report --advisory` takes it. */
const idLength = 13
const leastForOneLine = 70

/** A hunt in a list: its id, its answer and what it is about, and below that the files of its advisories. */
export function huntLines({ id, word, title, at, advisories }: Pick<Hunt, 'id' | 'word' | 'title' | 'at' | 'advisories'>, width: number): readonly string[] {
  const label = `${pad(printable(id.slice(0, idLength)), idLength)}  ${word.padEnd(11)}`
  const about = `${shortTime(at)}  ${printable(title, 300)}`
  const files = some(
    advisories.map(({ file }) => printable(file, 120)),
    6,
  )
  const narrow = width < leastForOneLine
  // Where nothing says a title it is the name of the file.
  const below = files === title ? [] : paragraph(files, width, narrow ? 2 : idLength + 2)
  return narrow ? [label.trimEnd(), ...paragraph(about, width, 2), ...below] : [cut(`${label}  ${about}`, width), ...below]
}
