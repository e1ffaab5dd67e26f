import { plural, some } from '../../base/text.ts'
import type { Comparison } from '../diff/compare.ts'
import type { Fact } from '../fact.ts'
import { unreadCode } from '../facts/unread.ts'
import { linksApart } from '../unpack/links.ts'
import type { Weighed } from './weigh.ts'

/** One plain sentence that says why. */
export function conclusionOf({ word, facts }: Weighed, comparison: Comparison): string {
  const { novel, before } = comparison
  const reasons = reasonsOf(facts)
  const unread = unreadWords(comparison)
  if (word === 'BLOCK') return `Do not roll it out: ${reasons}.${unread}`
  const [empty] = facts.filter(({ name }) => name === 'nothing-to-read')
  if (word === 'HOLD' && empty && policyOnly(facts)) return `Whether it is harmless cannot be told: ${lower(empty.says)}${unread}`
  if (word === 'HOLD') return `${policyOnly(facts) ? 'Wait' : 'Look before it is rolled out'}: ${reasons}.${unread}`
  if (before === undefined) return `Nothing in it speaks against it by itself, but there was no release to compare it with.${unread}`
  const changed =
    novel.length === 0
      ? `no code${unreadCode(comparison).length > 0 ? ' that could be read' : ''} is new`
      : `${plural(novel.length, 'piece')} of code ${novel.length === 1 ? 'is' : 'are'} new, and nothing in ${novel.length === 1 ? 'it' : 'them'} looks like the attacks that are known`
  return `${capital(changed)}${reasons === '' ? '' : `; told, but too light to hold it: ${reasons}`}.${unread}`
}

/** What the verdict does not speak for. */
function unreadWords(comparison: Comparison): string {
  const { others: unopened } = linksApart(comparison.now.record)
  const code = unreadCode(comparison)
  return [
    ...(unopened.length > 0 ? [` ${plural(unopened.length, 'part')} could not be opened.`] : []),
    ...(code.length > 0
      ? [
          ` ${plural(code.length, 'file')} of code ${code.length === 1 ? 'was' : 'were'} not read, because no reader knows the language: ${some(code.map(({ now }) => now.path))}.`,
        ]
      : []),
  ].join('')
}

/** Titles of the heaviest facts, each once. */
function reasonsOf(facts: readonly Fact[]): string {
  const sentences = facts.filter(({ points, name }) => points > 0 || name === 'too-young').map(({ says }) => lower(says.replace(/\.$/, '')))
  return some([...new Set(sentences)], 2)
}

function policyOnly(facts: readonly Fact[]): boolean {
  return facts.every(({ points }) => points === 0)
}

function lower(text: string): string {
  return /^(?:A|[A-Z][a-z]+) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
