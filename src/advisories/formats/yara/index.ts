import type { Pattern } from '../../advisory.ts'
import type { AdvisoryFormat, Reading } from '../../format.ts'
import { lineBlock } from '../../text/block.ts'
import { codeBlock } from '../rule-blocks.ts'
import { rulesIn } from './rules.ts'

export const yara: AdvisoryFormat = {
  name: 'yara',
  title: 'YARA rules',
  origin:
    'Rules in repositories and appendices (.yar). Hashes of the meta section and names in strings are taken as indicators; the rule is kept word for word.',
  recognise: (document) => {
    const head = document.head()
    if (!/^\s*(?:(?:private|global)\s+)*rule\s+\w+[^{\n]{0,200}\{?\s*$/m.test(head)) return 0
    return /^\s*condition\s*:/m.test(head) &&
      /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|import\s+"\w+"|include\s+"[^"\n]{1,200}")*(?:private\s+|global\s+)*rule\s/.test(head)
      ? 0.95
      : 0
  },
  read: (document): Reading => {
    const rules = rulesIn(document.text())
    const [first] = rules
    return {
      title: first?.meta.get('description') ?? first?.name,
      publisher: first?.meta.get('author'),
      published: first?.meta.get('date'),
      blocks: rules.flatMap((rule) => [
        lineBlock('paragraph', [rule.meta.get('description'), rule.meta.get('reference')].join('\n'), rule.line, { take: 'facts', part: rule.name }),
        codeBlock(rule.hashes.map((hash) => `hash: ${hash}`).join('\n'), rule.line, [rule.name], rule.name),
        codeBlock(rule.strings.join('\n'), rule.line, [rule.name], rule.name),
      ]),
      patterns: rules.map((rule): Pattern => ({ id: rule.name, language: 'yara', text: rule.text, name: rule.name, place: { line: rule.line } })),
      references: rules.flatMap((rule) =>
        /^https?:/.test(rule.meta.get('reference') ?? '') ? [{ url: rule.meta.get('reference') ?? '', text: rule.name }] : [],
      ),
      notes: rules.length === 0 ? [{ what: 'No rule in it could be read.' }] : [],
    }
  },
}
