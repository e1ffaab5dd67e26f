import { plural, printable } from '../../base/text.ts'
import type { Assessment } from '../assessment.ts'
import { paragraph, prose } from '../terminal/layout.ts'
import type { Style } from '../terminal/style.ts'

const mostHunts = 8

/** The advisories that were hunted for, each with its answer on the evidence as it is now. */
export function huntsLines({ hunts }: Assessment, width: number, style: Style): readonly string[] {
  if (hunts.length === 0) return []
  const rest = hunts.length - mostHunts
  return [
    style.heading(`Advisories (${hunts.length})`),
    '',
    ...hunts
      .slice(0, mostHunts)
      .flatMap(({ word, title, sentence }) => [
        ...paragraph(printable(title, 120), width, 13, word),
        ...paragraph(prose(sentence), width, 13).map((line) => style.faint(line)),
      ]),
    ...(rest > 0 ? [style.faint(`and ${plural(rest, 'more advisory', 'more advisories')}: gatehouse hunt --list`)] : []),
    '',
  ]
}
