import type { Row } from '../../model/tables.ts'
import { elements, members, textOf } from '../json-text.ts'
import { recordTime } from '../knowledge.ts'

/** The SSVC decision points of one container: https://github.com/cisagov/vulnrichment; undefined where it has none. */
export function decisionRow(container: Readonly<Record<string, unknown>>, cve: string, line: number): Row<'decision_point'> | undefined {
  const others = elements(container.metrics).map((metric) => members(members(metric)?.other))
  const content = members(others.find((other) => textOf(other?.type).toLowerCase() === 'ssvc')?.content)
  if (!content) return undefined
  const options = Object.assign({}, ...elements(content.options).map((one) => members(one) ?? {})) as Readonly<Record<string, unknown>>
  const word = (name: string) => textOf(options[name]).toLowerCase()
  const automatable = word('Automatable')
  return {
    line,
    cve,
    exploitation: known(word('Exploitation'), ['none', 'poc', 'active']),
    automatable: automatable === 'yes' ? true : automatable === 'no' ? false : null,
    technical_impact: known(word('Technical Impact'), ['partial', 'total']),
    decided_at: recordTime(content.timestamp),
    by: textOf(content.role) || textOf(members(container.providerMetadata)?.shortName),
  }
}

function known(word: string, words: readonly string[]): string {
  return words.includes(word) ? word : ''
}
