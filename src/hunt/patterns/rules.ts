import type { Pattern } from '../../advisories/advisory.ts'

/** What a rule in a language that is not evaluated here would need, and what of it stands among the indicators. */
const languages: Readonly<Record<string, { readonly needs: string; readonly taken: string }>> = {
  sigma: { needs: 'logs of the kind that the Sigma rule is for, in a tool that runs Sigma', taken: 'its indicators were looked for' },
  yara: { needs: 'the files themselves: gatehouse vet with --rules', taken: 'its hashes and names were looked for' },
  suricata: { needs: 'the packets themselves, in Suricata', taken: 'the addresses and names of the rule were looked for' },
}
const other = { needs: 'a tool that reads this language', taken: 'its indicators were looked for' }

/** The evidence or tool that the rule needs. That something of it was looked for is said only where one of the indicators stands in it. */
export function ruleNeeds({ language, text }: Pick<Pattern, 'language' | 'text'>, indicators: ReadonlyMap<string, unknown>): string {
  const { needs, taken } = languages[language] ?? other
  return wordsOf(text).some((word) => indicators.has(word)) ? `${needs}; ${taken}` : needs
}

/** Everything in a rule that may be a value: with what stands in paths and addresses, and in pieces. */
function wordsOf(text: string): readonly string[] {
  const whole = text.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_.:/\\@%?&=~+-]*/gu) ?? []
  return whole.flatMap((word) => [word, word.replace(/[.:/\\?-]+$/, ''), ...word.split(/[:/\\@?&=]+/)])
}
